"""Fits the slot tagger and the choice among its candidates."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from evaluation import muc
from evaluation.figures import Counts
from evaluation.train.wires import crf
from evaluation.train.wires.corpus import Wires
from processors.classify.extract.words import span_text
from processors.classify.learned.hashing import ids
from processors.classify.learned.slot_choice import Told, apart, names, numbers
from processors.classify.learned.slots import KINDS, LABELS, Candidate, candidates

INNER = 3
QUIET_TOLD, QUIET_UNTOLD = 0.5, 0.15
"""Shares of the sentences without a filler that train, in articles with and without an incident."""
STRENGTH, NAME_SCALE, NAME_SEEN = 0.3, 0.5, 4
_CUTS = np.arange(0.2, 0.56, 0.02)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One article's candidates with what the choice sees of them, and whether each is right."""

    article: int
    found: list[Candidate]
    numbers: Any
    names: list[list[str]]
    right: Any


def fit(data: Wires, which: Any, odds: Any, sentences: Sequence[Any]) -> dict[str, Any]:
    """The arrays of `slots.npz` from the articles `which` alone. `odds` (articles, columns) and `sentences` are the
    event models' on these articles, unseen."""
    inner = np.random.RandomState(2).permutation(len(which)) % INNER
    seen: list[Chosen] = []
    for fold in range(INNER):
        model = crf.fit(training(data, which[inner != fold]), LABELS)
        part = np.flatnonzero(inner == fold)
        seen += [chosen(data, int(which[at]), model, Told(odds[at], sentences[int(at)])) for at in part]
    choice = _Choice.fitted(seen)
    tagger = crf.fit(training(data, which), LABELS)
    cut = _cut(data, seen)
    return {
        "tag.ids": tagger.ids,
        "tag.rows": tagger.weights.astype(np.float16),
        "steps": tagger.steps.astype(np.float32),
        "first": tagger.first.astype(np.float32),
        **choice.arrays(),
        "cuts": np.full(len(KINDS), cut, dtype=np.float32),
    }


def training(data: Wires, which: Iterable[int]) -> list[crf.Line]:
    """All sentences with a deed and a filler, and a fixed share of the others."""
    draw, out = random.Random(3), []
    for i in which:
        share = QUIET_UNTOLD if data.golds[i] is None else QUIET_TOLD
        lines = [line for line in data.lines[i] if line]
        out += [line for line in lines if draw.random() < share or line.labels.any()]
    return out


def chosen(data: Wires, i: int, model: crf.Crf, told: Told) -> Chosen:
    document, found_gold = data.documents[i], data.golds[i] or muc.Gold()
    reads = iter(crf.read(model, [line for line in data.lines[i] if line]))
    found = candidates(document, [next(reads) if line else None for line in data.lines[i]])
    places = {sentence.index: at for at, sentence in enumerate(document.all_sentences())}
    right = [
        any(_name(each) in entity.mentions for entity in found_gold.slots.get(KINDS[each.kind], ())) for each in found
    ]
    seen = numbers(found, told, places) if found else np.zeros((0, 0))
    return Chosen(i, found, seen, [names(each) for each in found], np.array(right, dtype=bool))


def _name(candidate: Candidate) -> str:
    best = candidate.best
    return muc.normalise(span_text(best.sentence, best.start, best.end))


@dataclass(frozen=True, slots=True)
class _Choice:
    """One linear model a kind over scaled numbers and hashed names."""

    mean: Any
    spread: Any
    slopes: Any
    bias: Any
    ids: Any
    rows: Any

    @classmethod
    def fitted(cls, seen: Sequence[Chosen]) -> _Choice:
        table = np.concatenate([each.numbers for each in seen if len(each.found)])
        kinds = np.array([c.kind for each in seen for c in each.found])
        right = np.concatenate([each.right for each in seen])
        mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
        scaled = np.clip((table - mean) / spread, -4, 4)
        known, columns, begins = _named([n for each in seen for n in each.names])
        cells = csr_matrix((np.full(len(columns), NAME_SCALE), columns, begins), shape=(len(table), len(known)))
        both, slopes, bias, rows = hstack([csr_matrix(scaled), cells]).tocsr(), [], [], []
        for kind in range(len(KINDS)):
            own = np.flatnonzero(kinds == kind)
            model = LogisticRegression(C=STRENGTH, solver="liblinear").fit(both[own], right[own])
            slopes.append(model.coef_[0][: table.shape[1]])
            rows.append(model.coef_[0][table.shape[1] :] * NAME_SCALE)
            bias.append(model.intercept_[0])
        return cls(mean, spread, np.array(slopes), np.array(bias), known, np.array(rows).T)

    def chances(self, each: Chosen) -> list[float]:
        if not each.found:
            return []
        scaled, out = np.clip((each.numbers - self.mean) / self.spread, -4, 4), []
        for candidate, row, listed in zip(each.found, scaled, each.names, strict=True):
            named = ids(listed)
            at = np.minimum(np.searchsorted(self.ids, named), len(self.ids) - 1)
            total = row @ self.slopes[candidate.kind] + self.bias[candidate.kind]
            total += self.rows[at[self.ids[at] == named], candidate.kind].sum()
            out.append(float(1 / (1 + np.exp(-total))))
        return out

    def arrays(self) -> dict[str, Any]:
        return {
            "mean": self.mean[None].astype(np.float32),
            "spread": self.spread[None].astype(np.float32),
            "slopes": self.slopes.astype(np.float32),
            "bias": self.bias.astype(np.float32),
            "name.ids": self.ids,
            "name.rows": self.rows.astype(np.float16),
        }


def _named(listed: Sequence[Sequence[str]]) -> tuple[Any, Any, Any]:
    """Ids seen often enough, and the columns of each row of names."""
    flat = [ids(each) for each in listed]
    found, counts = np.unique(np.concatenate(flat), return_counts=True)
    known = found[counts >= NAME_SEEN]
    columns, begins = [], [0]
    for each in flat:
        at = np.minimum(np.searchsorted(known, each), len(known) - 1)
        columns.extend(at[known[at] == each].tolist())
        begins.append(len(columns))
    return known, np.array(columns), np.array(begins)


def _cut(data: Wires, seen: Sequence[Chosen]) -> float:
    """The best micro-F1 over all kinds, of choices that have not seen the article."""
    of = np.random.RandomState(4).permutation(len(seen)) % 5
    said: list[tuple[Chosen, list[float]]] = []
    for fold in range(5):
        choice = _Choice.fitted([each for each, f in zip(seen, of, strict=True) if f != fold])
        said += [(each, choice.chances(each)) for each, f in zip(seen, of, strict=True) if f == fold]
    figures = [sum((_judged(data, each, chances, cut) for each, chances in said), Counts()).f1 for cut in _CUTS]
    return float(_CUTS[1 + int(np.convolve(figures, np.ones(3) / 3, "valid").argmax())])


def _judged(data: Wires, each: Chosen, chances: Sequence[float], cut: float) -> Counts:
    kept = apart(each.found, chances, np.full(len(KINDS), cut))
    slots = (data.golds[each.article] or muc.Gold()).slots
    return sum(
        (
            muc.judge_slot({_name(c) for c in kept if c.kind == kind}, slots.get(role, ()))
            for kind, role in enumerate(KINDS)
        ),
        Counts(),
    )
