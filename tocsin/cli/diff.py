"""`tocsin diff`: two backtests compared incident by incident."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tocsin.contract.incident import Incident


def command(
    first: Annotated[Path, typer.Argument(help="Folder of a backtest.")],
    second: Annotated[Path, typer.Argument(help="Folder of another, of the same archive.")],
    summary: Annotated[bool, typer.Option("--summary", help="Only the counts.")] = False,
) -> None:
    """Compare two backtests: incidents merged, split, moved, gone or new, and fields changed.

    So a change of rules can be judged before it is deployed.
    """
    from tocsin.backtest.compare import compare

    found = compare(_revisions(first), _revisions(second))
    typer.echo(
        f"{found.same} the same, {len(found.changed)} with other fields, {len(found.moved)} with other articles, "
        f"{len(found.merged)} merged, {len(found.split)} split, {len(found.gone)} gone, {len(found.new)} new"
    )
    if summary:
        return
    for parts, whole in found.merged:
        typer.echo(f"merged   {' '.join(parts)} -> {whole}")
    for one, others in found.split:
        typer.echo(f"split    {one} -> {' '.join(others)}")
    for one, gained, lost in found.moved:
        typer.echo(f"moved    {one}  " + " ".join([*(f"+{a}" for a in gained), *(f"-{a}" for a in lost)]))
    for one in found.gone:
        typer.echo(f"gone     {one}")
    for one in found.new:
        typer.echo(f"new      {one}")
    for one, fields in found.changed.items():
        told = "; ".join(f"{name}: {before} -> {after}" for name, (before, after) in fields.items())
        typer.echo(f"changed  {one}  {told}")


def _revisions(folder: Path) -> list[Incident]:
    from tocsin.contract.codec import ContractError, decode
    from tocsin.contract.incident import Incident
    from tocsin.errors import UserError

    path = folder / "incidents.jsonl"
    try:
        return [decode(Incident, line) for line in path.read_bytes().splitlines()]
    except FileNotFoundError as error:
        raise UserError(f"{path}: no such file", "`tocsin backtest --out` makes it") from error
    except ContractError as error:
        raise UserError(f"{path}: {error}") from error
