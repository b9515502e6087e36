"""The items of a news digest: paragraphs that each open with a label of their own, `KIRKUK: ...` or `Kenya - ...`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.classify.data.tables import words

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.]+(?:[ ,/-]+[A-ZÀ-Þ'’.]+){0,3}"
_NAME = r"[A-ZÀ-Þ][\w'’.]+(?:[ ,/-]+[A-ZÀ-Þ][\w'’.]+){0,3}"
_LABEL = re.compile(
    rf"\s*(?:[*•]\s+)?(?:(?P<capitals>{_CAPITALS})\s*(?:[:.]|\s[-–—])|(?P<name>{_NAME})(?P<mark>[:.]|\s[-–—]))\s+(?=\S)"
)
_WITHIN = re.compile(rf"\s*(?:Meanwhile,? )?(?:[Ii]n|[Aa]cross) (?:the )?(?P<name>{_NAME}),\s+(?=\S)")
_LEAST = 3  # items: one label is a dateline, two may be a dateline and a link
_LEAST_SHARE = 0.4  # of the paragraphs from the first label to the last
_MOST_WORDS = 4


def items_of(paragraphs: Sequence[str], title: str = "") -> dict[int, str]:
    """The labels of the paragraphs that open an item, by their numbers; none in a story, nor in a transcript, where the
    speakers' names come again and again. Of a digest by its title two items may be from one place."""
    digest = _is_digest(title)
    labels = {at: label for at, text in enumerate(paragraphs) if (label := _label(text, digest=digest))}
    distinct = len(set(labels.values())) + (digest and len(labels) >= _LEAST)
    if distinct < _LEAST or distinct * 2 <= len(labels):
        return {}
    if len(labels) < _LEAST_SHARE * (max(labels) - min(labels) + 1):
        return {}
    return labels


def _is_digest(title: str) -> bool:
    low = f" {title.lower().replace('-', ' ')} "
    return any(f" {phrase} " in low or f" {phrase}:" in low for phrase in words("boilerplate", "digests"))


def _label(paragraph: str, *, digest: bool) -> str | None:
    """In a digest `Lebanon: ...`, `Lebanon. ...` and `In Lebanon, ...` are labels, too; elsewhere those may be a
    caption, a speaker, a sentence."""
    found = _LABEL.match(paragraph[:120])
    if found is not None and found["mark"] in (":", ".") and not digest:
        found = None
    if found is None:
        within = _WITHIN.match(paragraph[:120]) if digest else None
        label = within["name"] if within else ""
    else:
        label = found["capitals"] or found["name"]
    label = label.strip(" ,").lower()
    return (
        label if label and label not in words("boilerplate", "labels") and len(label.split()) <= _MOST_WORDS else None
    )
