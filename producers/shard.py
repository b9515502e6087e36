"""Which of several producers polls a feed, and which of them issues an article's edits. Pure.

Feeds are dealt out by registrable domain, so that the pause between two requests to a publisher is one process's
matter. Every shard is given the whole list, and all of them therefore agree on who owns what without talking.
See `docs/decisions/0004-shards-and-shared-articles.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from producers.domain import polite_key, publisher_domain
from producers.feedlist.spec import FeedSpec
from tocsin.contract.identity import digest

_FORM = re.compile(r"(\d{1,4})/(\d{1,4})\Z")


def shard_of(domain: str, shards: int) -> int:
    """0 to `shards` - 1, the same on every machine."""
    return int(digest("shard", domain)[:12], 16) % shards


def parse_shard(text: str) -> tuple[int, int]:
    """(0-based index, count) of `2/5`, which people count from 1. Raises ValueError."""
    found = _FORM.match(text.strip())
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(f"{text!r} is no shard: write for example 2/5, from 1/5 to 5/5")
    return int(found[1]) - 1, int(found[2])


@dataclass(frozen=True, slots=True)
class Shard:
    """`index` of `count`. `homes` are the shards of the domains whose own feeds are in the list."""

    index: int = 0
    count: int = 1
    homes: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, index: int, count: int, feeds: Iterable[FeedSpec]) -> Shard:
        """`feeds` is the whole list."""
        homes: dict[str, int] = {}
        for spec in feeds:
            domain = spec.publisher.domain or publisher_domain(spec.url)
            if domain:
                homes.setdefault(domain, shard_of(polite_key(spec.url), count))
        return cls(index, count, homes)

    def polls(self, spec: FeedSpec) -> bool:
        return shard_of(polite_key(spec.url), self.count) == self.index

    def issues_edits_of(self, url: str | None) -> bool:
        """Whether this shard may publish versions above 1 of the article at `url`.

        The one that polls the publisher's own feed; where the list has none, the one that the domain falls to. An
        article without an address is known to its own feed alone.
        """
        if self.count == 1 or url is None:
            return True
        domain = publisher_domain(url) or polite_key(url)
        home = self.homes.get(domain)
        return (shard_of(domain, self.count) if home is None else home) == self.index


WHOLE = Shard()
"""One producer polls everything."""
