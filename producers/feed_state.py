"""What is remembered of one feed between polls. A value; `state` keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from producers.schedule import Known
from tocsin.contract.identity import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Times are Unix seconds. `due_at` is None before the first poll and after the last (`stopped` says why).

    `list_url` is a digest of the list's URL (which may hold credentials): `known_under` starts afresh when it changes.
    `moved_to` is where permanent redirects led `moved_times` polls in a row; `adopted_url` replaces the list's URL.
    `skip_hours` are the UTC hours, commas between, in which its last document asks to be left alone.
    `last_read_at` is when it last gave a document that was new, and could be read.
    `pushed` are the articles that a hub has pushed since the last good poll.
    `articles` it told first; `scoops` are those of them that others told later, `duplicates` what others told first.
    `best_entries` is the most entries a document of it has held: one that was fine and is empty now is suspect.
    """

    id: str
    list_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    body_bytes: int = 0
    due_at: float | None = None
    stopped: str | None = None
    adopted_url: str | None = None
    moved_to: str | None = None
    moved_times: int = 0
    title: str | None = None
    last_outcome: str | None = None
    last_poll_at: float | None = None
    last_new_at: float | None = None
    last_read_at: float | None = None
    best_entries: int = 0
    min_interval_s: float | None = None
    skip_hours: str = ""
    articles: int = 0
    edits: int = 0
    duplicates: int = 0
    scoops: int = 0
    errors: int = 0
    throttled: int = 0
    pushed: int = 0
    known: Known = field(default_factory=Known)

    @property
    def suspect(self) -> bool:
        return self.best_entries > 0 and self.known.entries == 0

    @property
    def sole_share(self) -> float | None:
        """The share of its articles that no other feed of the list has told; None without articles."""
        return 1 - self.scoops / self.articles if self.articles else None


def known_under(state: FeedState, url: str) -> FeedState:
    """`state` if it was learnt under this URL of the feed list; else the counts alone.

    Validators, a redirect or a 410 of the old address say nothing about a new one.
    """
    list_url = digest("url", url)
    if state.list_url in (None, list_url):
        return replace(state, list_url=list_url)
    return FeedState(
        id=state.id,
        list_url=list_url,
        title=state.title,
        articles=state.articles,
        edits=state.edits,
        duplicates=state.duplicates,
        scoops=state.scoops,
        errors=state.errors,
        throttled=state.throttled,
    )


_OWN = tuple(f.name for f in fields(FeedState) if f.name != "known")
_KNOWN = tuple(f.name for f in fields(Known))
COLUMN_NAMES = _OWN + _KNOWN
COUNTS = frozenset(f.name for f in (*fields(FeedState), *fields(Known)) if f.default == 0)


def to_row(state: FeedState) -> tuple[Any, ...]:
    """Values in the order of `COLUMN_NAMES`."""
    return tuple(getattr(state, n) for n in _OWN) + tuple(getattr(state.known, n) for n in _KNOWN)


def from_row(row: tuple[Any, ...]) -> FeedState:
    own = dict(zip(_OWN, row, strict=False))
    own["skip_hours"] = own["skip_hours"] or ""  # a file from before it was kept
    return FeedState(**own, known=Known(**dict(zip(_KNOWN, row[len(_OWN) :], strict=True))))
