"""`tocsin serve`: the read API and the live page over a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    store: Annotated[
        str | None,
        typer.Option(
            help="SQLite file, folder of a run, PostgreSQL address, or `postgres` for that of the settings.  "
            "[default: the data folder's]"
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of a run.  [default: data, or data/show]")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="0 is any free one.  [default: 8710]", min=0, max=65535)] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Serve the live page and its API (/api/v1/openapi.json) over a store, until stopped. It only reads.

    Without --port a taken port gives way to the next free one.
    """
    from tocsin import logging
    from tocsin.embedded.signals import stop_signals
    from tocsin.serve.figures import Figures, scraped
    from tocsin.serve.open import open_reader
    from tocsin.serve.server import PageServer
    from tocsin.settings_load import load

    settings = load(config, overrides={"data": data})
    logging.configure(settings.logging.level, settings.logging.format)
    serve = settings.serve
    reader = open_reader(store, settings)
    figures = Figures(scraped([url.strip() for url in serve.metrics.split(",") if url.strip()]))
    server = PageServer(
        reader,
        figures,
        host=host or serve.host,
        port=serve.port if port is None else port,
        next_port=port is None,
    )
    with stop_signals() as stop:
        server.start()
        typer.echo(f"serving {server.url}{' (the wanted port is taken)' if server.moved else ''}; Ctrl-C ends it")
        while not stop.wait(0.2) and not server.failed.is_set():
            pass
        server.stop()
