"""One look at an article's page: robots.txt, fetch, extract, decide, record."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from producers import schedule
from producers.feedlist.spec import without_credentials
from producers.fetch import PAGES, FetchError, Response
from producers.outcome import of_status
from producers.page_text import PageText
from producers.pages import PageOutcome, PageTask, after_page
from producers.parser import ParseKilledError
from producers.state_schema import Pending, pack
from producers.tools import Tools
from tocsin.contract.article import Article
from tocsin.contract.envelope import article_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`pending` is the version to send, if any. `block_until` is set if the host asked to be left alone."""

    outcome: PageOutcome
    pending: Pending | None
    block_until: float | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    outcome: PageOutcome
    page: PageText | None = None
    response: Response | None = None
    problem: str | None = None


async def look(task: PageTask, tools: Tools) -> Look:
    """Look, record durably, say what happened. Raises `StateError` (then nothing was recorded); no other error."""
    found = await _find(task, tools)
    now, response = tools.now(), found.response
    base = without_credentials(response.url if response else task.url)
    after = after_page(task, found.outcome, found.page, base, now, tools.stamp(), tools.settings.pages)
    pending = _pending(task, after.publish) if after.publish is not None else None
    if not tools.state.page_done(task, pending, after.following):
        pending = None  # the feed has told more meanwhile: that is looked at next
    block = None
    if response is not None and of_status(response.status, "retry-after" in response.headers) == "throttled":
        asked = schedule.retry_after(response.headers.get("retry-after"), now) or 0
        block = now + min(asked, tools.settings.pace.retry_after_max_s)
    return Look(outcome=found.outcome, pending=pending, block_until=block, problem=found.problem)


async def _find(task: PageTask, tools: Tools) -> _Found:
    robots = tools.robots.known(task.url, tools.now())
    if robots is None:
        robots = await tools.robots.fetch(task.url, tools.fetcher, tools.now(), tools.visit)
        await asyncio.sleep(tools.settings.spacing_s)
        if tools.visit is not None:  # robots.txt may have led to another host
            await tools.visit(task.url)
    if not robots.allows(task.url):
        return _Found(outcome="forbidden_by_robots")
    try:
        response = await tools.fetcher.get(task.url, accept=PAGES, visit=tools.visit)
    except FetchError as error:
        return _Found(outcome="failed", problem=str(error))
    if response.status in (404, 410):
        return _Found(outcome="gone", response=response)
    if response.body is None:
        return _Found(outcome="failed", response=response, problem=f"status {response.status}")
    try:
        page = await tools.parser.read_page(response.body, response.headers.get("content-type"))
    except ParseKilledError as error:
        return _Found(outcome="failed", response=response, problem=str(error))
    outcome: PageOutcome = "read" if page.text else "no_text"
    return _Found(outcome=outcome, page=page, response=response, problem=page.problem)


def _pending(task: PageTask, article: Article) -> Pending:
    """`content_hash` is of what the feed told: it is what the next poll of the feed is compared with."""
    published = article.published_at.timestamp() if article.published_at and article.version == 1 else None
    return Pending(
        id=article.id,
        version=article.version,
        content_hash=task.told_hash,
        feed=article.feed.id,
        guid=task.guid,
        title=task.title,
        message=pack(article_message(article)),
        published_at=published,
    )
