"""`tocsin newsroom`: serve an article archive, or the sample show, as feeds over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.newsroom.item import Programme


def command(
    archive: Annotated[
        Path | None, typer.Argument(help="Article archive (.jsonl). Without one: the sample show.", show_default=False)
    ] = None,
    speed: Annotated[
        float | None, typer.Option(help="Articles a second; 10 for an archive, 3 for the show.", min=0.001)
    ] = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 8766,
    feeds: Annotated[
        int | None, typer.Option(help="Serve as so many aggregator feeds, not one per publisher.", min=1)
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Only the first so many articles.", min=1)] = None,
    newest: Annotated[int, typer.Option(help="Entries a feed shows at least.", min=1, max=500)] = 30,
    interval: Annotated[float, typer.Option(help="Seconds between polls that the feed list asks for.", min=0.1)] = 5.0,
    feed_list: Annotated[
        Path | None, typer.Option("--feed-list", help="Write the feed list here, .toml or .opml.")
    ] = None,
    until_fetched: Annotated[bool, typer.Option(help="End when everything was fetched.")] = False,
) -> None:
    """Serve an article archive as feeds over HTTP, for demos, tests and soaks. Ctrl-C ends it."""
    import asyncio

    from tocsin.newsroom import Newsroom

    programme = _programme(archive, speed, feeds, limit)

    async def serve() -> None:
        async with Newsroom(programme, port=port, newest=newest, interval_s=interval) as newsroom:
            if feed_list is not None:
                newsroom.write_feeds(feed_list)
            typer.echo(f"newsroom: {newsroom.total} articles in {len(newsroom.feeds())} feeds at {newsroom.base_url}/")
            typer.echo(f"newsroom: feed list {feed_list or newsroom.base_url + '/feeds.toml'}; Ctrl-C ends it")
            await newsroom.finished.wait()
            typer.echo("newsroom: everything published and fetched")
            if not until_fetched:
                await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        typer.echo("newsroom: closed")


def _programme(archive: Path | None, speed: float | None, feeds: int | None, limit: int | None) -> Programme:
    from tocsin.archive import read_archive
    from tocsin.newsroom.archive import archive_programme
    from tocsin.newsroom.show import load_show

    if archive is None:
        return load_show(per_second=speed)
    return archive_programme(read_archive(archive)[:limit], speed or 10.0, feeds)
