"""`tocsin watch`: follow incidents."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
    once: Annotated[bool, typer.Option("--once", help="Print what there is, and end.")] = False,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Follow the incidents of a run on this machine, from the first one. Ctrl-C ends it.

    Without a terminal a table is printed once.
    """
    from tocsin.embedded.run import stop_signals
    from tocsin.log.sqlite import SqliteLog
    from tocsin.settings_load import load
    from tocsin.view.console import make_console
    from tocsin.view.follow import Revisions, follow
    from tocsin.view.select import make_selection

    selection = make_selection(country or [], type_ or [], severity)
    log = SqliteLog(_log_of(data, load(config, overrides={"data": data}).data))
    with stop_signals() as stop:
        follow(Revisions(log, stop), selection, form.value, make_console(), once=once)
    log.close()


def _log_of(given: Path | None, folder: Path) -> Path:
    """The log in `folder`; if none was given and none is there, the last show's."""
    from tocsin.errors import UserError

    places = [folder] if given else [folder, folder / "show"]
    for place in places:
        if (place / "log.sqlite").is_file():
            return place / "log.sqlite"
    raise UserError(f"no run has left a log in {folder}", "start `tocsin run`, or name its folder with --data")
