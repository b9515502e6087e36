"""`tocsin monitor`: the cluster's figures for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Look at broker, store and disks from outside: lag of every stage, sizes, room. Until stopped."""
    from tocsin import logging
    from tocsin.embedded.signals import stop_signals
    from tocsin.health import serve_health
    from tocsin.log.kafka_security import address
    from tocsin.monitor.run import monitor, parse_disks
    from tocsin.settings_load import load

    settings = load(config)
    logging.configure(settings.logging.level, settings.logging.format)
    logging.take_libraries()
    disks = parse_disks(settings.monitor.disks)
    dsn = settings.postgres.dsn.get_secret_value() if settings.postgres.dsn else None
    with stop_signals() as stop:
        serve_health(settings, "monitor")
        monitor(address(settings.kafka, "tocsin-monitor"), dsn, disks, settings.monitor.interval_s, stop)
