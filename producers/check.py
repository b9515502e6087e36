"""Fetch each feed of a list once, politely, and say what it is; nothing is published or remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from producers.dates import read_published
from producers.domain import polite_key
from producers.entry import ParsedFeed
from producers.feedlist.spec import FeedSpec, without_credentials
from producers.fetch import Fetcher, FetchError, Response
from producers.outcome import GOOD, Outcome, of_status
from producers.parse_pool import ParsePool
from producers.parser import ParseKilledError, Parser
from producers.settings import PollSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`problems` is empty for a feed that is well; `usable` says whether it can be polled at all."""

    spec: FeedSpec
    outcome: Outcome
    status: int | None = None
    format: str = ""
    title: str | None = None
    entries: int = 0
    newest: datetime | None = None
    problems: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return self.outcome in GOOD


async def check_feeds(
    feeds: Sequence[FeedSpec],
    settings: PollSettings,
    now: datetime,
    progress: Callable[[Checked], None] = lambda _checked: None,
) -> list[Checked]:
    """In the order of `feeds`; one request at a time and `settings.spacing_s` between two per registrable domain."""
    domains: dict[str, list[FeedSpec]] = {}
    for spec in feeds:
        domains.setdefault(polite_key(spec.url), []).append(spec)
    found: dict[str, Checked] = {}
    room = asyncio.Semaphore(settings.concurrency)
    pool = ParsePool(max(1, settings.parse_workers), settings.parse_timeout_s, settings.parse_memory)

    async def one_domain(specs: list[FeedSpec]) -> None:
        for ordinal, spec in enumerate(specs):
            if ordinal:
                await asyncio.sleep(settings.spacing_s)
            async with room:
                checked = found[spec.id] = await _check(spec, fetcher, parser, now)
            progress(checked)

    async with Fetcher(settings.fetch) as fetcher, pool as parser:
        await asyncio.gather(*(one_domain(specs) for specs in domains.values()))
    return [found[spec.id] for spec in feeds]


async def _check(spec: FeedSpec, fetcher: Fetcher, parser: Parser, now: datetime) -> Checked:
    try:
        response = await fetcher.get(spec.url)
    except FetchError as error:
        return Checked(spec=spec, outcome=error.kind, problems=(error.detail,))
    outcome = of_status(response.status, "retry-after" in response.headers)
    if response.body is None:
        problem = f"answered with status {response.status}"
        return Checked(spec=spec, outcome=outcome, status=response.status, problems=(problem,))
    try:
        document = await parser.parse(response.body, response.headers.get("content-type"))
    except ParseKilledError as error:
        return Checked(spec=spec, outcome="parse_killed", status=200, problems=(str(error),))
    if not document.format and not document.entries:
        problem = document.problem or "not a feed"
        return Checked(spec=spec, outcome="unreadable", status=200, problems=(problem,))
    dates = [read_published(e.published or e.updated, spec.publisher.timezone, now) for e in document.entries]
    known = [date.at for date in dates if date.at is not None]
    undated = sum(date.flag is not None for date in dates)
    return Checked(
        spec=spec,
        outcome=outcome,
        status=response.status,
        format=document.format,
        title=document.title,
        entries=document.total,
        newest=max(known, default=None),
        problems=_problems(response, document, undated),
    )


def _problems(response: Response, document: ParsedFeed, undated: int) -> tuple[str, ...]:
    """What an operator may want to mend, though the feed can be polled."""
    found = []
    if response.permanent_url:
        found.append(f"moved for good to {without_credentials(response.permanent_url)}")
    if not document.entries:
        found.append("holds no entry")
    if document.entries and undated == len(document.entries):
        found.append("no entry has a date that can be read")
    elif undated:
        found.append(f"{undated} entries have no date that can be read")
    if not response.etag and not response.last_modified:
        found.append("sends no validators: every poll costs a whole document")
    if document.problem:
        found.append(f"not well-formed: {document.problem}")
    return tuple(found)
