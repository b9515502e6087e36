"""The figures that must not fall: a fixed tenth of the gold sets through the shipped pipeline, and what every trained
part did on articles it had not seen when it was made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from evaluation import held_out, scorecard
from evaluation.part import sampled
from evaluation.scorecard import Row

FLOORS = Path(__file__).parent / "data" / "floors.toml"
SLACK = 0.01
"""A point: what a figure may lose before the tests fail."""
_PARTS = ("stream", "records", "muc4", "detect", "geocoding", "own articles, development")
_COUNTS = ("mean error", "median error")


def measured(folder: Path, processes: int) -> list[Row]:
    """The figures of the tenth, and those of the project's own development articles. Raises `gold.GoldMissing`."""
    rows = scorecard.stream(folder, processes, sampled)
    rows += scorecard.muc4(folder, processes, sampled)
    rows += scorecard.false_alarms(folder, processes, lambda _line: None, sampled)
    rows += scorecard.geo(folder, sampled)
    rows += scorecard.own_articles(scorecard.FIXTURES, "development", processes)
    return [row for row in rows if row.part in _PARTS and not row.figure.endswith(_COUNTS)]


def read() -> dict[str, float]:
    """`part: figure` to its value when the floors were last set."""
    return dict(tomllib.loads(FLOORS.read_text("utf-8"))["floors"])


def write(rows: Iterable[Row]) -> None:
    lines = [
        "# Figures on a fixed tenth of the gold sets (evaluation/part.py) and on the own development articles, as they",
        "# were when last set by `make floors`; those of trained sets are in sample: they guard, they claim nothing.",
        "# `unseen`: the cross-validated figures of evaluation/data/held_out.toml as they were then.",
        "# tests/integration/test_scorecard_floors.py fails where one is more than a point worse.",
        "[floors]",
        *(f'"{row.part}: {row.figure}" = {row.value:.4f}' for row in rows),
        "",
        "[unseen]",
        *(f'"{name}" = {value:.4f}' for name, value in held_out.values().items()),
    ]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


def fallen(rows: Iterable[Row], floors: Mapping[str, float]) -> list[str]:
    """A line for each figure that is worse than its floor by more than a point, or that has none."""
    lines, named = [], set()
    for row in rows:
        name = f"{row.part}: {row.figure}"
        named.add(name)
        if name not in floors:
            lines.append(f"{name}: no floor; run `make floors`")
            continue
        loss = row.value - floors[name] if row.lower else floors[name] - row.value
        if loss > SLACK:
            lines.append(f"{name}: {row.value:.4f}, was {floors[name]:.4f}")
    return lines + [f"{name}: no longer measured" for name in floors if name not in named]


if __name__ == "__main__":
    import os
    import sys

    write(measured(Path(sys.argv[1]), os.cpu_count() or 1))
