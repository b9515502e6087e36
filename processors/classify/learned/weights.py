"""Tables of weights: feature id to one row of weights, looked up many at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from processors.classify.learned.hashing import Floats, Ids

_PACKAGE = "processors.classify.learned.data"


@dataclass(frozen=True, slots=True)
class Table:
    """`ids` ascending, `rows[i]` the weights of `ids[i]`; a feature that is not listed weighs nothing."""

    ids: Ids
    rows: Floats

    def gather(self, wanted: Ids) -> Floats:
        """One row for each id, zeros for one that is not listed."""
        if not len(self.ids):
            return np.zeros((len(wanted), self.rows.shape[1]), dtype=np.float32)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        rows = self.rows[at]
        rows[self.ids[at] != wanted] = 0.0
        return rows


_given: dict[str, Mapping[str, np.ndarray]] = {}


def read(name: str) -> Mapping[str, np.ndarray]:
    """The arrays of `data/NAME.npz`. Raises FileNotFoundError, ValueError."""
    return _given[name] if name in _given else _committed(name)


@contextmanager
def given(models: Mapping[str, Mapping[str, np.ndarray]]) -> Iterator[None]:
    """Other models in place of the committed ones of the same names: how cross-validation runs the whole pipeline."""
    _given.update(models)
    table.cache_clear()
    try:
        yield
    finally:
        for name in models:
            _given.pop(name)
        table.cache_clear()


@cache
def _committed(name: str) -> dict[str, np.ndarray]:
    raw = resources.files(_PACKAGE).joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays.files}


@cache
def table(name: str, prefix: str) -> Table:
    """The table whose arrays are `PREFIX.ids` and `PREFIX.rows` (stored in half precision)."""
    arrays = read(name)
    return Table(arrays[f"{prefix}.ids"], arrays[f"{prefix}.rows"].astype(np.float32))
