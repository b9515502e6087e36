"""The two linear models, the third over them, and their form on disk."""

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
SENTENCE_C, ARTICLE_C, STACK_C = 4.0, 20.0, 0.3  # inverse regularisation
INNER = 5
_GRID = np.arange(0.2, 0.71, 0.02)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Of each article: features of its sentences, of itself, (sentences, columns) and (columns,) labels."""

    sentences: list[list[list[str]]]
    articles: list[dict[str, float]]
    told: list[Any]
    labels: Any


@dataclass(frozen=True, slots=True)
class Base:
    """Vocabulary and (features, columns) weights of the two models below."""

    sentence_names: dict[str, int]
    sentence_weights: Any
    sentence_bias: Any
    article_names: dict[str, int]
    idf: Any
    article_weights: Any
    article_bias: Any


@dataclass(frozen=True, slots=True)
class Trained:
    base: Base
    stack: Any
    thresholds: Any

    def probabilities(self, data: Corpus, which: Iterable[int]) -> Any:
        """(articles, columns)"""
        seen = summaries(self.base, data, which)
        totals = np.einsum("ncf,cf->nc", seen, self.stack[:, :-1]) + self.stack[:, -1]
        return 1 / (1 + np.exp(-np.clip(totals, -30, 30)))


def _names(rows: Iterable[Iterable[str]]) -> tuple[dict[str, int], Any]:
    """Features seen often enough, to their column; how many rows hold each."""
    counts = Counter(name for row in rows for name in row)
    kept = sorted(name for name, count in counts.items() if count >= SEEN)
    return {name: at for at, name in enumerate(kept)}, np.array([counts[name] for name in kept])


def _matrix(rows: Sequence[dict[str, float]], names: dict[str, int], scale: Any) -> csr_matrix:
    """Rows of length 1."""
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        known = [(names[n], v * scale[names[n]]) for n, v in row.items() if n in names]
        length = float(np.sqrt(sum(v * v for _, v in known))) or 1.0
        columns.extend(c for c, _ in known)
        data.extend(v / length for _, v in known)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(rows), len(names)))


def _logistic(rows: csr_matrix, labels: Any, strength: float) -> tuple[Any, Any]:
    """(features, columns) weights and (columns,) biases."""
    models = [LogisticRegression(C=strength, solver="liblinear").fit(rows, labels[:, c]) for c in range(len(COLUMNS))]
    return np.array([m.coef_[0] for m in models]).T, np.array([m.intercept_[0] for m in models])


def fit_base(data: Corpus, which: Sequence[int]) -> Base:
    lines = [dict.fromkeys(line, 1.0) for i in which for line in data.sentences[i]]
    names, _ = _names(lines)
    weights, bias = _logistic(
        _matrix(lines, names, np.ones(len(names))), np.concatenate([data.told[i] for i in which]), SENTENCE_C
    )
    articles = [data.articles[i] for i in which]
    words, holding = _names(articles)
    idf = np.log((1 + len(articles)) / (1 + holding)) + 1
    of_words, of_bias = _logistic(_matrix(articles, words, idf), data.labels[np.asarray(which)], ARTICLE_C)
    return Base(names, weights, bias, words, idf, of_words, of_bias)


def summaries(base: Base, data: Corpus, which: Iterable[int]) -> Any:
    """(articles, columns, features of the third model)"""
    out = []
    for i in which:
        lines = [dict.fromkeys(line, 1.0) for line in data.sentences[i]]
        scale = np.ones(len(base.sentence_names))
        scores = _matrix(lines, base.sentence_names, scale) @ base.sentence_weights + base.sentence_bias
        article = (
            _matrix([data.articles[i]], base.article_names, base.idf) @ base.article_weights + base.article_bias
        )[0]
        out.append([summary(scores, article, column) for column in range(len(COLUMNS))])
    return np.array(out, dtype=np.float64)


def fit(data: Corpus, which: Any) -> Trained:
    """Everything from the articles `which` alone."""
    inner = np.random.RandomState(1).permutation(len(which)) % INNER
    first: Any = None
    odds = np.zeros((len(which), len(COLUMNS)))
    for fold in range(INNER):
        part = np.flatnonzero(inner == fold)
        seen = summaries(fit_base(data, which[inner != fold]), data, which[part])
        first = np.zeros((len(which), *seen.shape[1:])) if first is None else first
        first[part] = seen
    labels = data.labels[which]
    for fold in range(INNER):  # thresholds, too, from articles that the third model has not seen
        part = np.flatnonzero(inner == fold)
        stack = _stack(first[inner != fold], labels[inner != fold])
        odds[part] = 1 / (1 + np.exp(-(np.einsum("ncf,cf->nc", first[part], stack[:, :-1]) + stack[:, -1])))
    return Trained(fit_base(data, which), _stack(first, labels), _thresholds(odds, labels))


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
    """The best F1 of each column; of the types among the articles that pass the first."""

    def best(said: Any, right: Any) -> float:
        return float(max(_GRID, key=lambda at: 2 * ((said >= at) & right).sum() / ((said >= at).sum() + right.sum())))

    cut = best(odds[:, 0], labels[:, 0])
    passing = odds * (odds[:, :1] >= cut)
    return np.array([cut, *(best(passing[:, c], labels[:, c]) for c in range(1, len(COLUMNS)))])


def write(model: Trained, path: Path) -> None:
    """Hashed ids and half-precision weights; the same bytes for the same model."""
    base = model.base
    ones = np.ones((len(base.sentence_names), 1))
    arrays = {
        **_table("sentence", base.sentence_names, np.hstack((ones, base.sentence_weights))),
        **_table("article", base.article_names, np.hstack((base.idf[:, None], base.article_weights))),
        "sentence.bias": base.sentence_bias.astype(np.float32),
        "article.bias": base.article_bias.astype(np.float32),
        "stack": model.stack.astype(np.float32),
        "thresholds": model.thresholds.astype(np.float32),
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())


def _table(prefix: str, names: dict[str, int], rows: Any) -> dict[str, Any]:
    """Ascending ids, each once: of two features with one id the first by name stays."""
    hashed, first = np.unique(ids(names), return_index=True)
    return {f"{prefix}.ids": hashed, f"{prefix}.rows": rows[first].astype(np.float16)}
