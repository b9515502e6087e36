"""Deterministic identities: the same input gives the same id on every machine and in every replay."""

from __future__ import annotations

import hashlib

_ID_BYTES = 12  # 96 bits: a collision among 10^12 articles has a chance below 10^-5


def digest(kind: str, *parts: str | int) -> str:
    """Hex BLAKE2b of `kind` and `parts`, length-prefixed so that no two part lists look alike."""
    state = hashlib.blake2b(digest_size=_ID_BYTES, person=kind.encode()[:16])
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()


def article_id(link: str | None, feed: str, guid: str) -> str:
    """Of the entry's normalised link, else of feed and guid."""
    return digest("article", "link", link) if link else digest("article", "guid", feed, guid)


def content_hash(title: str, text: str) -> str:
    """Of what a reader sees: a change of it is a new version."""
    return digest("content", title, text)


def report_id(article: str, version: int, ordinal: int) -> str:
    return digest("report", article, version, ordinal)


def rejection_id(article: str, version: int, sentence: int, ordinal: int = 0) -> str:
    return digest("rejection", article, version, sentence, ordinal)


def claim_id(report: str, ordinal: int) -> str:
    return digest("claim", report, ordinal)


def incident_id(report: str) -> str:
    """Of the report that opened it."""
    return digest("incident", report)


def correction_id(incident: str, author: str, made_at: str, action: str) -> str:
    return digest("correction", incident, author, made_at, action)


def event_id(topic: str, subject: str, revision: int | str) -> str:
    """CloudEvents `id`: unique with `source` (CloudEvents 1.0, section 'id')."""
    return digest("event", topic, subject, revision)
