"""Does an article tell an incident as MUC-3/4 means it, of which types, and in which sentences?

Two linear models, one over sentences and one over the article, and a third over what both say. All are made by
`evaluation/train/events`, whose figures stand in `data/events.json`; those are cross-validated, for whoever runs
the model over MUC-4 runs it over what it was trained on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from processors.classify.document import Document, Sentence
from processors.classify.learned.event_features import MOST_SENTENCES, article_features, sentence_features
from processors.classify.learned.hashing import Floats, ids
from processors.classify.learned.view import View, look
from processors.classify.learned.weights import Table, read, table

ANY = "ANY"
TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
COLUMNS = (ANY, *TYPES)
_LOWEST = -6.0  # stands for the score of a sentence that is not there


@cache
def _tables() -> tuple[Table, Table]:
    return table("events", "sentence"), table("events", "article")


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


def summary(scores: Floats, article: Floats, column: int) -> Floats:
    """What the third model sees of one column: its best sentences, their number, the opening, and the article."""
    ranked = np.sort(scores[:, column].astype(np.float64))[::-1] if len(scores) else np.array([_LOWEST])
    best = np.concatenate((ranked, np.full(3, _LOWEST)))[:3]
    odds = 1.0 / (1.0 + np.exp(-np.clip(ranked, -30, 30)))
    opening = float(scores[:4, column].max()) if len(scores) else _LOWEST
    parts = [*best, math.log(float(np.exp(ranked).sum()) + 1e-9), float(ranked.mean()), 1.0 - float(np.prod(1 - odds))]
    parts += [float((ranked > -1).sum()), float((ranked > 0).sum()), opening, float(article[column]), float(article[0])]
    return np.array(parts, dtype=np.float32)


def probabilities(document: Document) -> dict[str, float]:
    """Of an incident at all (`ANY`) and of each MUC type, 0 to 1."""
    arrays, views = read("events"), views_of(document)
    sentences, articles = _tables()
    scores = sentence_scores(views, sentences, arrays["sentence.bias"])
    article = article_scores(views, articles, arrays["article.bias"])
    out = {}
    for column, name in enumerate(COLUMNS):
        total = float(arrays["stack"][column] @ np.append(summary(scores, article, column), np.float32(1)))
        out[name] = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    return out


def relevance(document: Document) -> float:
    """Probability that the article tells at least one incident."""
    return probabilities(document)[ANY]


def types(document: Document) -> frozenset[str]:
    """The MUC types whose probability reaches their threshold; none for an article that is not relevant."""
    found, cuts = probabilities(document), read("events")["thresholds"]
    if found[ANY] < cuts[0]:
        return frozenset()
    return frozenset(name for name, cut in zip(TYPES, cuts[1:], strict=True) if found[name] >= cut)


def event_score(sentence: Sentence) -> dict[str, float]:
    """Probability that the sentence, read alone, tells an incident (`ANY`) and each type."""
    scores = sentence_scores([look(sentence)], _tables()[0], read("events")["sentence.bias"])[0]
    return {name: 1.0 / (1.0 + math.exp(-float(score))) for name, score in zip(COLUMNS, scores, strict=True)}
