"""Words and names as matching compares them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from processors.deduplicate import tables

_ALIKE = str.maketrans("qcvz", "kkfs")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents: `Jamundí` and `Jamundi` are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def folded(texts: Sequence[str]) -> list[str]:
    """Each text folded; most news is plain ASCII, and goes in one step."""
    joined = "\0".join(texts)
    if joined.isascii() and joined.count("\0") == len(texts) - 1:
        return joined.lower().split("\0")
    return [fold(text) for text in texts]


@lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """What the spellings of one foreign name share: `Zebqin`, `Zibkine` and `Zibqin` are `~sbkn`."""
    plain = fold(name).translate(_ALIKE)
    heard = [c for c in plain if c.isalpha() and c not in "aeiouywh"]
    return "~" + "".join(c for at, c in enumerate(heard) if at == 0 or c != heard[at - 1])


def words(text: str) -> tuple[str, ...]:
    """Folded words of three letters or more and numbers, without stop words, in order."""
    stop = stop_words()
    found = [word.removesuffix("'s") for word in _WORD.findall(fold(text).replace("’", "'"))]
    return tuple([w for w in found if (len(w) > 2 or w.isdigit()) and w not in stop])


@cache
def stop_words() -> frozenset[str]:
    return frozenset(w for line in tables.read("stop_words.toml")["words"] for w in line.split())
