"""`tocsin score`: the scorecard over the gold sets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def command(
    gold: Annotated[Path, typer.Option(help="Folder of the gold sets.")],
    part: Annotated[list[str] | None, typer.Option(help="stream, muc4, detect, geo or own; all without it.")] = None,
    processes: Annotated[int, typer.Option(min=1, help="Processes for classify.")] = os.cpu_count() or 1,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the rows here, too.")] = None,
    alarms: Annotated[Path | None, typer.Option(help="Write every false alarm here, a line each.")] = None,
) -> None:
    """Score the pipeline on the gold sets and print every figure beside its baseline and target.

    Of sets that trained a part, the figures marked "in sample" flatter; those of the parts named "unseen", as `make
    score-cv` last found them, are the results.
    """
    from evaluation import held_out, scorecard
    from evaluation.gold import GoldMissing
    from evaluation.table import as_json, as_table
    from tocsin.errors import UserError

    parts = tuple(part or scorecard.PARTS)
    unknown = [p for p in parts if p not in scorecard.PARTS]
    if unknown:
        raise UserError(f"--part {unknown[0]}: no such part; there are {', '.join(scorecard.PARTS)}")
    told: list[str] = []
    try:
        rows = scorecard.run(gold, parts, processes, told.append)
    except GoldMissing as error:
        raise UserError(str(error)) from error
    typer.echo(as_table([*rows, *held_out.rows()] if not part else rows))
    if json_out:
        json_out.write_bytes(as_json(rows))
    if alarms:
        alarms.write_text("".join(line + "\n" for line in told), "utf-8")
