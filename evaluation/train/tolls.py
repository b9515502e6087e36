"""Make `processors/classify/extract/data/toll_weights.json`: weights over candidate tolls.

    python -m evaluation.train.tolls GOLD/stream

Data: the shooting stream (articles, links, incidents), articles of one half of the incidents (by a hash of the
incident's id). The other half is only measured, and the figures are written into the artefact beside the weights.
Model: for each article a softmax over candidate numbers, linear in the signs of `candidates.py`, an article's weight
1 / sqrt(articles of its incident), L2 penalty. Deterministic: same data, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from processors.classify.extract import candidates as c
from processors.classify.extract import casualties, linear
from processors.classify.text import read_document
from tocsin.contract.article import Article, Feed, Publisher

PENALTY = 3.0
ARTEFACT = Path("processors/classify/extract/data/toll_weights.json")
Model = dict[str, float]


@dataclass(frozen=True)
class Example:
    incident: str
    signs: c.Signs
    killed: int
    injured: int


@dataclass(frozen=True)
class Choice:
    """Candidates of one article, their signs, which is right, and what the article weighs."""

    rows: list[Mapping[str, float]]
    right: int
    weight: float


def half(incident: str) -> int:
    """0 for development, 1 for the final figure."""
    return int(hashlib.sha256(f"tolls:{incident}".encode()).hexdigest(), 16) % 2


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def article(row: Mapping[str, Any]) -> Article:
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if row.get("published") else None
    return Article(
        id=row["id"],
        version=1,
        content_hash="",
        url=row.get("url"),
        feed=Feed(id="archive", url=""),
        publisher=Publisher(domain=row.get("publisher")),
        title=row.get("title") or "",
        text=row["text"],
        fetched_at=published or datetime(2020, 1, 1, tzinfo=UTC),
        rules_version="",
        published_at=published,
        published_day_only=True,
    )


def examples(stream: Path, which: int) -> list[Example]:
    incidents = {row["id"]: row for row in lines(stream / "incidents.jsonl")}
    links = {row["article"]: row["incident"] for row in lines(stream / "links.jsonl")}
    found = []
    for row in lines(stream / "articles.jsonl"):
        incident = links[row["id"]]
        if incident in incidents and half(incident) == which:
            document = read_document(article(row))
            sentences = document.all_sentences()[: casualties.MOST_SENTENCES]
            signs = c.signs(casualties.collect(document, sentences), sentences)
            gold = incidents[incident]
            found.append(Example(incident, signs, gold["killed"], gold["injured"]))
    return found


def fit(choices: Sequence[Choice]) -> Model:
    """Weights by L-BFGS on the penalised log likelihood."""
    names: dict[str, int] = {}
    for choice in choices:
        for row in choice.rows:
            for name in sorted(row):
                names.setdefault(name, len(names))
    flat = [row for choice in choices for row in choice.rows]
    at = np.repeat(np.arange(len(choices)), [len(choice.rows) for choice in choices])
    offsets = np.concatenate([[0], np.cumsum([len(choice.rows) for choice in choices])[:-1]])
    right = offsets + np.array([choice.right for choice in choices])
    weight = np.array([choice.weight for choice in choices])
    cells = [(i, names[name], value) for i, row in enumerate(flat) for name, value in row.items()]
    rows, columns, values = zip(*cells, strict=True)
    table = csr_matrix((values, (rows, columns)), shape=(len(flat), len(names)))

    def loss(w: Any) -> tuple[float, Any]:
        score = table @ w
        top = np.full(len(choices), -1e9)
        np.maximum.at(top, at, score)
        power = np.exp(score - top[at])
        total = np.bincount(at, power)
        residual = power / total[at] * weight[at]
        residual[right] -= weight
        value = -(weight * (score[right] - top - np.log(total))).sum() + PENALTY * (w @ w)
        return float(value), table.T @ residual + 2 * PENALTY * w

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {name: round(float(solved.x[names[name]]), 4) for name in sorted(names)}


def killed_of(model: Model, signs: c.Signs) -> tuple[int, float]:
    values = c.killed_candidates(signs)
    at, probability = linear.best(model, [c.killed_features(signs, value) for value in values])
    return values[at], probability


def injured_of(model: Model, signs: c.Signs, killed: int) -> tuple[int, float]:
    values = c.injured_candidates(signs, killed)
    at, probability = linear.best(model, [c.injured_features(signs, killed, value) for value in values])
    return values[at], probability


def train(data: Sequence[Example]) -> dict[str, Model]:
    count = Counter(example.incident for example in data)
    first, second = [], []
    for e in data:
        values = c.killed_candidates(e.signs)
        if e.killed in values:
            rows = [c.killed_features(e.signs, value) for value in values]
            first.append(Choice(list(rows), values.index(e.killed), count[e.incident] ** -0.5))
    killed = fit(first)
    for e in data:
        dead = killed_of(killed, e.signs)[0]
        values = c.injured_candidates(e.signs, dead)
        if e.injured in values:
            rows = [c.injured_features(e.signs, dead, value) for value in values]
            second.append(Choice(list(rows), values.index(e.injured), count[e.incident] ** -0.5))
    return {"killed": killed, "injured": fit(second)}


def measure(models: Mapping[str, Model], data: Sequence[Example]) -> dict[str, float]:
    """Share of articles whose likeliest value is right."""
    right: Counter[str] = Counter()
    for e in data:
        killed = killed_of(models["killed"], e.signs)[0]
        injured = injured_of(models["injured"], e.signs, killed)[0]
        right.update(killed=killed == e.killed, injured=injured == e.injured)
        right["both"] += killed == e.killed and injured == e.injured
    return {name: round(right[name] / len(data), 3) for name in ("killed", "injured", "both")}


def main(stream: Path) -> None:
    development, final = examples(stream, 0), examples(stream, 1)
    models = train(development)
    about = {
        "made_by": "evaluation/train/tolls.py",
        "trained_on": f"{len(development)} articles of the shooting stream's development half",
        "right_on_development_half": measure(models, development),
        "right_on_other_half": measure(models, final),
    }
    text = json.dumps({"about": about, "weights": models}, indent=1, sort_keys=True)
    ARTEFACT.write_text(text + "\n", "utf-8")
    sys.stdout.write(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
