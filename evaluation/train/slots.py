"""Make `processors/classify/extract/data/slot_weights.json`: who and what an incident hit, and who did it.

    python -m evaluation.train.slots GOLD/muc4

Data: MUC-4 articles that have a template, sentences with a word of attack; one half of the articles trains (by a
hash of the article's id), the other only measures, and its figures are written beside the weights. A candidate is
right if its normalised name is a mention of a gold entity of the slot. Model: logistic regression over the signs of
`slots.py`, L2; signs seen fewer than `SEEN` times and weights under `SMALL` are left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.muc import normalise, read_gold
from processors.classify.extract import linear
from processors.classify.extract.slots import Candidate, candidates, models_of
from processors.classify.text import read_document
from tocsin.contract.article import Article, Feed, Publisher

ARTEFACT = Path("processors/classify/extract/data/slot_weights.json")
STRENGTH = 0.2
SEEN = 3
SMALL = 0.02
_ROLES = {
    "person:perpetrator": "perpetrator individual",
    "person:victim": "human target",
    "organisation:perpetrator": "perpetrator organisation",
    "object:target": "physical target",
}
_ATTACK = re.compile(
    r"\b(?:attack|bomb|kill|murder|kidnap|explo|shot|dynamit|ambush|assassin|wound|injur|destroy|abduct|massacre|burn|fire"
    r"|hostage|machinegun|grenade|rob|clash|terroris|guerrilla|death|dead|died|threat)",
    re.IGNORECASE,
)
Row = tuple[int, Candidate, dict[str, bool]]


def half(article: str) -> int:
    """0 trains, 1 measures."""
    return int(hashlib.sha256(f"slots:{article}".encode()).hexdigest(), 16) % 2


def rows(muc: Path) -> list[Row]:
    """Half, candidate, and for each model whether the candidate is right."""
    gold = read_gold(json.loads(line) for line in (muc / "templates.jsonl").read_text("utf-8").splitlines())
    found: list[Row] = []
    for line in (muc / "articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        if article["id"] not in gold:
            continue
        slots = gold[article["id"]].slots
        document = read_document(_article(article))
        sentences = [s for s in document.sentences if _ATTACK.search(s.text)]
        for candidate in candidates(document, sentences):
            name = normalise(candidate.name)
            right = {m: any(name in e.mentions for e in slots[_ROLES[m]]) for m in models_of(candidate.sort)}
            found.append((half(article["id"]), candidate, right))
    return found


def _article(row: dict[str, Any]) -> Article:
    return Article(
        id=row["id"],
        version=1,
        content_hash="",
        url=None,
        feed=Feed(id="archive", url=""),
        publisher=Publisher(),
        title="",
        text=row["text"],
        fetched_at=datetime(2020, 1, 1, tzinfo=UTC),
        rules_version="",
    )


def fit(data: list[tuple[Candidate, bool]]) -> dict[str, float]:
    seen = Counter(sign for candidate, _ in data for sign in candidate.signs)
    signs = [{s: 1 for s in sorted(candidate.signs) if seen[s] >= SEEN} for candidate, _ in data]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(signs)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, np.array([right for _, right in data]))
    weights = {"": round(float(model.intercept_[0]), 3)}
    for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True):
        if abs(weight) >= SMALL:
            weights[str(name)] = round(float(weight), 3)
    return weights


def measure(weights: dict[str, float], data: list[tuple[Candidate, bool]], threshold: float) -> dict[str, float]:
    found = [(linear.probability(weights, candidate.signs) >= threshold, right) for candidate, right in data]
    both = sum(1 for said, right in found if said and right)
    said, right = sum(1 for s, _ in found if s), sum(1 for _, r in found if r)
    return {"precision": round(both / max(said, 1), 3), "recall": round(both / max(right, 1), 3)}


def main(muc: Path) -> None:
    every = rows(muc)
    models, figures = {}, {}
    for name in _ROLES:
        here = [(which, candidate, right[name]) for which, candidate, right in every if name in right]
        models[name] = fit([(candidate, right) for which, candidate, right in here if which == 0])
        figures[name] = measure(models[name], [(candidate, right) for which, candidate, right in here if which], 0.3)
    about = {"made_by": "evaluation/train/slots.py", "trained_on": "half of the MUC-4 articles", "other_half": figures}
    ARTEFACT.write_text(json.dumps({"about": about, "weights": models}, indent=0, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
