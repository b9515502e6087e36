"""`tocsin poll`: the producer alone, into the embedded log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from producers.events import Event


def command(
    feeds: Annotated[Path | None, typer.Option(help="Feed list, .toml or .opml.  [default: setting `feeds`]")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for log and memory of feeds.  [default: data]")] = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, due or not, and end.")] = False,
    shard: Annotated[str | None, typer.Option(help="Poll this part of the list: 2/5 is the second of five.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Poll feeds into the log of a data folder, and read nothing; a later `tocsin run` there does that.

    Prints one line a poll: outcome, new and edited articles, problem. Ctrl-C ends it cleanly.
    """
    from producers.feedlist import load_feeds
    from tocsin import logging
    from tocsin.embedded.lock import DataDirectory
    from tocsin.embedded.poll import poll
    from tocsin.errors import UserError
    from tocsin.settings_load import load

    settings = load(config, overrides={"feeds": feeds, "data": data, "poll": {"shard": shard} if shard else None})
    if settings.feeds is None:
        raise UserError("no feed list", "give --feeds, or set `feeds`")
    specs = load_feeds(settings.feeds)
    logging.configure(settings.logging.level, settings.logging.format)
    directory = DataDirectory(settings.data)
    try:
        poll(settings, specs, directory, _tell, once=once)
    finally:
        directory.release()


def _tell(event: Event) -> None:
    from producers.events import Polled

    if isinstance(event, Polled):
        cells = (event.title, event.outcome, f"{event.new} new", f"{event.edited} edited", event.problem or "-")
        typer.echo("\t".join(cells))
