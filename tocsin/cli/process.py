"""`tocsin process classify`, `tocsin process deduplicate`: the processors on Kafka."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="A processor on Kafka, until stopped.")
_Config = Annotated[Path | None, typer.Option(help="Settings file (TOML).")]
_Port = Annotated[int | None, typer.Option(help="Port of /live, /ready and /metrics.", min=0, max=65535)]


@commands.callback()
def _group() -> None:
    """A processor on Kafka, until stopped."""


@commands.command()
def classify(config: _Config = None, health_port: _Port = None) -> None:
    """Articles in, accounts and rejections out. Any number of workers, up to the partitions of `articles`."""
    from functools import partial

    from processors.classify.core import Knowledge
    from processors.classify.core import classify as core
    from processors.services.build import run_classify
    from tocsin.embedded.count import begin_regions

    settings = _settings(config, health_port)
    begin_regions()
    run_classify(partial(core, knowledge=Knowledge.load()), settings.kafka, settings.process)


@commands.command()
def deduplicate(config: _Config = None, health_port: _Port = None) -> None:
    """Accounts in, incident revisions out. One works; others stand by and take over."""
    from processors.deduplicate.core import Deduplicator
    from processors.services.build import run_deduplicate

    settings = _settings(config, health_port)
    run_deduplicate(Deduplicator.restore, settings.kafka, settings.process)


def _settings(config: Path | None, health_port: int | None) -> Settings:
    from tocsin import logging
    from tocsin.settings_load import load

    settings = load(config)
    logging.configure(settings.logging.level, settings.logging.format)
    if health_port is None:
        return settings
    return settings.model_copy(update={"process": settings.process.model_copy(update={"health_port": health_port})})
