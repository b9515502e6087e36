"""`tocsin topics apply | grant`: create and reconcile the topics, and who may use them."""

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


@commands.command()
def grant(
    rights: Annotated[Path, typer.Argument(help="The users and their rights, as deploy/kafka/acls.toml.")],
    config: Annotated[Path | None, typer.Option(help="Settings file (TOML).")] = None,
) -> None:
    """Give each user of the file the rights that it names, and take away what it does not. Twice changes nothing."""
    from tocsin.log import kafka_acls
    from tocsin.log.kafka_security import address
    from tocsin.settings_load import load

    done = kafka_acls.apply(address(load(config).kafka), kafka_acls.read(rights))
    for right in done.given:
        typer.echo(f"given  {right}")
    for right in done.taken:
        typer.echo(f"taken  {right}")
    if not done.given and not done.taken:
        typer.echo("all rights are as they should be")
