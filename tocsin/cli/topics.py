"""`tocsin topics apply`: create and reconcile the topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer(no_args_is_help=True, help="The topics on Kafka.")


@commands.callback()
def _group() -> None:
    """The topics on Kafka."""


@commands.command()
def apply(config: Annotated[Path | None, typer.Option(help="Settings file (TOML).")] = None) -> None:
    """Create what is missing, mend retention and compaction, grow `articles`. Applying it twice changes nothing."""
    from tocsin import topics
    from tocsin.log import kafka_topics
    from tocsin.log.kafka_security import address
    from tocsin.log.reconcile import Refuse, told
    from tocsin.settings_load import load

    kafka = load(config).kafka
    wanted = kafka_topics.with_partitions([*topics.ALL, *topics.INTERNAL], kafka.articles_partitions)
    actions = kafka_topics.apply(address(kafka), wanted, kafka.replication)
    for action in actions:
        typer.echo(told(action))
    if not actions:
        typer.echo("all topics are as they should be")
    if any(isinstance(action, Refuse) for action in actions):
        raise typer.Exit(1)
