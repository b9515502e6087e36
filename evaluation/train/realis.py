"""Learns `processors/classify/data/realis_weights.tsv`: is a mention the article's news, or why not?

    .venv/bin/python -m evaluation.train.realis --gold FOLDER

Labels: the rejections of the project's own development articles; every mention of an own article without an incident;
as current what is left of own articles with one, the first sentences of stream articles that the rules let pass, and of
the conflict news the sentences likeliest to tell its incident, too.
Features: processors/classify/realis/features.py. The figures in the header are of folds by document over the own
articles, each judged by a model that has not seen it; the weights are of all.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evaluation import fixtures as own
from evaluation import gold, understanding
from processors.classify.core import Knowledge, classify
from processors.classify.detect.mention import Mention, find_mentions
from processors.classify.realis import weigh
from processors.classify.realis.decide import ruled
from processors.classify.realis.model import BIAS, CURRENT, RealisModel
from processors.classify.text import read_document
from tocsin.contract.article import Article
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account

FIXTURES = Path("tests/fixtures")
OUT = Path("processors/classify/data/realis_weights.tsv")
STREAM_ARTICLES, STREAM_WEIGHT, PLAIN_WEIGHT = 400, 0.4, 0.7
NEWS_WEIGHT, TELLING, ROUNDS = 1.5, 2, 2
"""Of conflict news: weight of a sentence taken to tell it, so many of an article, chosen anew so often. Pairwise F1 of
`frozen_3`: no choice 0.766, 1.0 and 1 sentence 0.814, 1.5 and 2 0.858, 3 and three rounds no more."""
STRENGTH = 0.15  # inverse regularisation
LEAST = 4  # articles a feature must be in: no name of one story
FOLDS, SEED = 5, 1
SMALLEST = 0.015


@dataclass(frozen=True, slots=True)
class Example:
    document: str
    features: dict[str, float]
    label: str
    weight: float


def _examples(article: Article, label_of: Any, weight: float) -> Iterator[Example]:
    document = read_document(article)
    found = find_mentions(document)
    if not found:
        return
    mentions, cues = ruled(found, document)
    shared, features = weigh.features_of(mentions, cues, document)
    for mention, each in zip(mentions, features, strict=True):
        label = label_of(mention)
        if label:
            yield Example(article.id, {**shared, **each}, label, weight)


def own_examples(fixture: own.Fixture) -> Iterator[Example]:
    """Of one article; in one with an incident a mention nobody listed is current."""

    def label(mention: Mention) -> str | None:
        for expected in fixture.rejections:
            if own.begins(fixture.article, mention.sentence.text, expected["starts"]):
                accepted = {expected["reason"], *expected.get("accept", ())}
                return mention.reason if mention.reason in accepted else expected["reason"]
        return CURRENT if fixture.reports else mention.reason or "not_an_incident"

    yield from _examples(fixture.article, label, 1.0)


def plain_examples(article: Article, reports: bool, weight: float) -> Iterator[Example]:
    """Of an article whose sentences nobody labelled: without an incident all are none of the news, as the rules say
    why; with one, what opens it and passes the rules is the news."""

    def label(mention: Mention) -> str | None:
        if not reports:
            return mention.reason or "not_an_incident"
        return CURRENT if mention.reason is None and mention.sentence.index < 3 else None

    yield from _examples(article, label, weight)


def conflict_news_examples(items: Iterable[own.NewsItem], model: RealisModel | None = None) -> Iterator[Example]:
    """Of an article with an incident some sentence must tell it, but nobody said which. `model`, if any, says which
    are the likeliest, as many as there are incidents and `TELLING` at least: multiple-instance learning, as Andrews,
    Tsochantaridis and Hofmann have it (2002)."""
    for item in items:
        examples = list(plain_examples(item.article, bool(item.incidents), PLAIN_WEIGHT))
        if model is None or not item.incidents:
            yield from examples
            continue
        told = [replace(example, weight=NEWS_WEIGHT) for example in examples]
        known = {id_of(example) for example in told}
        every = list(_examples(item.article, lambda _: CURRENT, NEWS_WEIGHT))
        every.sort(key=lambda example: -model.probabilities(model.totals(example.features))[CURRENT])
        likeliest = every[: max(TELLING, len(item.incidents))]
        yield from (*told, *(example for example in likeliest if id_of(example) not in known))


def id_of(example: Example) -> frozenset[tuple[str, float]]:
    return frozenset(example.features.items())


def folds(fixtures: Sequence[own.Fixture]) -> list[list[own.Fixture]]:
    shuffled = list(fixtures)
    random.Random(SEED).shuffle(shuffled)
    return [shuffled[at::FOLDS] for at in range(FOLDS)]


def held_out(fixtures: Sequence[own.Fixture], plain: Sequence[Example]) -> understanding.Tally:
    """What is right when each fold is read with a model that has not seen it."""
    results: list[tuple[own.Fixture, Account | None, Rejections | None]] = []
    knowledge = Knowledge.load()
    for fold in folds(fixtures):
        names = {fixture.name for fixture in fold}
        model = fitted([*plain, *(e for f in fixtures if f.name not in names for e in own_examples(f))])
        with mock.patch.object(weigh, "loaded", return_value=model):
            said = [classify(fixture.article, knowledge) for fixture in fold]
        results += [(f, s.account, s.rejections) for f, s in zip(fold, said, strict=True)]
    return understanding.score(results)


def stream_examples(folder: Path) -> list[Example]:
    """Raises `gold.GoldMissing`."""
    chosen = random.Random(SEED).sample(gold.stream_articles(folder), STREAM_ARTICLES)
    return [e for article in chosen for e in plain_examples(article, True, STREAM_WEIGHT)]


def unlabelled(
    stream: Sequence[Example], items: Sequence[own.NewsItem], listed: Sequence[Example]
) -> list[Example]:  # fmt: skip
    """Of articles whose sentences nobody labelled, the telling ones chosen by models of `listed` and themselves."""
    plain = [*stream, *conflict_news_examples(items)]
    for _ in range(ROUNDS):
        plain = [*stream, *conflict_news_examples(items, fitted([*plain, *listed]))]
    return plain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    folder = parser.parse_args().gold
    fixtures = own.understanding(FIXTURES / "understanding" / "development")
    listed = [e for fixture in fixtures for e in own_examples(fixture)]
    news = own.conflict_news(FIXTURES / "conflict_news" / "development")
    plain = unlabelled(stream_examples(folder), news, listed)
    tally = held_out(fixtures, plain)
    right, asked = tally.fields["rejections"]
    reports = tally.reports
    figures = (
        f"{len(fixtures)} own articles, {FOLDS} folds: incidents precision {reports.precision:.2f}, "
        f"recall {reports.recall:.2f}; rejections right {right / asked:.2f}"
    )
    sys.stdout.write(figures + "\n")
    write(fitted([*plain, *listed]), figures)


def fitted(examples: Sequence[Example]) -> RealisModel:
    in_documents = {(name, example.document) for example in examples for name in example.features}
    seen = Counter(name for name, _ in in_documents)
    rows = [{n: v for n, v in example.features.items() if seen[n] >= LEAST} for example in examples]
    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(vectors.fit_transform(rows), [e.label for e in examples], [e.weight for e in examples])
    weights = np.vstack([model.intercept_, model.coef_.T])
    names = [BIAS, *vectors.get_feature_names_out()]
    kept = [0, *(at for at in range(1, len(names)) if np.abs(weights[at]).max() >= SMALLEST)]
    return RealisModel(
        tuple(map(str, model.classes_)), {names[at]: row for row, at in enumerate(kept)}, weights[kept].round(3)
    )


def write(model: RealisModel, figures: str) -> None:
    lines = [
        "# Weights of the trained realis decision (processors/classify/realis/model.py).",
        "# Made by evaluation/train/realis.py from the project's own development articles and the stream set;",
        "# holds single words and signs, no text.",
        f"# {figures}",
        "\t".join(("feature", *model.classes)),
        *("\t".join((name, *(f"{v:g}" for v in model.weights[row]))) for name, row in model.rows.items()),
    ]
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
