"""Which articles of an incident are independent: reprints of one text, stories of one agency and the articles of one
publisher are one origin. A copy adds a source, never a confirmation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from processors.deduplicate.words import fold
from tocsin.contract.article import ArticleRef

COPY = 0.5
"""MinHash similarity from which two texts are one: reprints are cut and lightly edited, and still share half of
their shingles, while two reporters' own tellings of one event share less than a tenth."""

_LEGAL_TAIL = re.compile(r"\b(news agency|news|agency|press|wire|the|inc|ltd|plc)\b|[^\w]+")


@dataclass(frozen=True, slots=True)
class Telling:
    """`text_family`: the first article held with (nearly) this text."""

    ref: ArticleRef
    text_family: str


def origins(tellings: Sequence[Telling]) -> dict[str, str]:
    """Article -> its origin, named by the earliest given article of the same origin."""
    leader: dict[str, str] = {}
    parents: dict[str, str] = {}

    def root(article: str) -> str:
        while parents[article] != article:
            article = parents[article]
        return article

    order = {t.ref.id: i for i, t in enumerate(tellings)}
    for telling in tellings:
        article = telling.ref.id
        parents[article] = article
        for mark in _marks(telling):
            one, two = root(leader.setdefault(mark, article)), root(article)
            first, second = sorted((one, two), key=lambda a: order[a])
            parents[second] = first
    return {t.ref.id: root(t.ref.id) for t in tellings}


def _marks(telling: Telling) -> list[str]:
    """What an article shares with those it is not independent of."""
    ref = telling.ref
    marks = [f"text {telling.text_family}"]
    if ref.origin:
        # a paper's reprint of an agency speaks for the agency, not for the paper
        return [*marks, f"house {house(ref.origin)}"]
    if ref.publisher.name:
        marks.append(f"house {house(ref.publisher.name)}")
    if ref.publisher.domain:
        marks.append(f"domain {ref.publisher.domain}")
    return marks


@lru_cache(maxsize=8192)
def house(name: str) -> str:
    """`Meridian News Agency` and `Meridian` are one house."""
    short = _LEGAL_TAIL.sub(" ", fold(name)).split()
    return " ".join(short) or fold(name)
