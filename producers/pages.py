"""Which entries' pages are fetched, when they are looked at again, and what follows from what was found. Pure.

The page of a new entry is fetched before the article is published, once: if it cannot be had, the feed's own words
go out, and a later look may bring the rest as an edit. A page that is gone twice is an article that was deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from producers import links
from producers.feedlist.spec import FullText
from producers.page_text import PageText
from producers.settings import PageSettings
from tocsin.contract.article import Article
from tocsin.contract.identity import content_hash
from tocsin.contract.vocabulary import ArticleFlag

Gate = Callable[[str, str], bool]
"""Whether an article of this title and text may tell of an incident: the classifier's cheap look."""

PageOutcome = Literal["read", "no_text", "gone", "forbidden_by_robots", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A page to be looked at. `step` 0 is the look before publication, then those of `PageSettings.looks_s`.

    `article` is the draft (step 0) or what was last published; `version` is the draft's or the last one's. `told_hash`
    is what the feed said when it was last taken in, `published_hash` the content last published, None before.
    """

    article: Article
    url: str
    due_at: float
    step: int = 0
    version: int = 1
    misses: int = 0
    told_hash: str = ""
    published_hash: str | None = None
    guid: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """`publish` is the version to send, if any; `following` the next look, None after the last."""

    publish: Article | None
    following: PageTask | None


def wants_page(article: Article, policy: FullText, gate: Gate | None, settings: PageSettings) -> bool:
    """An entry that tells its whole story needs no page; without a gate no entry is a candidate."""
    if policy == "never" or article.url is None or len(article.text) >= settings.enough_text:
        return False
    return policy == "always" or (gate is not None and gate(article.title, article.text))


def after_page(
    task: PageTask, outcome: PageOutcome, page: PageText | None, base: str, now: float, stamp: datetime,
    settings: PageSettings,
) -> After:  # fmt: skip
    """`base` is where the page came from, `now` Unix seconds, `stamp` what a new version carries as `fetched_at`."""
    if outcome == "gone" and task.step > 0 and task.misses + 1 >= settings.misses:
        flags = tuple(dict.fromkeys((*task.article.flags, "deleted")))
        return After(replace(task.article, version=task.version + 1, fetched_at=stamp, flags=flags), None)
    article = task.article
    if outcome == "read" and page is not None:
        article = _with_page(task, page, base, settings)
    hashed = content_hash(article.title, article.text)
    publish = None
    if hashed != task.published_hash:
        version = task.version + (task.step > 0)
        publish = article = replace(article, version=version, content_hash=hashed, fetched_at=stamp)
    elif task.step == 0:  # the feed's new words are on the page already, as published
        article = replace(article, version=task.version - 1)
    misses = task.misses + 1 if outcome == "gone" else 0
    if outcome == "forbidden_by_robots":
        return After(publish, None)
    return After(publish, _next_look(task, article, misses, now, settings))


def _with_page(task: PageTask, page: PageText, base: str, settings: PageSettings) -> Article:
    """The article with the page's words, where they are more than the feed's."""
    canonical = links.clean_link(page.canonical, base)
    article = replace(task.article, canonical_url=canonical)
    first, _, rest = page.text.partition("\n\n")
    text = rest if first.casefold() == article.title.casefold() else page.text
    more = len(text) > len(article.text) or article.text_source == "page"
    if len(text) < settings.least_text or not more:
        return article
    flags: tuple[ArticleFlag, ...] = tuple(f for f in article.flags if f != "truncated")
    flags += ("truncated",) if page.truncated else ()
    summary = article.summary or (article.text if article.text_source == "feed" else "")
    return replace(article, text=text, summary=summary, text_source="page", flags=flags)


def _next_look(task: PageTask, article: Article, misses: int, now: float, settings: PageSettings) -> PageTask | None:
    if misses:  # soon, to know whether it is gone for good; it counts as no step
        due, step = now + settings.miss_again_s, max(task.step, 1)
    elif task.step < len(settings.looks_s):
        step = task.step + 1
        due = now + settings.looks_s[task.step] - (settings.looks_s[task.step - 1] if task.step else 0)
    else:
        return None
    hashed = content_hash(article.title, article.text)
    return replace(
        task, article=article, version=article.version, published_hash=hashed, due_at=due, step=step, misses=misses
    )
