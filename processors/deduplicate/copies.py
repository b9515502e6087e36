"""Which earlier article a text copies: families of near-equal texts, each led by its first article."""

from __future__ import annotations

from processors.deduplicate.fingerprint import bands, similarity, values_of
from processors.deduplicate.origins import COPY
from processors.deduplicate.postings import Postings

_MOST = 64  # leaders compared an article: page furniture may crowd a band


class Copies:
    """Leaders only: a story reprinted five hundred times is compared once."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}
        self._bands: Postings[int, str] = Postings()

    def put(self, article: str, fingerprint: str) -> None:
        """Make `article` a leader, with this text."""
        self.drop(article)
        values = self._values[article] = values_of(fingerprint)
        self._bands.add(bands(values), article)

    def drop(self, article: str) -> None:
        values = self._values.pop(article, None)
        if values:
            self._bands.remove(bands(values), article)

    def leader(self, article: str, fingerprint: str) -> str:
        """The leader whose text `article` copies, itself if there is none."""
        values = values_of(fingerprint)
        met = {other for band in bands(values) for other in self._bands.get(band) if other != article}
        likeness = [(similarity(values, self._values[other]), other) for other in sorted(met)[:_MOST]]
        alike = [(-value, other) for value, other in likeness if value >= COPY]
        return min(alike)[1] if alike else article
