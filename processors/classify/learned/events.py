"""Does an article tell an incident as MUC-3/4 means it, of which types, and in which sentences?

Three linear models, over sentences, the article's words and what the rules found, and one over what they say. Made by
`evaluation/train/wires`. Whoever runs them over MUC-4 runs them over what trained them: their figures on articles not
seen stand in `evaluation/data/held_out.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from processors.classify.document import Document
from processors.classify.learned.event_features import MOST_SENTENCES, article_features, sentence_features
from processors.classify.learned.hashing import Floats, ids
from processors.classify.learned.view import View, look
from processors.classify.learned.weights import Table, read, table

MODEL = "events"
ANY = "ANY"
TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
COLUMNS = (ANY, *TYPES)
_LOWEST = -6.0  # stands for the score of a sentence that is not there


def views_of(document: Document) -> list[View]:
    return [look(sentence) for sentence in document.all_sentences()[:MOST_SENTENCES]]


def sentence_scores(views: Sequence[View], weights: Table, bias: Floats) -> Floats:
    """(sentences, columns) log odds; each sentence's known features have length 1 together."""
    out = np.zeros((len(views), len(COLUMNS)), dtype=np.float32)
    for at, names in enumerate(sentence_features(views)):
        rows = weights.gather(ids(names))
        out[at] = rows[:, 1:].sum(axis=0) / math.sqrt(max(1.0, float(rows[:, 0].sum()))) + bias
    return out


def article_scores(views: Sequence[View], weights: Table, bias: Floats) -> Floats:
    """(columns,) log odds of the whole text; the first column of the table is the inverse document frequency."""
    counted = article_features(views)
    if not counted:
        return bias.copy()
    rows = weights.gather(ids(counted))
    values = np.fromiter(counted.values(), dtype=np.float32) * rows[:, 0]
    length = math.sqrt(float(values @ values)) or 1.0
    return np.asarray((values / length) @ rows[:, 1:] + bias, dtype=np.float32)


def rules_score(rules: Mapping[str, float], weights: Table, bias: Floats) -> float:
    """Log odds by what the rules found (`decision/features.py`)."""
    rows = weights.gather(ids(rules))
    return float(np.fromiter(rules.values(), dtype=np.float32) @ rows[:, 0] + bias[0])


def summary(scores: Floats, article: Floats, rules: float, column: int) -> Floats:
    """What the last model sees of one column: its best sentences, their number, the opening, article and rules."""
    ranked = np.sort(scores[:, column].astype(np.float64))[::-1] if len(scores) else np.array([_LOWEST])
    best = np.concatenate((ranked, np.full(3, _LOWEST)))[:3]
    odds = 1.0 / (1.0 + np.exp(-np.clip(ranked, -30, 30)))
    opening = float(scores[:4, column].max()) if len(scores) else _LOWEST
    parts = [*best, math.log(float(np.exp(ranked).sum()) + 1e-9), float(ranked.mean()), 1.0 - float(np.prod(1 - odds))]
    parts += [float((ranked > -1).sum()), float((ranked > 0).sum()), opening, float(article[column]), float(article[0])]
    return np.array([*parts, rules], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Reading:
    """`odds`: (COLUMNS,) log odds of the article; `sentences`: (sentences,) log odds of telling an incident alone."""

    odds: Floats
    sentences: Floats

    @property
    def told(self) -> bool:
        return self._reaches(0)

    @property
    def types(self) -> tuple[str, ...]:
        """The MUC types told, the likeliest first; of an article that tells one, at least the likeliest."""
        if not self.told:
            return ()
        ranked = sorted(range(1, len(COLUMNS)), key=lambda column: -self.odds[column])
        return tuple(COLUMNS[c] for c in ranked if self._reaches(c)) or (COLUMNS[ranked[0]],)

    def _reaches(self, column: int) -> bool:
        return 1.0 / (1.0 + math.exp(-float(self.odds[column]))) >= float(read(MODEL)["thresholds"][column])


def read_events(document: Document, rules: Mapping[str, float]) -> Reading:
    """`rules`: the features of `decision/features.py`. The document must have all its tokens."""
    arrays, views = read(MODEL), views_of(document)
    scores = sentence_scores(views, table(MODEL, "sentence"), arrays["sentence.bias"])
    article = article_scores(views, table(MODEL, "article"), arrays["article.bias"])
    by_rules = rules_score(rules, table(MODEL, "rules"), arrays["rules.bias"])
    seen = [np.append(summary(scores, article, by_rules, column), np.float32(1)) for column in range(len(COLUMNS))]
    odds = np.clip([float(arrays["stack"][column] @ row) for column, row in enumerate(seen)], -30, 30)
    return Reading(np.asarray(odds, dtype=np.float32), scores[:, 0])
