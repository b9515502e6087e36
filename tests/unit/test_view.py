"""The live view: events in, what a person reads out."""

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from invented import account, article, incident, rejections
from rich.console import Console

from producers.events import Polled, Published, Waiting
from sinks.runner import Stored
from tocsin.contract import fields as f
from tocsin.contract.incident import FieldChange, Incident
from tocsin.contract.vocabulary import ChangeKind
from tocsin.embedded.events import Event, Read, Revised, Started
from tocsin.embedded.instrument_edges import instrument
from tocsin.errors import UserError
from tocsin.view import words
from tocsin.view.board import Board, revision_line
from tocsin.view.follow import line
from tocsin.view.live import View
from tocsin.view.screen import screen
from tocsin.view.select import make_selection


def revised(before: int, after: int, kind: ChangeKind = "updated") -> Incident:
    tolls = [{"killed": {"min": n, "best": n, "max": n}, "injured": None} for n in (before, after)]
    now = incident(1, revision=2, killed=after)
    change = replace(now.change, kind=kind, fields={"casualties": FieldChange(before=tolls[0], after=tolls[1])})
    return replace(now, change=change)


def polled(problem: str | None = None) -> Polled:
    return Polled(feed_id="f", title="North Post", outcome="timeout" if problem else "fetched", seconds=0.1,
                  new=0 if problem else 2, problem=problem)  # fmt: skip


STORY: tuple[Event, ...] = (
    Started(Path("data"), ("North Post", "River Daily"), False),
    polled(),
    polled("no answer in 60 s"),
    Published(article_id="a1", version=1, feed_id="f"),
    Published(article_id="a1", version=2, feed_id="f"),
    Read(article(1), account(1), rejections(1)),
    Revised(incident(1)),
    Revised(revised(4, 6)),
    Stored("sqlite", 3, 0.1),
)


def board(*events: Event) -> Board:
    made = Board()
    for event in events:
        made.take(event)
    return made


def test_the_board_counts_what_happened() -> None:
    made = board(*STORY)
    assert (made.polls, made.articles, made.edits, made.read, made.reports, made.stored) == (2, 1, 1, 1, 1, 3)
    assert dict(made.reasons) == {"threat": 1}
    assert dict(made.changes) == {"opened": 1, "updated": 1}
    assert [i.revision for i in made.open_incidents()] == [2]
    assert [h.kind for h in made.happenings] == ["problem", "rejected", "opened", "updated"]


def test_incidents_in_force_are_told_the_gravest_first() -> None:
    gone = replace(incident(3), status="merged", merged_into="i1")
    made = board(*(Revised(i) for i in (replace(incident(1), severity=1), replace(incident(2), severity=4), gone)))
    assert [i.id for i in made.open_incidents()] == ["i2", "i1"]


def test_the_same_trouble_is_told_once_until_it_is_over() -> None:
    waits = Waiting(what="log", problem="no room", retry_s=1)
    made = board(waits, waits, waits)
    assert (len(made.happenings), made.waiting) == (1, "no room")
    made.take(Published(article_id="a", version=1, feed_id="f"))
    assert made.waiting is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (incident(1), "Gunmen kill 4 in Kaura (1 article, 1 origin)"),
        (revised(4, 6), "Gunmen kill 6 in Kaura; killed 4 → 6 (1 article, 1 origin)"),
        (revised(4, 4), "Gunmen kill 4 in Kaura; changed: casualties (1 article, 1 origin)"),
    ],
)
def test_a_revision_says_what_it_changed(told: Incident, expected: str) -> None:
    assert revision_line(told) == expected


@pytest.mark.parametrize(
    ("toll", "word"),
    [
        (f.Toll(min=4, best=4, max=4), "4"),
        (f.Toll(min=3, max=5), "3-5"),
        (f.Toll(min=24), "at least 24"),
        (f.Toll(max=9), "up to 9"),
        (f.Toll(best=0, min=0, max=0), "0"),
        (f.Toll(), "?"),
        (None, "?"),
    ],
)
def test_tolls_in_words(toll: f.Toll | None, word: str) -> None:
    assert words.toll(toll) == word


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 60), (40, 12)])
def test_the_screen_fits_and_shows_the_headline(width: int, height: int) -> None:
    console = Console(width=width, height=height, record=True, file=StringIO(), markup=False)
    console.print(screen(board(*STORY), width, height))
    text = console.export_text()
    assert "Gunmen kill" in text
    assert max(map(len, text.splitlines())) <= width


def test_without_a_terminal_there_are_plain_lines() -> None:
    file = StringIO()
    with View(Console(file=file, markup=False)) as view:
        for event in STORY:
            view.listen(event)
    lines = file.getvalue().splitlines()
    assert [re.split(r"\s{2,}", text.strip())[0] for text in lines] == ["problem", "rejected", "opened", "updated"]
    assert "\x1b" not in file.getvalue()


def test_a_headline_is_never_markup() -> None:
    hostile = replace(incident(1), headline="[bold]Shots[/bold] [/nonsense] :boom: in Kaura")
    console = Console(width=200, height=40, record=True, file=StringIO(), markup=False, emoji=False)
    console.print(screen(board(Revised(hostile)), 200, 40))
    assert hostile.headline in console.export_text()


@pytest.mark.parametrize("event", STORY)
def test_every_event_has_its_metric_and_log_line(event: Event) -> None:
    instrument(event)


@pytest.mark.parametrize(
    ("countries", "types", "severity", "wanted"),
    [
        ([], [], 0, True),
        (["ng"], ["violence_against_civilians"], 3, True),
        ([], ["violence_against_civilians/shooting"], 0, True),
        (["IQ"], [], 0, False),
        ([], ["explosion"], 0, False),
        ([], [], 4, False),
    ],
)
def test_a_selection_wants(countries: list[str], types: list[str], severity: int, wanted: bool) -> None:
    assert make_selection(countries, types, severity).wants(incident(1)) is wanted


@pytest.mark.parametrize(("countries", "types"), [(["Iraq"], []), ([], ["bombs"])])
def test_a_selection_that_can_select_nothing_is_refused(countries: list[str], types: list[str]) -> None:
    with pytest.raises(UserError):
        make_selection(countries, types, 0)


def test_a_line_of_watch_names_everything_one_asks_first() -> None:
    assert line(revised(4, 6)) == (
        "2026-02-28 NG s3 updated      Gunmen kill 6 in Kaura | killed 4 → 6 | 1 article, 1 origin | i1 r2"
    )


@pytest.mark.parametrize(
    ("box", "point", "inside"),
    [("6,12,7,13", (12.6, 6.6), True), ("6,12,7,12.5", (12.6, 6.6), False), ("170,-20,-170,-10", (-17.0, 179.0), True),
     ("170,-20,-170,-10", (-17.0, -175.0), True), ("170,-20,-170,-10", (-17.0, 0.0), False)],
)  # fmt: skip
def test_a_box_holds_points_and_may_cross_the_antimeridian(box: str, point: tuple[float, float], inside: bool) -> None:
    there = replace(incident(1), where=f.Where(latitude=point[0], longitude=point[1]))
    assert make_selection([], [], 0, box).wants(there) is inside
    assert not make_selection([], [], 0, box).wants(replace(incident(1), where=f.Where(country="NG")))


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "0,10,1,5", "-181,0,0,0", "nan,0,1,1"])
def test_a_box_that_is_none_is_one_line(box: str) -> None:
    with pytest.raises(UserError, match="WEST,SOUTH,EAST,NORTH"):
        make_selection([], [], 0, box)
