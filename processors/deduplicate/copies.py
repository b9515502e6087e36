"""Which earlier article a text copies: families of near-equal texts, each led by its first article."""

from __future__ import annotations

from processors.deduplicate.fingerprint import bands, similarity, values_of
from processors.deduplicate.origins import COPY
from processors.deduplicate.postings import Postings

_MOST = 64  # leaders compared an article: page furniture may crowd a band


class Copies:
    """Leaders only: a story reprinted five hundred times is compared once. Their numbers never leave the process."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._leaders: dict[int, tuple[str, bytes]] = {}
        self._bands: Postings[int] = Postings()
        self._next = 0

    def put(self, article: str, fingerprint: str) -> None:
        """Make `article` a leader, with this text."""
        self.drop(article)
        values = values_of(fingerprint)
        self._put(article, values, bands(values))

    def drop(self, article: str) -> None:
        number = self._numbers.pop(article, None)
        if number is not None:
            _, values = self._leaders.pop(number)
            self._bands.remove(bands(values), number)

    def lead(self, article: str, fingerprint: str) -> str:
        """The leader whose text `article` copies; if there is none, `article` becomes one."""
        self.drop(article)
        values = values_of(fingerprint)
        keys = bands(values)
        met = sorted({self._leaders[number] for held in self._bands.met(keys) for number in held})[:_MOST]
        alike = [(-value, other) for other, text in met if (value := similarity(values, text)) >= COPY]
        if alike:
            return min(alike)[1]
        self._put(article, values, keys)
        return article

    def _put(self, article: str, values: bytes, keys: list[int]) -> None:
        number = self._numbers[article] = self._next
        self._next += 1
        self._leaders[number] = (article, values)
        self._bands.add(keys, number)
