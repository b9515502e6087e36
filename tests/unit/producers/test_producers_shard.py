"""Every feed has one shard, every article one issuer of edits, and all shards agree."""

from __future__ import annotations

import pytest

from producers.domain import polite_key
from producers.feedlist.spec import FeedSpec, make_spec
from producers.shard import WHOLE, Shard, parse_shard, shard_of

COUNT = 5


def feeds() -> list[FeedSpec]:
    return [make_spec({"url": f"https://www.paper-{n}.example/feed/{k}"}) for n in range(40) for k in range(3)]


def shards(listed: list[FeedSpec]) -> list[Shard]:
    return [Shard.of(index, COUNT, listed) for index in range(COUNT)]


def test_each_feed_is_polled_by_one_shard_and_a_domain_is_not_divided() -> None:
    by_domain: dict[str, set[int]] = {}
    for spec in feeds():
        (index,) = [shard.index for shard in shards(feeds()) if shard.polls(spec)]
        by_domain.setdefault(polite_key(spec.url), set()).add(index)
    assert all(len(found) == 1 for found in by_domain.values())
    assert len(set.union(*by_domain.values())) == COUNT


def test_the_same_on_every_machine() -> None:
    assert [shard_of(f"paper-{n}.example", 5) for n in range(8)] == [1, 2, 2, 2, 2, 4, 0, 3]


@pytest.mark.parametrize("url", ["https://paper-3.example/1", "https://m.paper-4.example/1", "https://other.example/"])
def test_one_shard_issues_the_edits_of_an_article(url: str) -> None:
    assert sum(shard.issues_edits_of(url) for shard in shards(feeds())) == 1


def test_it_is_the_shard_that_polls_the_publishers_own_feed() -> None:
    """Behind a feed service, `domain` says whose feed it is."""
    service = make_spec({"url": "https://feeds.service.example/paper", "domain": "paper.example"})
    (polls,) = [shard.index for shard in shards([service]) if shard.polls(service)]
    (edits,) = [s.index for s in shards([service]) if s.issues_edits_of("https://paper.example/1")]
    assert polls == edits


def test_an_article_without_an_address_is_its_own_feeds() -> None:
    assert all(shard.issues_edits_of(None) for shard in shards(feeds()))


def test_one_producer_does_it_all() -> None:
    assert all(WHOLE.polls(spec) and WHOLE.issues_edits_of(spec.url) for spec in feeds())


@pytest.mark.parametrize(("text", "expected"), [("1/1", (0, 1)), ("2/5", (1, 5)), (" 5/5", (4, 5))])
def test_people_count_from_one(text: str, expected: tuple[int, int]) -> None:
    assert parse_shard(text) == expected


@pytest.mark.parametrize("text", ["0/5", "6/5", "5", "a/b", "1/0", "-1/5", "1/5/7", ""])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(ValueError, match="is no shard"):
        parse_shard(text)
