"""Which earlier article a text copies: families of near-equal texts, each led by its first article."""

from __future__ import annotations

from processors.deduplicate.fingerprint import bands, similarity
from processors.deduplicate.origins import COPY

_MOST = 64  # leaders compared an article: page furniture may crowd a band


class Copies:
    """Leaders only: a story reprinted five hundred times is compared once."""

    def __init__(self) -> None:
        self._fingerprints: dict[str, str] = {}
        self._bands: dict[int, set[str]] = {}

    def put(self, article: str, fingerprint: str) -> None:
        """Make `article` a leader, with this text."""
        self.drop(article)
        self._fingerprints[article] = fingerprint
        for band in bands(fingerprint):
            self._bands.setdefault(band, set()).add(article)

    def drop(self, article: str) -> None:
        fingerprint = self._fingerprints.pop(article, None)
        for band in bands(fingerprint) if fingerprint else ():
            leaders = self._bands[band]
            leaders.discard(article)
            if not leaders:
                del self._bands[band]

    def leader(self, article: str, fingerprint: str) -> str:
        """The leader whose text `article` copies, itself if there is none."""
        met = {other for band in bands(fingerprint) for other in self._bands.get(band, ()) if other != article}
        likeness = [(similarity(fingerprint, self._fingerprints[other]), other) for other in sorted(met)[:_MOST]]
        alike = [(-value, other) for value, other in likeness if value >= COPY]
        return min(alike)[1] if alike else article
