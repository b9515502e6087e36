"""`tocsin schemas`: the contract as JSON Schema and AsyncAPI."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer(no_args_is_help=True, help="The messages' JSON Schemas.")


@commands.callback()
def _group() -> None:
    """The messages' JSON Schemas."""


@commands.command()
def export(
    out: Annotated[Path, typer.Option(help="Folder to write one file per message kind into.")] = Path("docs/schemas"),
) -> None:
    """Write the JSON Schema of every message kind, one file each, and the AsyncAPI document over them."""
    from tocsin.contract import asyncapi, schema

    for path in [*schema.export(out), asyncapi.export(out)]:
        typer.echo(str(path))
