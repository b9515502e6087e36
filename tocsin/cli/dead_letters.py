"""`tocsin dead-letters list | show | replay | drop`: what stages could not handle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tocsin.log.kafka import KafkaAddress
    from tocsin.log.kafka_dead_letters import Letter

commands = typer.Typer(no_args_is_help=True, help="What stages could not handle.")
_Config = Annotated[Path | None, typer.Option(help="Settings file (TOML).")]
_Stage = Annotated[str | None, typer.Option(help="Only of this stage.")]
_Error = Annotated[str | None, typer.Option(help="Only with this error type.")]
_Topic = Annotated[str | None, typer.Option(help="Only from this topic.")]
_Since = Annotated[str | None, typer.Option(help="Only failed at or after this time (RFC 3339).")]
_All = Annotated[bool, typer.Option("--all", help="Those replayed or dropped, too.")]


@commands.callback()
def _group() -> None:
    """What stages could not handle."""


@commands.command("list")
def list_(
    stage: _Stage = None, error: _Error = None, topic: _Topic = None, since: _Since = None,
    everything: _All = False, config: _Config = None,
) -> None:  # fmt: skip
    """One line each: id, time, stage, where it came from, error."""
    for letter in _chosen(_address(config), stage, error, topic, since):
        if everything or letter.fate is None:
            origin = f"{letter.topic}/{letter.partition}@{letter.offset}"
            fate = f" [{letter.fate}]" if letter.fate else ""
            typer.echo(f"{letter.id}  {letter.failed_at}  {letter.stage}  {origin}  {letter.error}{fate}")


@commands.command()
def show(letter_id: Annotated[str, typer.Argument(help="From `list`.")], config: _Config = None) -> None:
    """One letter whole: its error, and its bytes."""
    from tocsin.errors import UserError

    for letter in _chosen(_address(config), None, None, None, None):
        if letter.id == letter_id:
            typer.echo(f"{letter.error}: {letter.problem}")
            typer.echo(letter.origin.value.decode("utf-8", "backslashreplace"))
            return
    raise UserError(f"no dead letter {letter_id}", "`tocsin dead-letters list --all` shows them")


@commands.command()
def replay(
    stage: _Stage = None, error: _Error = None, topic: _Topic = None, since: _Since = None, config: _Config = None
) -> None:
    """Send them back to where they came from. Twice adds nothing."""
    from tocsin.log import kafka_dead_letters

    address = _address(config)
    count = kafka_dead_letters.replay(address, _chosen(address, stage, error, topic, since), _tell)
    typer.echo(f"{count} sent back")


@commands.command()
def drop(
    stage: _Stage = None, error: _Error = None, topic: _Topic = None, since: _Since = None, config: _Config = None
) -> None:
    """Note that nobody needs them."""
    from tocsin.log import kafka_dead_letters

    address = _address(config)
    count = kafka_dead_letters.drop(address, _chosen(address, stage, error, topic, since), _tell)
    typer.echo(f"{count} dropped")


def _tell(letter: Letter) -> None:
    typer.echo(letter.id)


def _address(config: Path | None) -> KafkaAddress:
    from tocsin.log.kafka_security import address
    from tocsin.settings_load import load

    return address(load(config).kafka)


def _chosen(
    address: KafkaAddress, stage: str | None, error: str | None, topic: str | None, since: str | None
) -> list[Letter]:
    from datetime import datetime

    from tocsin.log.kafka_dead_letters import read

    begin = datetime.fromisoformat(since) if since else None
    return [
        letter
        for letter in read(address)
        if stage in (None, letter.stage)
        and error in (None, letter.error)
        and topic in (None, letter.topic)
        and (begin is None or datetime.fromisoformat(letter.failed_at) >= begin)
    ]
