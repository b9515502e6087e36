"""The topics as files: `reports.jsonl`, `incidents.jsonl`, `rejections.jsonl`, a value a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tocsin.backtest.run import Published
from tocsin.contract.codec import encode


def write(published: Published, out: Path) -> None:
    """Write the three files into `out`, each whole or not at all. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    _write_lines(out / "reports.jsonl", published.accounts)
    _write_lines(out / "incidents.jsonl", published.incidents)
    _write_lines(out / "rejections.jsonl", published.rejections)


def _write_lines(path: Path, values: Iterable[object]) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.writelines(encode(value) + b"\n" for value in values)
    part.replace(path)
