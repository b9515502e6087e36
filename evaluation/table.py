"""The scorecard's rows as a Markdown table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from evaluation.scorecard import Row


def as_table(rows: Sequence[Row]) -> str:
    """A Markdown table; a figure that misses its target is marked, as is one taken on what was trained on."""
    head = ["| part | figure | value | baseline | target | |", "|---|---|--:|--:|--:|---|"]
    return "\n".join(head + [_line(row) for row in rows])


def _line(row: Row) -> str:
    cells = [row.part, row.figure, _number(row.value, row), _number(row.baseline, row), _number(row.target, row)]
    return f"| {' | '.join(cells)} | {_verdict(row)} |"


def _number(value: float | None, row: Row) -> str:
    if value is None:
        return ""
    return f"{value:.0f} {row.unit}" if row.unit else f"{value:.3f}"


def _verdict(row: Row) -> str:
    if row.seen:
        return "in sample"
    if row.target is None:
        return ""
    met = row.value <= row.target if row.lower else row.value >= row.target
    return "met" if met else "missed"


def as_json(rows: Sequence[Row]) -> bytes:
    """One object: `part: figure` to value, so that two runs compare line by line."""
    values = {f"{row.part}: {row.figure}": round(row.value, 4) for row in rows}
    return orjson.dumps(values, option=orjson.OPT_INDENT_2) + b"\n"
