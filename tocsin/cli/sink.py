"""`tocsin sink NAME`: from Kafka into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="postgres or sqlite.")],
    data: Annotated[Path | None, typer.Option(help="Folder of the SQLite store.  [default: data]")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Store incidents, their revisions, reports, claims and sources, until stopped."""
    from tocsin import logging
    from tocsin.health import serve_health
    from tocsin.production.sink import make_sink, run_sink
    from tocsin.settings_load import load

    settings = load(config, overrides={"data": data})
    logging.configure(settings.logging.level, settings.logging.format)
    sink = make_sink(name, settings)
    serve_health(settings, f"sink {name}")
    run_sink(sink, settings)
