"""Writes the dashboards as JSON: `python deploy/grafana/build.py` (`make dashboards`). A test compares."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
NAMES = ("throughput", "feeds", "understanding", "incidents", "kafka_and_sinks")


def made() -> dict[str, str]:
    """File name to JSON."""
    from grafana_foundation_sdk.cog.encoder import JSONEncoder

    files = {}
    for name in NAMES:
        board = importlib.import_module(f"boards.{name}").BOARD.build()
        files[f"{name.replace('_', '-')}.json"] = JSONEncoder(sort_keys=True, indent=1).encode(board) + "\n"
    return files


def main() -> None:
    for name, text in made().items():
        json.loads(text)
        (HERE / "dashboards" / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
