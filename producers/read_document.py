"""A parsed document to the article versions worth publishing. Pure but for the look-ups it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from producers import links
from producers.article import FeedFacts, make_article
from producers.decide import Decision, Kind, Seen, decide
from producers.entry import Entry, ParsedFeed
from producers.state_schema import Pending, pack
from tocsin.contract.article import Article
from tocsin.contract.envelope import article_message
from tocsin.contract.identity import digest

_SHARED_BY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """`seen(article id)`; `by_guid(guid digest)` gives the article id and title digest last told under a guid;
    `may_edit(url)` says whether this producer issues the edits of the article there."""

    seen: Callable[[str], Seen | None]
    by_guid: Callable[[str], tuple[str, str] | None]
    may_edit: Callable[[str | None], bool] = lambda _url: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`pending` is in the order of publication as the feed gives it, oldest first. `held` are the ids of all articles
    in the document, `copies` of those that another feed told first. `ambiguous`: some of its links
    or guids do not tell articles apart. Counts are of entries; `unchanged` are those of which nothing is published."""

    pending: tuple[Pending, ...]
    published: tuple[datetime, ...]
    held: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    ambiguous: bool = False
    new: int = 0
    edited: int = 0
    unchanged: int = 0


def read_document(document: ParsedFeed, facts: FeedFacts, fetched_at: datetime, lookups: Lookups) -> Reading:
    """Decide on every entry; of entries with one id in one document, the first (newest) counts."""
    facts = replace(facts, title=document.title or facts.title, language=document.language or facts.language)
    counts = dict.fromkeys(get_args(Kind), 0)
    pending: dict[str, Pending] = {}
    published: list[datetime] = []
    held: dict[str, Kind] = {}
    entries = _own_guids(document.entries)
    identities = _identities(entries, facts.base)
    triples = list(zip(document.entries, entries, identities, strict=True))
    for told, entry, identity in triples:
        article = make_article(entry, facts, fetched_at, identity)
        if article is None:
            continue
        if article.published_at and not article.flags:
            published.append(article.published_at)
        guid, title = digest("guid", told.guid) if told.guid else None, digest("title", article.title)
        decision = _decide(article, guid, title, lookups)
        held.setdefault(decision.id, decision.kind)
        if decision.id in pending:
            continue
        counts[decision.kind] += 1
        if decision.publish:
            pending[decision.id] = _pending(article, decision, guid, title)
    return Reading(
        pending=tuple(reversed(pending.values())),
        published=tuple(published),
        held=tuple(held),
        copies=tuple(article for article, kind in held.items() if kind == "duplicate"),
        ambiguous=any((e.link and i is None) or e.guid != t.guid for t, e, i in triples),
        new=counts["new"],
        edited=counts["edited"],
        unchanged=counts["unchanged"] + counts["duplicate"] + counts["foreign"],
    )


def _own_guids(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, without guids that three or more of different titles share: such a guid tells nothing apart."""
    titles: dict[str, set[str | None]] = {}
    for entry in entries:
        if entry.guid is not None:
            titles.setdefault(entry.guid, set()).add(entry.title)
    shared = {guid for guid, told in titles.items() if len(told) >= _SHARED_BY}
    return [replace(entry, guid=None) if entry.guid in shared else entry for entry in entries]


def _identities(entries: Sequence[Entry], base: str) -> list[str | None]:
    """The normalised link of each entry, None where it does not tell articles apart.

    Some feeds link all entries to one page. Two entries with one link are an article and its update; three or more
    with guids and titles of their own are articles.
    """
    found = [links.normalise(entry.link, base) for entry in entries]
    sharing: dict[str, set[tuple[str | None, str | None]]] = {}
    for entry, link in zip(entries, found, strict=True):
        if link is not None:
            sharing.setdefault(link, set()).add((entry.guid, entry.title))
    return [
        link if link is not None and links.names_an_article(link) and len(sharing[link]) < _SHARED_BY else None
        for link in found
    ]


def _decide(article: Article, guid: str | None, title: str, lookups: Lookups) -> Decision:
    seen = lookups.seen(article.id)
    if seen is None and guid is not None:
        # A known guid under a new link, with the title it had, is the article it was: its address was mended. A guid
        # alone proves nothing: some feeds give all entries one guid.
        told = lookups.by_guid(guid)
        if told and told[1] == title and article.title:
            seen = lookups.seen(told[0])
    may_edit = lookups.may_edit(article.url)
    return decide(article.id, article.content_hash, article.feed.id, seen, may_edit=may_edit)


def _pending(article: Article, decision: Decision, guid: str | None, title: str) -> Pending:
    final = replace(article, id=decision.id, version=decision.version)
    return Pending(
        id=final.id,
        version=final.version,
        content_hash=final.content_hash,
        feed=final.feed.id,
        guid=guid,
        title=title,
        message=pack(article_message(final)),
        published_at=final.published_at.timestamp() if final.published_at and final.version == 1 else None,
    )
