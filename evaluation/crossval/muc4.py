"""MUC-4 by models of the other folds: detection, types and slots, five folds by document, and the latest fifth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.scorecard import Row, muc4_rows
from evaluation.train.wires import corpus
from evaluation.train.wires.corpus import Wires
from evaluation.train.wires.fit import fitted
from processors.classify.core import Knowledge, classify
from processors.classify.learned.weights import given
from tocsin.contract.article import Article
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account

FOLDS, SEED = 5, 0
Said = tuple[Article, tuple[Account | None, Rejections | None]]


def by_document(folder: Path) -> list[Row]:
    """Each article through the pipeline with models that its fold did not train."""
    data = corpus.read(folder)
    of = np.random.RandomState(SEED).permutation(len(data.articles)) % FOLDS
    said = [each for fold in range(FOLDS) for each in _judged(data, of != fold)]
    return [replace(row, part="muc4, unseen") for row in muc4_rows(folder, said)]


def by_time(folder: Path) -> list[Row]:
    """The latest fifth of the dated articles by models of the four earlier fifths."""
    data = corpus.read(folder)
    dates = [(a.published_at, a.id, at) for at, a in enumerate(data.articles) if a.published_at]
    order = [at for *_, at in sorted(dates)]
    earlier, later = np.zeros(len(data.articles), bool), np.zeros(len(data.articles), bool)
    earlier[order[: len(order) * 4 // 5]] = True
    later[order[len(order) * 4 // 5 :]] = True
    rows = muc4_rows(folder, list(_judged(data, earlier, later)))
    kept = [row for row in rows if row.target is not None]
    return [replace(row, part="muc4, unseen, latest fifth") for row in kept]


def _judged(data: Wires, train: Any, test: Any = None) -> Iterator[Said]:
    """What classify says of the `test` articles (all others), by models of the `train` ones; both are masks."""
    knowledge = Knowledge.load()
    with given(fitted(data, np.flatnonzero(train))):
        for at in np.flatnonzero(~train if test is None else test):
            result = classify(data.articles[at], knowledge)
            yield data.articles[at], (result.account, result.rejections)
