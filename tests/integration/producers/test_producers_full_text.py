"""Short entries and their pages, over real sockets: what is published, when, and what is never asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bad_servers import BadServer, whole
from memory_log import MemoryLog

from producers.events import Event, PageLooked
from producers.feedlist.spec import FeedSpec, FullText
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PageSettings, PollSettings
from producers.state import ProducerState
from tocsin.contract.article import Article, Publisher

pytestmark = pytest.mark.integration
SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True, total_s=2.0),
    pace=PaceSettings(unconditional_every=1_000),
    pages=PageSettings(looks_s=(100.0, 1000.0), miss_again_s=50.0),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=0,
)
STORY = [f"Traders said on day {n} that the fire began in a shop, and carried their goods out of it." for n in range(9)]


@dataclass
class Site:
    """A publisher: a feed of one short entry, its page, its robots.txt. Change the fields between polls."""

    title: str = "Fire in the market of Kagara"
    paragraphs: Sequence[str] = tuple(STORY)
    page_status: str = "200 OK"
    robots: tuple[str, bytes] = ("404 Not Found", b"")
    asked: list[str] = field(default_factory=list)
    clock: float = 1_000_000.0

    async def answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        self.asked.append(path)
        if path == "/robots.txt":
            await whole(self.robots[0], self.robots[1])(path, writer)
        elif path == "/story":
            text = "".join(f"<p>{p}</p>" for p in self.paragraphs)
            body = f"<html><body><article><h1>{self.title}</h1>{text}</article></body></html>".encode()
            await whole(self.page_status, body, Content_Type="text/html; charset=utf-8")(path, writer)
        else:
            item = f"<item><title>{self.title}</title><link>/story</link><guid>1</guid></item>"
            await whole("200 OK", f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())(path, writer)


class Desk:
    """Polls a site again and again with one state, on a clock of its own."""

    def __init__(self, folder: Path, site: Site, policy: FullText = "always") -> None:
        self.state, self.site, self.policy, self.log = folder / "p.sqlite", site, policy, MemoryLog()
        self.events: list[Event] = []
        self._runner, self._server = asyncio.Runner(), BadServer(site.answer)
        self._runner.run(self._server.__aenter__())

    def close(self) -> None:
        self._runner.run(self._server.__aexit__())
        self._runner.close()

    def run(self, *moments: float) -> list[Article]:
        """The articles after a poll at each moment (seconds after the first)."""
        for moment in moments:
            self._runner.run(self._round(self._server.url, moment))
        return self.log.articles

    async def _round(self, url: str, moment: float) -> None:
        feed = FeedSpec(id="f", url=url, publisher=Publisher(name="Paper"), interval_s=60, full_text=self.policy)
        now = self.site.clock + moment
        with ProducerState(self.state) as state:
            poller = Poller(
                [feed], state, self.log, SETTINGS, listener=self.events.append, now=lambda: now,
                gate=lambda title, _text: "Fire" in title,
            )  # fmt: skip
            poller.request_last_round()
            await asyncio.wait_for(poller.run(), 20)

    @property
    def outcomes(self) -> list[str]:
        return [event.outcome for event in self.events if isinstance(event, PageLooked)]


Open = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """`opened(site, policy)`; one desk a test."""
    desks: list[Desk] = []

    def open_desk(site: Site, policy: FullText = "always") -> Desk:
        desks.append(Desk(tmp_path, site, policy))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.close()


def test_a_short_entry_is_published_with_its_pages_words(opened: Open) -> None:
    desk = opened(Site())
    (article,) = desk.run(0, 10)
    assert (article.text_source, article.version) == ("page", 1)
    assert article.text.split("\n\n") == STORY
    assert desk.site.asked == ["/a", "/robots.txt", "/story", "/a"]


@pytest.mark.parametrize(
    ("policy", "title", "asked"),
    [
        ("candidates", "Fire in the market of Kagara", True),
        ("candidates", "Ferry is late again", False),
        ("never", "Fire in the market of Kagara", False),
    ],
)
def test_by_policy(opened: Open, policy: FullText, title: str, asked: bool) -> None:
    desk = opened(Site(title=title), policy)
    (article,) = desk.run(0)
    assert ("/story" in desk.site.asked) is asked
    assert article.text_source == ("page" if asked else "feed")


@pytest.mark.parametrize("robots", [("200 OK", b"User-agent: *\nDisallow: /story"), ("503 Service Unavailable", b"")])
def test_robots_txt_is_honoured(opened: Open, robots: tuple[str, bytes]) -> None:
    desk = opened(Site(robots=robots))
    (article,) = desk.run(0)
    assert article.text_source == "feed"
    assert desk.site.asked == ["/a", "/robots.txt"]
    assert desk.outcomes == ["forbidden_by_robots"]


def test_a_page_that_cannot_be_had_costs_the_article_nothing(opened: Open) -> None:
    site = Site(page_status="500 Internal Server Error")
    desk = opened(site)
    (article,) = desk.run(0)
    assert (article.text_source, article.version) == ("feed", 1)
    site.page_status = "200 OK"
    assert [(a.text_source, a.version) for a in desk.run(101)] == [("feed", 1), ("page", 2)]


def test_edits_are_found_by_looking_again_and_by_the_feed(opened: Open) -> None:
    desk = opened(Site())
    desk.run(0)
    desk.site.paragraphs = [*STORY, "The mayor said on the next day that nobody was hurt in the fire at the market."]
    assert [a.version for a in desk.run(50)] == [1]  # not yet time
    assert [a.version for a in desk.run(101)] == [1, 2]
    assert "nobody was hurt" in desk.log.articles[-1].text
    desk.site.title = "Fire in the market of Kagara put out"
    assert [(a.version, a.text_source) for a in desk.run(160)] == [(1, "page"), (2, "page"), (3, "page")]
    assert desk.log.articles[-1].title == desk.site.title
    assert [a.version for a in desk.run(161, 162)] == [1, 2, 3]


def test_a_deleted_page_is_a_version_that_says_so(opened: Open) -> None:
    desk = opened(Site())
    desk.run(0)
    desk.site.page_status = "404 Not Found"
    assert [a.version for a in desk.run(101)] == [1]
    articles = desk.run(160, 5_000)
    assert [(a.version, a.flags) for a in articles] == [
        (1, ("no_published_date",)),
        (2, ("no_published_date", "deleted")),
    ]
