"""`tocsin run`: the embedded mode."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    feeds: Annotated[
        Path | None, typer.Option(help="Feed list, .toml or .opml. Without one: the sample newsroom.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for log and store.  [default: data, data/show]")] = None,
    newsroom: Annotated[bool, typer.Option("--newsroom", help="Show the sample newsroom, whatever is set.")] = False,
    seconds: Annotated[float | None, typer.Option("--for", help="End after so many seconds.", min=0.1)] = None,
    shard: Annotated[str | None, typer.Option(help="Poll this part of the list: 2/5 is the second of five.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Poll feeds, find incidents, store them: one process, no server. Ctrl-C ends it cleanly.

    Without a feed list it opens a sample newsroom on this machine, polls that, and ends when the show is over.
    """
    from tocsin.embedded.run import run, run_show
    from tocsin.errors import UserError
    from tocsin.settings_load import load

    if newsroom and feeds is not None:
        raise UserError("--newsroom brings its own feeds", "leave --feeds out, or --newsroom")
    settings = load(config, overrides={"feeds": feeds, "data": data, "poll": {"shard": shard} if shard else None})
    if newsroom or settings.feeds is None:
        run_show(settings, data, seconds)
    else:
        run(settings, settings.feeds, seconds)
