"""Figures on articles that did not train the part measured, from `data/held_out.toml`, which `make score-cv` writes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from evaluation.scorecard import Row

TABLE = Path(__file__).parent / "data" / "held_out.toml"


def rows() -> list[Row]:
    """As they were written."""
    return [Row(**raw) for raw in tomllib.loads(TABLE.read_text("utf-8"))["row"]]


def values() -> dict[str, float]:
    """`part: figure` to value, of those where more is better."""
    return {f"{row.part}: {row.figure}": row.value for row in rows() if not row.lower}


def write(found: Iterable[Row]) -> None:
    """In place of the rows of the same parts."""
    new = list(found)
    parts = {row.part for row in new}
    old = [row for row in rows() if row.part not in parts] if TABLE.exists() else []
    lines = [
        "# Trained parts on articles that did not train them, made by `make score-cv` (evaluation/crossval):",
        "# each fold is judged by the whole pipeline with models that were trained on the other folds alone.",
    ]
    for row in [*old, *new]:
        lines += ["", "[[row]]", f'part = "{row.part}"', f'figure = "{row.figure}"', f"value = {row.value:.4f}"]
        lines += [f"{name} = {value}" for name in ("baseline", "target") if (value := getattr(row, name)) is not None]
        lines += ["lower = true"] if row.lower else []
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
