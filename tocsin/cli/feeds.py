"""`tocsin feeds`: feed lists, and what the feeds in them are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.errors import UserError

if TYPE_CHECKING:
    from producers.check import Checked
    from producers.feed_state import FeedState
    from producers.feedlist import FeedSpec

commands = typer.Typer(no_args_is_help=True, help="Feed lists: import, export, list, check, report.")

FeedList = Annotated[Path, typer.Argument(help="Feed list, .toml or .opml.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.")]


@commands.callback()
def _group() -> None:
    """Feed lists: import, export, list, check, report."""


@commands.command("import")
def import_(opml: FeedList, out: Out = None) -> None:
    """Turn a subscription list of a feed reader (OPML) into a TOML feed list, to be completed by hand."""
    from producers.feedlist import load_feeds
    from producers.feedlist.toml_list import write_toml

    comment = f"Imported from {opml.name}. Worth adding: publisher, country, timezone, kind."
    _write(write_toml(load_feeds(opml), comment), out)


@commands.command()
def export(feeds: FeedList, out: Out = None) -> None:
    """Turn a feed list into OPML, for feed readers. Credentials in addresses go with it."""
    from producers.feedlist import load_feeds
    from producers.feedlist.opml_list import write_opml

    _write(write_opml(load_feeds(feeds), feeds.stem), out)


@commands.command("list")
def list_(feeds: FeedList) -> None:
    """Show the feeds of a list."""
    from producers.feedlist import load_feeds

    specs = load_feeds(feeds)
    columns = ("id", "publisher", "country", "zone", "kind", "language", "interval", "address")
    _table(f"{len(specs)} feeds", columns, [_listed(spec) for spec in specs])


@commands.command()
def check(
    feeds: FeedList,
    spacing: Annotated[float, typer.Option(help="Seconds between two requests to one domain.", min=0)] = 1.0,
    allow_loopback: Annotated[bool, typer.Option(help="Feeds on 127.0.0.1, too.")] = False,
) -> None:
    """Fetch each feed once and say what it is: status, format, entries, newest, problems. Exit 1 if one is unusable."""
    import asyncio

    from producers.check import check_feeds
    from producers.feedlist import load_feeds
    from producers.settings import FetchSettings, PollSettings

    settings = PollSettings(fetch=FetchSettings(allow_loopback=allow_loopback), spacing_s=spacing)
    found = asyncio.run(check_feeds(load_feeds(feeds), settings, datetime.now(UTC)))
    bad = sum(not checked.usable for checked in found)
    columns = ("feed", "outcome", "status", "format", "entries", "newest", "problems")
    _table(f"{len(found)} feeds, {bad} unusable", columns, [_checked(checked) for checked in found])
    if bad:
        raise typer.Exit(1)


@commands.command()
def report(
    feeds: FeedList,
    data: Annotated[Path, typer.Option(help="The data folder of the run, poll or produce that polls them.")] = Path(
        "data"
    ),
) -> None:
    """What each feed has given so far, and what is wrong with it.

    Articles are those it told first; scoops are those of them that another feed of the list told later, copies those
    that another told first; sole is the share of its articles that no other told.
    """
    from producers.feedlist import load_feeds
    from producers.state import ProducerState

    state = data / "producer.sqlite"
    if not state.exists():
        raise UserError(f"{state}: there is no such file", "give the folder that `tocsin run` or `poll` works in")
    specs = load_feeds(feeds)
    with ProducerState(state) as memory:
        rows = [_reported(spec, memory.feed(spec.id)) for spec in specs]
    columns = ("feed", "polls", "articles", "edits", "scoops", "sole", "copies", "errors", "429s", "last", "new (UTC)")
    _table(f"{len(specs)} feeds", (*columns, "due (UTC)", "problem"), rows)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{out}: cannot be written ({error.strerror})", "name another file with --out") from error
    typer.echo(f"written: {out}")


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table for people; tab-separated lines where the output is not a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        for row in (columns, *rows):
            typer.echo("\t".join(row))
        typer.echo(title, err=True)
        return
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _listed(spec: FeedSpec) -> tuple[str, ...]:
    publisher = spec.publisher
    interval = f"{spec.interval_s:g} s" if spec.interval_s else "own pace"
    known = (publisher.name or spec.title, publisher.country, publisher.timezone, publisher.kind, spec.language)
    return (spec.id, *(value or "-" for value in known), interval, spec.public_url)


def _checked(found: Checked) -> tuple[str, ...]:
    newest = found.newest.strftime("%Y-%m-%d %H:%M") if found.newest else "-"
    name = found.spec.publisher.name or found.spec.title or found.title or found.spec.public_url
    numbers = (str(found.status or "-"), found.format or "-", str(found.entries), newest)
    return (name, found.outcome, *numbers, "; ".join(found.problems) or "-")


def _reported(spec: FeedSpec, known: FeedState) -> tuple[str, ...]:
    counts = (known.known.polls, known.articles, known.edits, known.scoops)
    sole = "-" if known.sole_share is None else f"{known.sole_share:.0%}"
    rest = (known.duplicates, known.errors, known.throttled)
    times = (_minute(known.last_new_at), _minute(known.due_at))
    problem = known.stopped or ("had entries once, has none now" if known.suspect else "-")
    last = known.last_outcome or "never polled"
    name = spec.title or spec.publisher.name or spec.public_url
    return (name, *map(str, counts), sole, *map(str, rest), last, *times, problem)


def _minute(at: float | None) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M") if at else "-"
