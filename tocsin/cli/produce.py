"""`tocsin produce`: poll feeds, publish articles to Kafka."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    feeds: Annotated[Path | None, typer.Option(help="Feed list, .toml or .opml.  [default: setting `feeds`]")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for the memory of feeds.  [default: data]")] = None,
    shard: Annotated[str | None, typer.Option(help="Poll this part of the list: 2/5 is the second of five.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Poll feeds and publish their articles to Kafka, until stopped."""
    from producers.feedlist import load_feeds
    from tocsin import logging
    from tocsin.embedded.lock import DataDirectory
    from tocsin.errors import UserError
    from tocsin.health import serve_health
    from tocsin.production.produce import produce
    from tocsin.settings_load import load

    settings = load(config, overrides={"feeds": feeds, "data": data, "poll": {"shard": shard} if shard else None})
    if settings.feeds is None:
        raise UserError("no feed list", "give --feeds, or set `feeds`")
    specs = load_feeds(settings.feeds)
    logging.configure(settings.logging.level, settings.logging.format)
    logging.take_libraries()
    directory = DataDirectory(settings.data)
    try:
        serve_health(settings, "poller")
        produce(settings, specs, directory.producer_state)
    finally:
        directory.release()
