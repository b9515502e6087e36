"""`tocsin export`: incidents in the formats of other trades."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sinks.read import Source, Wanted
    from tocsin.settings import Settings


class _Format(StrEnum):
    geojson = "geojson"
    csv = "csv"
    cap = "cap"


class _Shape(StrEnum):
    circle = "circle"
    point = "point"


class _Store(StrEnum):
    sqlite = "sqlite"
    postgres = "postgres"


class _Status(StrEnum):
    actual = "Actual"
    exercise = "Exercise"
    test = "Test"


def command(
    form: Annotated[_Format, typer.Option("--format", help="GeoJSON, ACLED-shaped CSV, or CAP 1.2 messages.")],
    out: Annotated[Path | None, typer.Option(help="File, for CAP a folder (then needed).  [default: stdout]")] = None,
    since: Annotated[datetime | None, typer.Option(help="Happened (else first reported) then or later; UTC.")] = None,
    until: Annotated[datetime | None, typer.Option(help="Happened before; UTC.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="ISO 3166 code; may be given again.")] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", help="`explosion`, or a whole type; again.")] = None,
    severity: Annotated[int, typer.Option(help="This severity or a graver one.", min=0, max=4)] = 0,
    box: Annotated[str | None, typer.Option(help="WEST,SOUTH,EAST,NORTH in degrees.")] = None,
    shape: Annotated[_Shape, typer.Option(help="GeoJSON: the circle it lies in, or its centre.")] = _Shape.circle,
    sender: Annotated[str, typer.Option(help="CAP: who runs this Tocsin, a domain or address.")] = "tocsin.invalid",
    status: Annotated[_Status, typer.Option(help="CAP: the messages' status.")] = _Status.actual,
    store: Annotated[_Store | None, typer.Option(help="Where from.  [default: postgres if its dsn is set]")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the run whose store is read.  [default: data]")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Write the store's incidents in force as GeoJSON, CSV or CAP messages; CAP tells of every revision."""
    from sinks.read import Wanted
    from tocsin.settings_load import load
    from tocsin.view.select import make_selection

    selection = make_selection(country or [], type_ or [], severity, box)
    wanted = Wanted(selection, _utc(since), _utc(until))
    source = _source(load(config, overrides={"data": data}), store)
    if form is _Format.cap:
        _cap(source, wanted, out, sender, status.value)
    else:
        _document(source, wanted, form, out, shape.value)


def _document(source: Source, wanted: Wanted, form: _Format, out: Path | None, shape: str) -> None:
    import sys
    from typing import cast

    from sinks.read import incidents
    from sinks.views import acled_csv, geojson
    from tocsin.files import put_in_place

    found = incidents(source, wanted)
    pieces = acled_csv.stream(found) if form is _Format.csv else geojson.stream(found, cast(geojson.Shape, shape))
    if out is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        put_in_place(out, pieces)


def _cap(source: Source, wanted: Wanted, out: Path | None, sender: str, status: str) -> None:
    """Every status: that an incident was merged away or retracted must reach who was alerted."""
    import re
    from dataclasses import replace
    from typing import cast

    from sinks.read import revisions
    from sinks.views import cap
    from tocsin.errors import UserError
    from tocsin.files import put_in_place

    if out is None:
        raise UserError("CAP messages are a file each", "name a folder with --out")
    if re.search(r"[\s,<&]", sender):
        raise UserError(f"--sender: {sender!r} holds a space, comma, < or &", "give a domain or an e-mail address")
    wanted = replace(wanted, statuses=("open", "closed", "merged", "retracted"))
    for message in cap.stream(revisions(source, wanted), sender, cast(cap.Status, status)):
        put_in_place(out / f"{message.identifier}.xml", [message.xml])


def _source(settings: Settings, store: _Store | None) -> Source:
    from sinks.read import PostgresSource, SqliteSource
    from tocsin.errors import UserError

    dsn = settings.postgres.dsn
    if store is _Store.postgres and dsn is None:
        raise UserError("postgres.dsn is not set", "set TOCSIN_POSTGRES__DSN or TOCSIN_POSTGRES__DSN_FILE")
    if dsn is not None and store is not _Store.sqlite:
        return PostgresSource(dsn.get_secret_value())
    show = settings.data / "show" / "incidents.sqlite"  # as `tocsin watch`: if none is there, the last show's
    path = settings.data / "incidents.sqlite"
    return SqliteSource(show if show.is_file() and not path.is_file() else path)


def _utc(moment: datetime | None) -> datetime | None:
    from datetime import UTC

    return moment.replace(tzinfo=UTC) if moment else None
