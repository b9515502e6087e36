"""Make `processors/classify/extract/data/toll_weights.json`: weights over candidate tolls.

    .venv/bin/python -m evaluation.train.tolls --gold FOLDER

Data: the shooting stream, each article with the sentences that classify gives its incident. Model: for each article a
softmax over candidate numbers, linear in the signs of `candidates.py`, an article's weight 1 / sqrt(articles of its
incident), L2 penalty. Deterministic: same data, same bytes. The figures written into the artefact are of folds by
incident, and of the latest fifth of the incidents by weights of the earlier ones; the weights are of all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from evaluation import gold
from evaluation.train.settings import FOLDS, Lesson, Right, fold_of, lessons
from processors.classify.extract import candidates as c
from processors.classify.extract import casualties, linear
from processors.classify.extract.ranked import SURE_INJURED, SURE_KILLED
from processors.classify.geo.gazetteer import Gazetteer

PENALTY = 3.0
ARTEFACT = Path("processors/classify/extract/data/toll_weights.json")
Model = dict[str, float]


@dataclass(frozen=True)
class Example:
    incident: str
    fold: int
    day: date
    signs: c.Signs
    killed: int
    injured: int


@dataclass(frozen=True)
class Choice:
    """Candidates of one article, their signs, which is right, and what the article weighs."""

    rows: list[Mapping[str, float]]
    right: int
    weight: float


def example(lesson: Lesson, killed: int, injured: int) -> Example:
    sentences = lesson.sentences[: casualties.MOST_SENTENCES]
    signs = c.signs(casualties.collect(lesson.document, sentences), sentences)
    assert lesson.truth.day is not None
    return Example(lesson.group, fold_of(lesson), lesson.truth.day, signs, killed, injured)


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


def measure(models: Mapping[str, Model], data: Sequence[Example]) -> dict[str, Right]:
    """Articles whose toll is sure enough to be told, and right."""
    found = {"killed": Right(), "injured": Right(), "both": Right()}
    for e in data:
        killed, sure = killed_of(models["killed"], e.signs)
        injured, also = injured_of(models["injured"], e.signs, killed)
        told = sure >= SURE_KILLED, also >= SURE_INJURED
        right = told[0] and killed == e.killed, told[1] and injured == e.injured
        found["killed"].add(filled=told[0], right=right[0])
        found["injured"].add(filled=told[1], right=right[1])
        found["both"].add(filled=all(told), right=all(right))
    return found


def figures(found: Mapping[str, Right]) -> dict[str, list[float]]:
    """Kind of toll to the share right of all and the share wrong of the filled."""
    return {
        kind: [round(r.right / r.asked, 3), round((r.filled - r.right) / max(1, r.filled), 3)]
        for kind, r in found.items()
    }


def by_folds(data: Sequence[Example]) -> dict[str, Right]:
    total = {"killed": Right(), "injured": Right(), "both": Right()}
    for fold in range(FOLDS):
        models = train([e for e in data if e.fold != fold])
        for kind, found in measure(models, [e for e in data if e.fold == fold]).items():
            total[kind] += found
    return total


def by_time(data: Sequence[Example]) -> dict[str, Right]:
    """The latest fifth by weights of the earlier articles; incidents in both count as earlier."""
    ordered = sorted(data, key=lambda e: e.day)
    earlier = ordered[: len(ordered) * 4 // 5]
    known = {e.incident for e in earlier}
    return measure(train(earlier), [e for e in ordered[len(earlier) :] if e.incident not in known])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    folder = parser.parse_args().gold
    tolls = {incident.id: (incident.killed, incident.injured) for incident in gold.stream_incidents(folder)}
    known = [each for each in lessons(folder, Gazetteer.ready()) if each.source == "stream"]
    data = [example(lesson, *tolls[lesson.group]) for lesson in known]
    about = {
        "made_by": "evaluation/train/tolls.py",
        "trained_on": f"{len(data)} articles of the shooting stream",
        "figures": "share right of all, share wrong of the filled",
        "folds_by_incident": figures(by_folds(data)),
        "latest_fifth": figures(by_time(data)),
    }
    text = json.dumps({"about": about, "weights": train(data)}, indent=1, sort_keys=True)
    ARTEFACT.write_text(text + "\n", "utf-8")
    sys.stdout.write(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
