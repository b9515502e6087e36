"""A MinHash signature of an article's text, by which copies are told from tellings.

Broder (1997), On the resemblance and containment of documents. 64 values over shingles of four words: the standard
error of the estimated resemblance is 0.0625 at most.
"""

from __future__ import annotations

import base64
import struct

from rensa import RMinHash

from processors.classify.document import Document

_VALUES = 64
_SEED = 20201004
_SHINGLE = 4
_LONGEST = 4000  # words: a reprint shows in its first pages


def fingerprint(document: Document) -> str:
    """Base64 of little-endian 32-bit values; "" for a text without words."""
    words = [token.lower for sentence in document.sentences for token in sentence.tokens if token.lower[0].isalnum()]
    if not words:
        return ""
    words = words[:_LONGEST]
    last = max(1, len(words) - _SHINGLE + 1)
    sketch = RMinHash(num_perm=_VALUES, seed=_SEED)
    sketch.update([" ".join(words[at : at + _SHINGLE]) for at in range(last)])
    return base64.b64encode(struct.pack(f"<{_VALUES}I", *sketch.digest())).decode("ascii")
