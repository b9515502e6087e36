"""Fits the models of all articles and writes them. What they are worth: `make score-cv`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from evaluation.train.wires import corpus
from evaluation.train.wires.events import write
from evaluation.train.wires.fit import fitted

DATA = Path(__file__).parents[3] / "processors" / "classify" / "learned" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    data = corpus.read(parser.parse_args().gold)
    for name, arrays in fitted(data, np.arange(len(data.articles))).items():
        write(arrays, DATA / f"{name}.npz")
        about = {
            "made_by": "python -m evaluation.train.wires",
            "trained_on": f"MUC-3/4, {len(data.articles)} articles; ids are hashes of words and signs, no text",
            "unseen": "cross-validated by `make score-cv`, see evaluation/data/held_out.toml",
        }
        (DATA / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
