"""`tocsin watch`: follow incidents."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import threading

    from tocsin.settings import Settings
    from tocsin.view.follow import Revisions

_JOIN_S, _QUIET_S = 10.0, 1.0  # a broker deals partitions within seconds; then a second's silence is the end


class _Format(StrEnum):
    table = "table"
    jsonl = "jsonl"
    line = "line"


def command(
    data: Annotated[
        Path | None, typer.Option(help="Folder of the run to follow.  [default: data, or data/show]")
    ] = None,
    form: Annotated[_Format, typer.Option("--format", help="A live table, JSON lines, or a line a revision.")] = (
        _Format.table
    ),
    country: Annotated[list[str] | None, typer.Option(help="ISO 3166 code; may be given again.")] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help="`explosion`, or a whole type; again.")] = None,
    severity: Annotated[int, typer.Option(help="This severity or a graver one.", min=0, max=4)] = 0,
    box: Annotated[str | None, typer.Option(help="WEST,SOUTH,EAST,NORTH in degrees.")] = None,
    kafka: Annotated[bool, typer.Option("--kafka", help="Follow the topic on the broker of the settings.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Print what there is, and end.")] = False,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Follow the incidents of a run on this machine, or of a broker, from the first one. Ctrl-C ends it.

    Without a terminal a table is printed once.
    """
    from tocsin.embedded.signals import stop_signals
    from tocsin.settings_load import load
    from tocsin.view.console import make_console
    from tocsin.view.follow import follow
    from tocsin.view.select import make_selection

    selection = make_selection(country or [], type_ or [], severity, box)
    settings = load(config, overrides={"data": data})
    with stop_signals() as stop:
        revisions = _on_kafka(settings, stop) if kafka else _of_run(data, settings, stop)
        if revisions:
            follow(revisions, selection, form.value, make_console(), once=once)
            revisions.close()


def _of_run(data: Path | None, settings: Settings, stop: threading.Event) -> Revisions:
    from tocsin import topics
    from tocsin.log.sqlite import SqliteLog
    from tocsin.view.follow import Revisions

    log = SqliteLog(_log_of(data, settings.data))
    return Revisions(log.consumer("watch", (topics.INCIDENTS.name,)), stop, log.close)


def _on_kafka(settings: Settings, stop: threading.Event) -> Revisions | None:
    """None: told to stop before the broker answered."""
    import uuid

    from tocsin import topics
    from tocsin.log.kafka import KafkaLog
    from tocsin.log.kafka_security import address
    from tocsin.log.kafka_wait import opened
    from tocsin.view.follow import Revisions

    log = KafkaLog(address(settings.kafka, "tocsin-watch"))
    group = f"tocsin-watch-{uuid.uuid4().hex[:12]}"  # of its own, so that every watcher sees every partition
    consumer = opened(lambda: log.consumer(group, (topics.INCIDENTS.name,)), stop)
    return Revisions(consumer, stop, log.close, first_s=_JOIN_S, quiet_s=_QUIET_S) if consumer else None


def _log_of(given: Path | None, folder: Path) -> Path:
    """The log in `folder`; if none was given and none is there, the last show's."""
    from tocsin.errors import UserError

    places = [folder] if given else [folder, folder / "show"]
    for place in places:
        if (place / "log.sqlite").is_file():
            return place / "log.sqlite"
    raise UserError(f"no run has left a log in {folder}", "start `tocsin run`, or name its folder with --data")
