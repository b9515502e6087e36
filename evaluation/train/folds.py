"""Learns from lessons how much each sign speaks for one choice, judges that in folds, and writes the weights.

A learner (`dates.py`, `places.py`) makes an example of a lesson and says what was chosen for it; an article's examples
share its weight, the articles of one incident theirs. The figures in the header of the weights are of folds by
incident, each judged by weights that have not seen it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from unittest import mock

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.train.settings import FOLDS, Lesson, Right, fold_of, lessons, told
from processors.classify import linear
from processors.classify.geo.gazetteer import Gazetteer

_SOURCE_WEIGHT = {"stream": 1.0, "muc": 1.0, "own": 2.0}
_RAREST = 15  # a sign seen in fewer examples is left out
_STRENGTH = 0.3  # inverse regularisation


class Example(Protocol):
    """What one lesson teaches."""

    @property
    def lesson(self) -> Lesson: ...

    def rows(self) -> Sequence[tuple[list[str], bool]]:
        """The signs of each thing that might be chosen, and whether it would be right."""

    def chosen(self) -> bool | None:
        """Whether what is chosen by the weights of now is right; None if nothing is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is learned: `name` in the header, `module` that learns it, `file` of the weights."""

    name: str
    module: str
    file: Path


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """Sign to weight, by logistic regression."""
    articles = Counter(each.lesson.group for each in examples)
    rows: list[tuple[list[str], bool, float]] = []
    for each in examples:
        own = each.rows()
        weight = _SOURCE_WEIGHT[each.lesson.source] * articles[each.lesson.group] ** -0.25
        rows += [(signs, right, weight * len(own) ** -0.5) for signs, right in own]
    seen = Counter(sign for signs, _, _ in rows for sign in set(signs))
    vectors = DictVectorizer()
    table = vectors.fit_transform([{sign: 1 for sign in signs if seen[sign] >= _RAREST} for signs, _, _ in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(table, [right for _, right, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))


def judged(examples: Iterable[Example], weights: Mapping[str, float]) -> dict[str, Right]:
    """By source: articles, those something was chosen for, those it was right for."""
    found = {source: Right() for source in _SOURCE_WEIGHT}
    with mock.patch.object(linear, "weights", return_value=weights):
        for each in examples:
            right = each.chosen()
            found[each.lesson.source].add(filled=right is not None, right=bool(right))
    return found


def in_folds(examples: Sequence[Example]) -> dict[str, Right]:
    """As `judged`, each by weights of the other folds."""
    total = {source: Right() for source in _SOURCE_WEIGHT}
    for fold in range(FOLDS):
        weights = fitted([each for each in examples if fold_of(each.lesson) != fold])
        for source, found in judged([each for each in examples if fold_of(each.lesson) == fold], weights).items():
            total[source] += found
    return total


def learn(subject: Subject, teaches: Callable[[Lesson], bool], example: Callable[[Lesson], Example]) -> None:
    """The command: from the gold sets to the file of weights."""
    parser = argparse.ArgumentParser(prog=f"python -m evaluation.train.{subject.module}")
    parser.add_argument("--gold", type=Path, required=True)
    known = [each for each in lessons(parser.parse_args().gold, Gazetteer.ready()) if teaches(each)]
    examples = [example(lesson) for lesson in known]
    header = [
        f"# How much each sign speaks for a {subject.name} (logistic regression), made by"
        f" evaluation/train/{subject.module}.py from the",
        "# shooting stream, MUC-4 and the project's own development articles; holds signs and numbers, no text.",
        f"# {FOLDS} folds by incident, single articles: {told(in_folds(examples))}",
    ]
    weights = sorted(fitted(examples).items())
    lines = [f"{name}\t{weight:.3f}" for name, weight in weights if abs(weight) >= 0.005]
    subject.file.write_text("\n".join([*header, *lines]) + "\n", "utf-8")
    sys.stdout.write(header[-1] + "\n")
