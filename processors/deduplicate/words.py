"""Words and names as matching compares them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from processors.deduplicate import tables

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents: `Jamundí` and `Jamundi` are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> tuple[str, ...]:
    """Folded words of three letters or more and numbers, without stop words, in order."""
    stop = stop_words()
    found = (m.group().replace("’", "'").removesuffix("'s") for m in _WORD.finditer(fold(text)))
    return tuple(w for w in found if (len(w) > 2 or w.isdigit()) and w not in stop)


@cache
def stop_words() -> frozenset[str]:
    return frozenset(w for line in tables.read("stop_words.toml")["words"] for w in line.split())
