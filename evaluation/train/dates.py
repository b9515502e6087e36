"""Learns `processors/classify/when/data/date_weights.tsv`: is a date named in an article the day of the incident?

    .venv/bin/python -m evaluation.train.dates --gold FOLDER

Examples: the dates that the articles of `settings.py` name, with the signs of `processors/classify/when/attach.py`. An
article's examples share its weight, the articles of one incident theirs. The figures in the header are of folds by
incident, each judged by weights that have not seen it, through `when.resolve.likeliest`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation.train.settings import FOLDS, Lesson, Right, fold_of, lessons, told
from processors.classify import linear
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.when.attach import Reading, signs
from processors.classify.when.resolve import likeliest, publication_day, read_dates
from processors.classify.when.weights import DATA

_SOURCE_WEIGHT = {"stream": 1.0, "muc": 1.0, "own": 2.0}
_RAREST = 15  # a sign seen in fewer examples is left out
_STRENGTH = 0.3  # inverse regularisation


@dataclass(frozen=True, slots=True)
class Example:
    lesson: Lesson
    readings: Sequence[Reading]
    signs: Sequence[list[str]]

    def right(self, reading: Reading) -> bool:
        return reading.days.precision == "day" and reading.days.first == self.lesson.truth.day


def example(lesson: Lesson) -> Example:
    anchor = publication_day(lesson.document, None)
    readings = read_dates(lesson.document, lesson.sentences, anchor)
    return Example(lesson, readings, signs(readings, anchor))


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """Sign to weight, by logistic regression."""
    seen = Counter(sign for each in examples for found in each.signs for sign in set(found))
    articles = Counter(each.lesson.group for each in examples)
    rows: list[dict[str, int]] = []
    right: list[bool] = []
    weights: list[float] = []
    for each in examples:
        share = _SOURCE_WEIGHT[each.lesson.source] * articles[each.lesson.group] ** -0.25
        for reading, found in zip(each.readings, each.signs, strict=True):
            rows.append({sign: 1 for sign in found if seen[sign] >= _RAREST})
            right.append(each.right(reading))
            weights.append(share * len(each.readings) ** -0.5)
    vectors = DictVectorizer()
    table = vectors.fit_transform(rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(table, right, sample_weight=weights)
    return dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))


def judged(examples: Sequence[Example], weights: Mapping[str, float]) -> dict[str, Right]:
    """By source: articles, those a day was chosen for, those it was the right one for."""
    found = {source: Right() for source in _SOURCE_WEIGHT}
    with mock.patch.object(linear, "weights", return_value=weights):
        for each in examples:
            ranked = likeliest(each.readings, each.signs)
            best = ranked[0][1] if ranked else None
            filled = best is not None and best.days.precision == "day"
            found[each.lesson.source].add(filled=filled, right=best is not None and each.right(best))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    known = [each for each in lessons(parser.parse_args().gold, Gazetteer.ready()) if each.truth.day]
    examples = [example(lesson) for lesson in known]
    total = {source: Right() for source in _SOURCE_WEIGHT}
    for fold in range(FOLDS):
        weights = fitted([each for each in examples if fold_of(each.lesson) != fold])
        for source, found in judged([each for each in examples if fold_of(each.lesson) == fold], weights).items():
            total[source] += found
    header = [
        "# How much each sign speaks for a date (logistic regression), made by evaluation/train/dates.py from the",
        "# shooting stream, MUC-4 and the project's own development articles; holds signs and numbers, no text.",
        f"# {FOLDS} folds by incident, single articles: {told(total)}",
    ]
    learned = sorted(fitted(examples).items())
    lines = [f"{name}\t{weight:.3f}" for name, weight in learned if abs(weight) >= 0.005]
    DATA.write_text("\n".join([*header, *lines]) + "\n", "utf-8")
    sys.stdout.write(header[-1] + "\n")


if __name__ == "__main__":
    main()
