"""The three linear models, the one over them, and their form on disk."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from processors.classify.learned.events import COLUMNS, summary
from processors.classify.learned.hashing import ids

SEEN = 2  # sentences, or articles, that must hold a feature (4: 0.010 F1 worse; 1: 0.001 better, far larger)
RULES_SEEN = 4
ARTICLE_C, RULES_C, STACK_C = 20.0, 1.0, 0.3  # inverse regularisation
INNER = 3
EPOCHS, AVERAGED, BATCH, RATE = 8, 3, 512, 0.5
_GRID = np.arange(0.2, 0.71, 0.02)
_SMOOTH = np.ones(5) / 5


@dataclass(frozen=True, slots=True)
class Corpus:
    """Of each article: features of its sentences, of itself, of what the rules found, (sentences, columns) and
    (columns,) labels."""

    sentences: list[list[list[str]]]
    articles: list[dict[str, float]]
    rules: list[dict[str, float]]
    told: list[Any]
    labels: Any


@dataclass(frozen=True, slots=True)
class Base:
    """Vocabulary and (features, columns) weights of the three models below."""

    sentence_names: dict[str, int]
    sentence_weights: Any
    sentence_bias: Any
    article_names: dict[str, int]
    idf: Any
    article_weights: Any
    article_bias: Any
    rule_names: dict[str, int]
    rule_weights: Any
    rule_bias: Any


@dataclass(frozen=True, slots=True)
class Trained:
    base: Base
    stack: Any
    thresholds: Any


def _names(rows: Iterable[Iterable[str]], least: int = SEEN) -> tuple[dict[str, int], Any]:
    """Features seen often enough, to their column; how many rows hold each."""
    counts = Counter(name for row in rows for name in row)
    kept = sorted(name for name, count in counts.items() if count >= least)
    return {name: at for at, name in enumerate(kept)}, np.array([counts[name] for name in kept])


def _matrix(rows: Sequence[dict[str, float]], names: dict[str, int], scale: Any, unit: bool = True) -> csr_matrix:
    """Rows of length 1, or as they are."""
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        known = [(names[n], v * scale[names[n]]) for n, v in row.items() if n in names]
        length = (float(np.sqrt(sum(v * v for _, v in known))) or 1.0) if unit else 1.0
        columns.extend(c for c, _ in known)
        data.extend(v / length for _, v in known)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(rows), len(names)))


def _logistic(rows: csr_matrix, labels: Any, strength: float) -> tuple[Any, Any]:
    """(features, columns) weights and (columns,) biases."""
    columns = range(labels.shape[1])
    models = [LogisticRegression(C=strength, solver="liblinear").fit(rows, labels[:, c]) for c in columns]
    return np.array([m.coef_[0] for m in models]).T, np.array([m.intercept_[0] for m in models])


def _by_descent(rows: csr_matrix, labels: Any) -> tuple[Any, Any]:
    """The same by AdaGrad, all columns at once, averaged over the last epochs: for the many sentences."""
    weights, squares = np.zeros((rows.shape[1], labels.shape[1])), np.full((rows.shape[1], labels.shape[1]), 1e-6)
    share = labels.mean(axis=0)
    bias, total, order = np.log((share + 1e-3) / (1 - share + 1e-3)), np.zeros_like(weights), np.random.RandomState(0)
    shuffled = order.permutation(rows.shape[0])
    batches = [_held(rows, shuffled[at : at + BATCH]) for at in range(0, len(shuffled), BATCH)]
    for epoch in range(EPOCHS):
        for at in order.permutation(len(batches)):
            part, columns, own = batches[at]
            wrong = 1 / (1 + np.exp(-(part @ weights[columns] + bias))) - labels[own]
            slope = part.T @ wrong
            squares[columns] += slope * slope
            weights[columns] -= RATE * slope / np.sqrt(squares[columns])
            bias -= 0.08 * wrong.mean(axis=0)
        total += weights / AVERAGED if epoch >= EPOCHS - AVERAGED else 0.0
    return total, bias


def _held(rows: csr_matrix, own: Any) -> tuple[csr_matrix, Any, Any]:
    """The rows `own` over the columns they hold, those columns, and `own`."""
    part = rows[own]
    held = np.zeros(rows.shape[1], dtype=bool)
    held[part.indices] = True
    small = (np.cumsum(held) - 1).astype(np.int32)[part.indices]
    columns = np.flatnonzero(held)
    return csr_matrix((part.data, small, part.indptr), shape=(len(own), len(columns))), columns, own


def fit_base(data: Corpus, which: Sequence[int]) -> Base:
    lines = [dict.fromkeys(line, 1.0) for i in which for line in data.sentences[i]]
    names, _ = _names(lines)
    told = np.concatenate([data.told[i] for i in which]).astype(float)
    weights, bias = _by_descent(_matrix(lines, names, np.ones(len(names))), told)
    labels = data.labels[np.asarray(which)]
    articles = [data.articles[i] for i in which]
    words, holding = _names(articles)
    idf = np.log((1 + len(articles)) / (1 + holding)) + 1
    of_words, of_bias = _logistic(_matrix(articles, words, idf), labels, ARTICLE_C)
    rules = [data.rules[i] for i in which]
    known, _ = _names(rules, RULES_SEEN)
    of_rules, rules_bias = _logistic(_matrix(rules, known, np.ones(len(known)), False), labels[:, :1], RULES_C)
    return Base(names, weights, bias, words, idf, of_words, of_bias, known, of_rules, rules_bias)


def scores(base: Base, data: Corpus, which: Sequence[int]) -> tuple[Any, list[Any]]:
    """Of the articles `which`: (articles, columns, features of the last model), and each one's (sentences,) log odds of
    telling an incident."""
    lines = [dict.fromkeys(line, 1.0) for i in which for line in data.sentences[i]]
    flat = _matrix(lines, base.sentence_names, np.ones(len(base.sentence_names))) @ base.sentence_weights
    ends = np.cumsum([len(data.sentences[i]) for i in which])
    told = np.split(flat + base.sentence_bias, ends[:-1])
    words = _matrix([data.articles[i] for i in which], base.article_names, base.idf)
    articles = words @ base.article_weights + base.article_bias
    rules = _matrix([data.rules[i] for i in which], base.rule_names, np.ones(len(base.rule_names)), False)
    by_rules = (rules @ base.rule_weights + base.rule_bias)[:, 0]
    seen = [
        [summary(own, article, float(rule), column) for column in range(len(COLUMNS))]
        for own, article, rule in zip(told, articles, by_rules, strict=True)
    ]
    return np.array(seen, dtype=np.float64), [own[:, 0] for own in told]


def fit(data: Corpus, which: Any) -> tuple[Trained, Any, list[Any]]:
    """Everything from the articles `which` alone; and of each of them (articles, columns) log odds and its sentences'
    log odds, from models that have not seen it."""
    inner = np.random.RandomState(1).permutation(len(which)) % INNER
    first: Any = None
    unseen: list[Any] = [None] * len(which)
    for fold in range(INNER):
        part = np.flatnonzero(inner == fold)
        seen, odds = scores(fit_base(data, which[inner != fold]), data, which[part])
        first = np.zeros((len(which), *seen.shape[1:])) if first is None else first
        first[part] = seen
        for at, own in zip(part, odds, strict=True):
            unseen[at] = own
    labels = data.labels[which]
    totals = np.zeros((len(which), len(COLUMNS)))
    for fold in range(INNER):  # thresholds, too, from articles that the last model has not seen
        part = np.flatnonzero(inner == fold)
        stack = _stack(first[inner != fold], labels[inner != fold])
        totals[part] = np.einsum("ncf,cf->nc", first[part], stack[:, :-1]) + stack[:, -1]
    chances = 1 / (1 + np.exp(-np.clip(totals, -30, 30)))
    return Trained(fit_base(data, which), _stack(first, labels), _thresholds(chances, labels)), totals, unseen


def _stack(seen: Any, labels: Any) -> Any:
    """(columns, features + 1): weights of the unscaled features, the bias last."""
    out = []
    for column in range(len(COLUMNS)):
        scaler = StandardScaler().fit(seen[:, column])
        model = LogisticRegression(C=STACK_C, max_iter=2000).fit(scaler.transform(seen[:, column]), labels[:, column])
        weights = model.coef_[0] / scaler.scale_
        out.append([*weights, model.intercept_[0] - weights @ scaler.mean_])
    return np.array(out)


def _thresholds(odds: Any, labels: Any) -> Any:
    """The best F1 of each column, smoothed over neighbouring cuts; of the types among articles that pass the first."""

    def best(said: Any, right: Any) -> float:
        figures = [2 * ((said >= at) & right).sum() / ((said >= at).sum() + right.sum()) for at in _GRID]
        return float(_GRID[2 + int(np.convolve(figures, _SMOOTH, "valid").argmax())])

    labels = labels.astype(bool)
    cut = best(odds[:, 0], labels[:, 0])
    passing = odds * (odds[:, :1] >= cut)
    return np.array([cut, *(best(passing[:, c], labels[:, c]) for c in range(1, len(COLUMNS)))])


def arrays(model: Trained) -> dict[str, Any]:
    """Hashed ids and half-precision weights."""
    base = model.base
    ones = np.ones((len(base.sentence_names), 1))
    return {
        **_table("sentence", base.sentence_names, np.hstack((ones, base.sentence_weights))),
        **_table("article", base.article_names, np.hstack((base.idf[:, None], base.article_weights))),
        **_table("rules", base.rule_names, base.rule_weights),
        "sentence.bias": base.sentence_bias.astype(np.float32),
        "article.bias": base.article_bias.astype(np.float32),
        "rules.bias": base.rule_bias.astype(np.float32),
        "stack": model.stack.astype(np.float32),
        "thresholds": model.thresholds.astype(np.float32),
    }


def write(model: dict[str, Any], path: Path) -> None:
    """The same bytes for the same model."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **model)
    path.write_bytes(buffer.getvalue())


def _table(prefix: str, names: dict[str, int], rows: Any) -> dict[str, Any]:
    """Ascending ids, each once: of two features with one id the first by name stays."""
    hashed, first = np.unique(ids(names), return_index=True)
    return {f"{prefix}.ids": hashed, f"{prefix}.rows": rows[first].astype(np.float16)}
