"""`tocsin validate`: check settings and feed list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
    feeds: Annotated[Path | None, typer.Option(help="Feed list.  [default: the settings' one]")] = None,
) -> None:
    """Check settings and feed list, and say what is in force. Secrets are not shown.

    Exit code 0: all is well. 2: something must be mended; a line for each names file, line and field.
    """
    import os

    from producers.feedlist import load_feeds
    from tocsin.errors import UserError
    from tocsin.settings_load import SettingsError, effective, load, unknown_variables

    problems = [str(SettingsError(name, "", "there is no such setting")) for name in unknown_variables(os.environ)]
    try:
        settings = load(config, overrides={"feeds": feeds})
        for setting, value in effective(settings):
            typer.echo(f"{setting} = {value}")
        feeds = settings.feeds
    except SettingsError as error:
        problems.append(str(error))
    if feeds is not None:
        try:
            typer.echo(f"{feeds}: {len(load_feeds(feeds))} feeds")
        except UserError as error:
            problems.append(str(error))
    for problem in problems:
        typer.echo(f"tocsin: {problem}", err=True)
    if problems:
        raise typer.Exit(2)
    typer.echo("all is well")
