"""`tocsin sink NAME`: from Kafka into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="postgres, sqlite, parquet or webhook.")],
    data: Annotated[
        Path | None, typer.Option(help="Folder of the SQLite store, of Parquet files, of a run.  [default: data]")
    ] = None,
    run: Annotated[bool, typer.Option("--run", help="From the log of the run in --data instead of Kafka.")] = False,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Store incidents and all their revisions, or send them to webhooks, until stopped."""
    from tocsin import logging
    from tocsin.health import serve_health
    from tocsin.production.sink import make_sinks, on_kafka, on_run, run_sinks
    from tocsin.settings_load import load

    settings = load(config, overrides={"data": data})
    logging.configure(settings.logging.level, settings.logging.format)
    logging.take_libraries()
    open_log = on_run(settings) if run else on_kafka(settings)
    sinks = make_sinks(name, settings)
    serve_health(settings, f"sink {sinks[0].name}")
    run_sinks(sinks, settings, open_log)
