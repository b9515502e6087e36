"""`make up` for real: panels and alerts see data; a part that stops fires its alert and no other part's."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from deploy_files import Panel, alerts, metrics_in, panels
from live_lab import Live, needs, shortened, until
from postgres_lab import rows

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
PATIENCE_S = float(os.environ.get("REHEARSE_PATIENCE_S", "120"))
EACH = os.environ.get("REHEARSE_EACH") == "yes"
"""`make rehearse` stops every part; `make test` one of each kind."""
PARTS = {
    "sink": "TargetDown sink postgres",
    "produce": "TargetDown produce",
    "classify-1": "TargetDown classify",
    "deduplicate": "TargetDown deduplicate",
    "monitor": "TargetDown monitor",
    "postgres": "StoreDown",
    "kafka": "KafkaDown",
    # the last: one that starts again serves first what is known already, and for so long no article comes
    "newsroom": "FeedsFailing unreachable",
}
ONE_OF_EACH_KIND = ("sink", "postgres", "kafka")
UNTIL_IT_HAPPENS = {"tocsin_dead_letters_total"}
"""Without a series until there is something to count."""
HOLD_S = 4.0
"""So long after the right alert fires, no other may."""


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    needs()
    with tempfile.TemporaryDirectory(prefix="tocsin-live-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user
        made = Live(folder, newsroom_speed=0.1 if EACH else 0.3)
        try:
            made.up()
            yield made
        except BaseException:
            print(made.logs())  # noqa: T201 - pytest shows it with the failure
            raise
        finally:
            made.down()


def test_within_two_minutes_the_wall_sees_data_then_every_panel_and_nothing_fires(live: Live) -> None:
    asked = [(panel, query) for panel in panels() if not panel.sql for query in panel.queries]
    wall = [(panel, query) for panel, query in asked if panel.board == "throughput"]
    assert len(wall) > 15
    until_data(live, wall, PATIENCE_S)
    until_data(live, asked, 2 * PATIENCE_S)  # a report that joins an incident, say, must first come
    for alert in alerts():
        live.ask(shortened(alert["expr"] + "\n"))  # an error of the query raises
        for name in metrics_in(alert["expr"]) - UNTIL_IT_HAPPENS:
            series = [name, f"{name}_count"]
            until(lambda s=series: any(live.ask(n) for n in s), f"{alert['alert']}: {name} has data", PATIENCE_S)
    assert live.firing() == set()


def until_data(live: Live, asked: list[tuple[Panel, str]], patience_s: float) -> None:
    empty: list[str] = []

    def all_see_data() -> bool:
        empty[:] = [f"{panel.board}, {panel.title}: {query}" for panel, query in asked if not live.ask(query)]
        return not empty

    try:
        until(all_see_data, "every panel has data", patience_s)
    except AssertionError as late:
        raise AssertionError("no data for\n" + "\n".join(empty)) from late


def test_every_panel_over_the_store_has_rows(live: Live) -> None:
    for panel in panels():
        for query in panel.queries if panel.sql else ():
            # the newsroom's programme has fixed times of publication, so whatever time it is now
            asked = re.sub(r"\$__timeFilter\((\w+)\)", r"\1 IS NOT NULL", query)
            assert "$__" not in asked
            until(lambda asked=asked: has_rows(live.dsn, asked), f"{panel.title}: {asked}", PATIENCE_S)


def has_rows(dsn: str, query: str) -> bool:
    try:
        return bool(rows(dsn, query))
    except psycopg.errors.UndefinedTable:  # the sink has not made it yet
        return False


@pytest.mark.parametrize("part", PARTS if EACH else ONE_OF_EACH_KIND)
def test_a_part_that_stops_fires_its_alert_and_no_other_parts(live: Live, part: str) -> None:
    until(lambda: live.firing() == set(), "quiet before", PATIENCE_S)
    live.stop(part)
    try:
        took_s = until(lambda: bool(live.firing()), f"an alert for {part}", PATIENCE_S + 120)
        assert live.firing() == {PARTS[part]}
        until_s = time.monotonic() + HOLD_S
        while time.monotonic() < until_s:
            assert live.firing() <= {PARTS[part]}
            time.sleep(0.3)
        print(f"{part}: {PARTS[part]} after {took_s:.1f} s")  # noqa: T201 - `make rehearse` tells
    finally:
        if EACH or part != ONE_OF_EACH_KIND[-1]:  # the last needs no start: the fixture ends it all
            live.start(part)
