"""`make score-cv`: writes `evaluation/data/held_out.toml`, which `make score` prints with its own figures.

--part muc4 (the default: all parts) renews that part alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from evaluation import held_out
from evaluation.crossval import muc4
from evaluation.scorecard import Row
from evaluation.table import as_table

MAKERS: dict[str, Callable[[Path], list[Row]]] = {"muc4": muc4.by_document, "muc4-time": muc4.by_time}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--part", choices=list(MAKERS), action="append")
    asked = parser.parse_args()
    for name in asked.part or MAKERS:
        rows = MAKERS[name](asked.gold)
        held_out.write(rows)
        sys.stdout.write(as_table(rows) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
