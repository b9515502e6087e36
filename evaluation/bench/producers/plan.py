"""How large a run is, and which feed lives where."""

from __future__ import annotations

from dataclasses import dataclass

from producers.feedlist.spec import FeedSpec
from tocsin.contract.article import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`interval_s` is how often each feed is polled, `changed_every` how many of its polls find something new."""

    feeds: int = 10_000
    hosts: int = 200
    interval_s: float = 56.0
    spacing_s: float = 1.0
    seconds: float = 120.0
    changed_every: int = 10
    latency_s: float = 0.02
    loop_feeds: int = 400

    def host(self, feed: int) -> str:
        """A loopback address of its own for each host."""
        return address(feed % self.hosts)

    def url(self, feed: int, port: int) -> str:
        return f"http://{self.host(feed)}:{port}/{feed}"

    def spec(self, feed: int, port: int) -> FeedSpec:
        return FeedSpec(
            id=f"feed-{feed}",
            url=self.url(feed, port),
            publisher=Publisher(name=f"Feed {feed}", timezone="UTC"),
            language="en",
            interval_s=self.interval_s,
            full_text="never",
        )


def address(host: int) -> str:
    return f"127.0.{1 + host // 200}.{1 + host % 200}"
