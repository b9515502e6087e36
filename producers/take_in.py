"""A document, polled or pushed, to what is published as the feed tells it and what waits for its page."""

from __future__ import annotations

from producers.article import FeedFacts
from producers.domain import publisher_domain
from producers.entry import ParsedFeed
from producers.feedlist.spec import FeedSpec
from producers.pages import PageTask, wants_page
from producers.read_document import Lookups, Reading, read_document
from producers.state_schema import Pending, unpack
from producers.tools import Tools
from tocsin.contract.article import Article
from tocsin.contract.envelope import open_message


def read(
    document: ParsedFeed, spec: FeedSpec, base: str, title: str | None, language: str | None, tools: Tools
) -> Reading:
    """What of the document is new. `base` is where it came from; `title` and `language` stand in for its own.

    To be recorded before anything else is awaited: it decides on what the state holds now.
    """
    facts = FeedFacts(
        spec=spec,
        base=base,
        title=title,
        language=language,
        domain=publisher_domain(document.link or "") or publisher_domain(base),
    )
    lookups = Lookups(
        seen=tools.state.seen,
        by_guid=lambda guid: tools.state.by_guid(spec.id, guid),
        may_edit=tools.shard.issues_edits_of,
    )
    return read_document(document, facts, tools.stamp(), lookups)


def divide(
    spec: FeedSpec, told: tuple[Pending, ...], now: float, tools: Tools
) -> tuple[tuple[Pending, ...], tuple[PageTask, ...]]:
    """What goes out as the feed tells it, and what waits for its page."""
    if spec.full_text == "never":
        return told, ()
    whole, pages = [], []
    for pending in told:
        article = open_message(Article, unpack(pending.message))
        # Another shard's publisher is left to that shard: it keeps the pause between two requests to it.
        ours = tools.shard.issues_edits_of(article.url)
        wanted = ours and wants_page(article, spec.full_text, tools.gate, tools.settings.pages)
        if article.url is None or not (wanted or tools.state.drafted(pending.id)):
            whole.append(pending)
            continue
        pages.append(
            PageTask(
                article=article,
                url=article.url,
                due_at=now,
                version=pending.version,
                told_hash=pending.content_hash,
                guid=pending.guid,
                title=pending.title,
            )
        )
    return tuple(whole), tuple(pages)
