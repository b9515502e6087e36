"""Feature names to 32-bit ids: the artefacts hold ids and weights, never a text."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]


def ids(names: Iterable[str]) -> Ids:
    """CRC-32 of the UTF-8 bytes; lone surrogates are kept apart, not refused. A few hundred thousand features
    rarely meet in 32 bits."""
    return np.array([crc32(name.encode("utf-8", "surrogatepass")) for name in names], dtype=np.uint32)
