"""Which earlier article a text copies: families of near-equal texts, each led by its first article."""

from __future__ import annotations

from sys import intern

from processors.deduplicate.fingerprint import bands, similarity
from processors.deduplicate.origins import COPY
from processors.deduplicate.postings import Postings

_MOST = 64  # leaders compared an article: page furniture may crowd a band


class Copies:
    """Leaders only: a story reprinted five hundred times is compared once."""

    def __init__(self) -> None:
        self._fingerprints: dict[str, str] = {}
        self._bands: Postings[int, str] = Postings()

    def put(self, article: str, fingerprint: str) -> None:
        """Make `article` a leader, with this text."""
        self.drop(article)
        self._fingerprints[article] = intern(fingerprint)
        self._bands.add(bands(fingerprint), article)

    def drop(self, article: str) -> None:
        fingerprint = self._fingerprints.pop(article, None)
        if fingerprint:
            self._bands.remove(bands(fingerprint), article)

    def leader(self, article: str, fingerprint: str) -> str:
        """The leader whose text `article` copies, itself if there is none."""
        met = {other for band in bands(fingerprint) for other in self._bands.get(band) if other != article}
        likeness = [(similarity(fingerprint, self._fingerprints[other]), other) for other in sorted(met)[:_MOST]]
        alike = [(-value, other) for value, other in likeness if value >= COPY]
        return min(alike)[1] if alike else article
