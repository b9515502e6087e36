"""`tocsin explain`: why an incident is what it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tocsin.contract.incident import Incident


def command(
    incident: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    data: Annotated[Path, typer.Option(help="Folder of a run, or of a backtest.")] = Path("data"),
) -> None:
    """Print an incident's ledger with scores and features, its revisions, and why its nearest neighbours are not it."""
    from processors.deduplicate.explain import UnknownIncident, explain, lines
    from tocsin.errors import UserError

    state, revisions = _read(data)
    try:
        explanation = explain(state, incident, revisions)
    except UnknownIncident as error:
        raise UserError(
            f"no incident {incident!r} in {data}", "its id is in incidents.jsonl and in `tocsin watch`"
        ) from error
    for line in lines(explanation):
        typer.echo(line)


def _read(folder: Path) -> tuple[list[tuple[str, bytes]], list[Incident]]:
    """The deduplicator's state and every revision, of a run's log or by replaying a backtest's reports."""
    from tocsin.errors import UserError

    for place in (folder, folder / "show"):
        if (place / "log.sqlite").is_file():
            return _of_log(place / "log.sqlite")
    if (folder / "reports.jsonl").is_file():
        return _of_backtest(folder / "reports.jsonl")
    raise UserError(f"{folder} holds neither a run nor a backtest", "name its folder with --data")


def _of_log(path: Path) -> tuple[list[tuple[str, bytes]], list[Incident]]:
    from tocsin import topics
    from tocsin.contract.envelope import open_message
    from tocsin.contract.incident import Incident
    from tocsin.log.sqlite import SqliteLog

    log = SqliteLog(path)
    try:
        revisions, start = [], 0
        while batch := log.read(topics.INCIDENTS.name, start):
            revisions += [open_message(Incident, record.message) for record in batch]
            start = batch[-1].offset + 1
        return log.state("deduplicate"), revisions
    finally:
        log.close()


def _of_backtest(path: Path) -> tuple[list[tuple[str, bytes]], list[Incident]]:
    from processors.deduplicate.core import Deduplicator
    from tocsin.contract.codec import decode
    from tocsin.contract.report import Account

    deduplicator, state, revisions = Deduplicator(), dict[str, bytes](), list["Incident"]()
    with path.open("rb") as file:
        for line in file:
            outcome = deduplicator.apply(decode(Account, line))
            revisions += outcome.revisions
            # an archive may span years: what the deduplicator forgets by the end is still to be explained
            state.update({key: value for key, value in outcome.writes.items() if value is not None})
    return list(state.items()), revisions
