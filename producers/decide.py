"""What to do with an entry: publish it as a new article, as a new version, or skip it. Pure.

Only the feed that first published an article issues its versions: three feeds with three summaries of one address
would flip it at each poll. A date that moved is not a new article; equal dates lose nothing, since dates are not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["new", "edited", "unchanged", "duplicate", "foreign"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was last sent (or is on its way) of an article, and the feed that sent it first."""

    id: str
    version: int
    content_hash: str
    first_feed: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`new` and `edited` are published as `version` of article `id`; the others are not.

    `unchanged`: this feed told it before in the same words. `duplicate`: another feed told it first.
    `foreign`: it was edited, and another shard is the one to say so.
    """

    kind: Kind
    id: str
    version: int

    @property
    def publish(self) -> bool:
        return self.kind in ("new", "edited")


def decide(article: str, content_hash: str, feed: str, seen: Seen | None, *, may_edit: bool = True) -> Decision:
    """`article` is the id by its link; `seen` is what is known under it, or under this feed's guid for it.

    `may_edit`: this producer is the one that issues the article's versions above 1 (`producers/shard.py`).
    """
    if seen is None:
        return Decision("new", article, 1)
    if seen.first_feed != feed:
        return Decision("duplicate", seen.id, seen.version)
    if seen.content_hash == content_hash:
        return Decision("unchanged", seen.id, seen.version)
    if not may_edit:
        return Decision("foreign", seen.id, seen.version)
    return Decision("edited", seen.id, seen.version + 1)
