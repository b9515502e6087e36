"""Learns `processors/classify/geo/data/place_weights.tsv`: is a place named in an article where the incident happened?

    .venv/bin/python -m evaluation.train.places --gold FOLDER

Examples: the towns (and what lies within them) that the articles of `settings.py` name, each with the signs of
`processors/classify/geo/signs.py`. An article's examples share its weight, the articles of one incident theirs. The
figures in the header are of folds by incident, each judged by weights that have not seen it, through `choose.choose`.
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
from processors.classify.geo.choose import FINENESS, WEIGHTS, choose
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.signs import Site, signs
from processors.classify.geo.where import sites_of, within_lead

_SOURCE_WEIGHT = {"stream": 1.0, "muc": 1.0, "own": 2.0}
_RAREST = 15  # a sign seen in fewer examples is left out
_STRENGTH = 0.3  # inverse regularisation
_TOWN = FINENESS["city"]


@dataclass(frozen=True, slots=True)
class Example:
    lesson: Lesson
    sites: Sequence[Site]
    signs: Sequence[list[str]]
    right: Sequence[bool]


def example(lesson: Lesson) -> Example:
    sites = within_lead(sites_of(lesson.document, lesson.sentences, lesson.places), lesson.places)
    right = [lesson.truth.holds(site.place, site.mention.text) for site in sites]
    return Example(lesson, sites, signs(sites, lesson.places), right)


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """Sign to weight, by logistic regression."""
    rows: list[tuple[list[str], bool, float]] = []
    articles = Counter(each.lesson.group for each in examples)
    for each in examples:
        towns = [at for at, site in enumerate(each.sites) if FINENESS[site.place.kind] >= _TOWN]
        weight = _SOURCE_WEIGHT[each.lesson.source] * articles[each.lesson.group] ** -0.25
        rows += [(each.signs[at], each.right[at], weight * len(towns) ** -0.5) for at in towns]
    seen = Counter(sign for found, _, _ in rows for sign in set(found))
    vectors = DictVectorizer()
    table = vectors.fit_transform([{sign: 1 for sign in found if seen[sign] >= _RAREST} for found, _, _ in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, fit_intercept=False)
    model.fit(table, [right for _, right, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))


def judged(examples: Sequence[Example], weights: Mapping[str, float]) -> dict[str, Right]:
    """By source: articles, those a town was chosen for, those it was the right one for."""
    found = {source: Right() for source in _SOURCE_WEIGHT}
    with mock.patch.object(linear, "weights", return_value=weights):
        for each in examples:
            site = choose(each.sites, each.lesson.places)
            filled = site is not None and FINENESS[site.place.kind] >= _TOWN
            right = filled and site is not None and each.lesson.truth.holds(site.place, site.mention.text)
            found[each.lesson.source].add(filled=filled, right=right)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    known = [each for each in lessons(parser.parse_args().gold, Gazetteer.ready()) if each.truth.places]
    examples = [example(lesson) for lesson in known]
    total = {source: Right() for source in _SOURCE_WEIGHT}
    for fold in range(FOLDS):
        weights = fitted([each for each in examples if fold_of(each.lesson) != fold])
        for source, found in judged([each for each in examples if fold_of(each.lesson) == fold], weights).items():
            total[source] += found
    header = [
        "# How much each sign speaks for a place (logistic regression), made by evaluation/train/places.py from the",
        "# shooting stream, MUC-4 and the project's own development articles; holds signs and numbers, no text.",
        f"# {FOLDS} folds by incident, single articles: {told(total)}",
    ]
    learned = sorted(fitted(examples).items())
    lines = [f"{name}\t{weight:.3f}" for name, weight in learned if abs(weight) >= 0.005]
    WEIGHTS.write_text("\n".join([*header, *lines]) + "\n", "utf-8")
    sys.stdout.write(header[-1] + "\n")


if __name__ == "__main__":
    main()
