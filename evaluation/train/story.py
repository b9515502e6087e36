"""Learns `processors/classify/data/story_weights.tsv`: does an article tell an incident at all?

    .venv/bin/python -m evaluation.train.story --gold FOLDER

Articles: the project's own development articles and the conflict news; those that only recall an incident are left
out. Each is seen through a realis model that has not seen its fold, as a stranger's article would be. The figures in
the header are of folds over these, too. Signs: processors/classify/decision/story.py.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from evaluation import fixtures as own
from evaluation.train import realis
from processors.classify.core import Knowledge, classify
from processors.classify.decision import story
from processors.classify.detect.mention import find_mentions
from processors.classify.gate.triggers import triggers_of
from processors.classify.incidents.group import is_short
from processors.classify.realis import weigh
from processors.classify.realis.decide import judge
from processors.classify.text import read_document
from tocsin.contract.article import Article

FOLDS = 5
STRENGTH = 0.3  # inverse regularisation


@dataclass(frozen=True, slots=True)
class Lesson:
    """`group`: lessons of one incident stay on one side of every fold."""

    group: str
    article: Article
    tells: bool

    @property
    def fold(self) -> int:
        return int(hashlib.md5(self.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


@dataclass(frozen=True, slots=True)
class Seen:
    """An article through models that have not seen it: its signs, whether the rules alone found an incident, and
    whether it is an item too short to be asked."""

    lesson: Lesson
    signs: dict[str, float]
    found: bool
    short: bool


def lessons(fixtures: Sequence[own.Fixture], news: Sequence[own.NewsItem]) -> list[Lesson]:
    listed = [Lesson(f.name, f.article, bool(f.reports)) for f in fixtures]
    told = [Lesson(group_of(i), i.article, bool(i.incidents)) for i in news if i.incidents or not i.mentions]
    return [*listed, *told]


def group_of(item: own.NewsItem) -> str:
    return min(item.incidents | item.mentions, default=item.article.id)


def seen(folder: Path) -> Iterator[Seen]:
    fixtures = own.understanding(realis.FIXTURES / "understanding" / "development")
    news = own.conflict_news(realis.FIXTURES / "conflict_news" / "development")
    stream = realis.stream_examples(folder)
    every = lessons(fixtures, news)
    knowledge = Knowledge.load()
    for fold in range(FOLDS):
        judged = {lesson.article.id for lesson in every if lesson.fold == fold}
        known = [f for f in fixtures if f.article.id not in judged]
        others = [i for i in news if Lesson(group_of(i), i.article, False).fold != fold]
        listed = [e for f in known for e in realis.own_examples(f)]
        model = realis.fitted([*realis.unlabelled(stream, others, listed), *listed])
        with (
            mock.patch.object(weigh, "loaded", return_value=model),
            mock.patch.object(story, "chance", return_value=0.0),
        ):
            for lesson in (each for each in every if each.fold == fold):
                yield from _seen(lesson, knowledge)


def _seen(lesson: Lesson, knowledge: Knowledge) -> Iterator[Seen]:
    document = read_document(lesson.article, triggers_of(lesson.article.text).offsets)
    mentions = judge(find_mentions(document), document)
    if mentions and document.case != "upper" and not document.items:
        account = classify(lesson.article, knowledge).account
        found = bool(account and account.reports)
        yield Seen(lesson, story.signs(mentions, document), found, is_short(document))


def fitted(examples: Sequence[Seen]) -> dict[str, float]:
    """Weights of the signs as they are (the scaling undone), the bias among them."""
    vectors, scaler = DictVectorizer(sparse=False), StandardScaler()
    rows = scaler.fit_transform(vectors.fit_transform([example.signs for example in examples]))
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(rows, [example.lesson.tells for example in examples])
    slopes = model.coef_[0] / scaler.scale_
    bias = model.intercept_[0] - float(slopes @ scaler.mean_)
    names = vectors.get_feature_names_out()
    return {story.BIAS: float(bias), **{str(n): float(w) for n, w in zip(names, slopes, strict=True)}}


def held_out(examples: Sequence[Seen]) -> str:
    chances = []
    for fold in range(FOLDS):
        weights = fitted([e for e in examples if e.lesson.fold != fold])
        chances += [(_chance(weights, e), e) for e in examples if e.lesson.fold == fold]
    without = [(c, e) for c, e in chances if not e.found and not e.short]
    area = roc_auc_score([e.lesson.tells for _, e in chances], [c for c, _ in chances])
    saved = [e for c, e in without if c >= story.TOLD and not e.short]
    missed = sum(e.lesson.tells for _, e in without)
    right = sum(e.lesson.tells for e in saved)
    return (
        f"{len(examples)} articles, {FOLDS} folds by incident: area under the curve {area:.3f}; of {missed} that the "
        f"rules missed it finds {right}, and {len(saved) - right} beside"
    )


def _chance(weights: dict[str, float], example: Seen) -> float:
    total = weights[story.BIAS] + sum(weights[n] * v for n, v in example.signs.items())
    return float(1.0 / (1.0 + np.exp(-total)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    examples = list(seen(parser.parse_args().gold))
    figures = held_out(examples)
    sys.stdout.write(figures + "\n")
    lines = [
        "# Weights of the story decision (processors/classify/decision/story.py): does the article tell an incident?",
        "# Made by evaluation/train/story.py from the project's own development articles and conflict news.",
        f"# {figures}",
        *(f"{name}\t{weight:.4g}" for name, weight in fitted(examples).items()),
    ]
    story.WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
