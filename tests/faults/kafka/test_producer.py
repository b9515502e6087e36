"""A real producer over the broker: killed between acknowledgement and its own memory, its memory torn, its articles
refused for good."""

import signal
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import fault_feeds
import pytest
from fault_lab import LIMIT_S, Lab, kill, until
from fault_ledger import Ledger, read
from fault_nursery import Child
from kafka_lab import broker

from tocsin.contract.article import Article
from tocsin.contract.codec import decode

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
Check = Callable[[Ledger], None]


class Producing:
    """Producers, one after the other, over one memory."""

    def __init__(self, lab: Lab, feeds: Path) -> None:
        self.lab, self.feeds, self.data = lab, feeds, lab.folder / "producer"
        self.state = self.data / "producer.sqlite"

    def start(self, **options: object) -> Child:
        words = {"feeds": str(self.feeds), "data": str(self.data), **options}
        return self.lab.start_module("produce_worker", "produce", [words])

    def seen(self) -> int:
        """Articles that the producer takes for published."""
        if not self.state.exists():
            return 0
        try:
            with closing(sqlite3.connect(f"file:{self.state}?mode=ro", uri=True)) as memory:
                return int(memory.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:  # it is only now being made
            return 0

    def until_all_seen(self) -> None:
        until(lambda: self.seen() == len(self.lab.articles), "every article is published and seen")


def assert_published(lab: Lab) -> int:
    """Every entry is on the topic, no version with two contents. R: those that came more than once."""
    articles = [decode(Article, message.value) for message in read(lab.broker.bootstrap, "articles")]
    assert {a.url for a in articles} == {fault_feeds.link(article) for article in lab.articles}
    contents: dict[tuple[str, int], set[str]] = defaultdict(set)
    for article in articles:
        contents[article.id, article.version].add(article.content_hash)
    assert all(len(found) == 1 for found in contents.values())
    assert {version for _, version in contents} == {1}
    again = sum(times - 1 for times in Counter(a.url for a in articles).values())
    print(f"producer R={again}")  # noqa: T201 - R is told
    return again


def test_killed_between_acknowledgement_and_its_own_memory(lab: Lab, assert_whole: Check) -> None:
    lab.start("classify")
    lab.start("deduplicate")
    with fault_feeds.served(lab.articles, lab.folder) as feeds:
        producing = Producing(lab, feeds)
        for batch in (1, 2, 1):
            assert producing.start(crash_after=batch).wait() == -signal.SIGKILL
        producing.start()
        producing.until_all_seen()
    assert assert_published(lab) > 0, "the window was not hit"
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert ledger.dead == []


def test_its_memory_is_torn(lab: Lab, assert_whole: Check) -> None:
    """Half its journal gone, as by a power cut: it goes on. Garbage in its middle: one line, and a fresh one sends
    all again, which adds nothing."""
    lab.start("classify")
    lab.start("deduplicate")
    with fault_feeds.served(lab.articles, lab.folder) as feeds:
        producing = Producing(lab, feeds)
        assert producing.start(crash_after=2).wait() == -signal.SIGKILL
        journal = producing.state.with_name("producer.sqlite-wal")
        with journal.open("r+b") as file:
            file.truncate(journal.stat().st_size // 2)
        whole = producing.start()
        producing.until_all_seen()
        kill(whole)
        for file_ in producing.data.iterdir():
            file_.unlink()
        producing.state.write_bytes(b"\x00 garbage " * 5000)
        torn = producing.start()
        assert torn.wait() == 2
        (line,) = [x for x in log_of(lab, "produce").splitlines() if x.startswith("tocsin: ")]
        assert str(producing.state) in line
        producing.state.unlink()
        producing.start()
        producing.until_all_seen()
    assert assert_published(lab) >= len(lab.articles)
    lab.until_done()
    assert_whole(lab.ledger())


def test_an_article_refused_for_good_is_not_called_seen(lab: Lab, assert_whole: Check) -> None:
    """Neither its topic nor the dead letters take it: the producer ends with an error and loses nothing."""
    lab.start("classify")
    lab.start("deduplicate")
    with fault_feeds.served(lab.articles, lab.folder) as feeds:
        producing = Producing(lab, feeds)
        for topic in ("articles", "dead-letters"):
            lab.configure(topic, {"max.message.bytes": "300"})
        assert producing.start().wait() == 2
        assert "refused by its topic" in log_of(lab, "produce")
        assert producing.seen() == 0
        for topic in ("articles", "dead-letters"):
            lab.configure(topic, {"max.message.bytes": "2097152"})
        producing.start()
        producing.until_all_seen()
    assert assert_published(lab) == 0
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert ledger.dead == []


def test_sigterm_under_load_and_while_the_broker_is_away(lab: Lab, assert_whole: Check) -> None:
    """Exit 0 within 30 s; what is unsent waits in its memory."""
    lab.start("classify")
    lab.start("deduplicate")
    with fault_feeds.served(lab.articles, lab.folder) as feeds:
        producing = Producing(lab, feeds)
        for away in (False, True):
            before = producing.seen()
            if before == len(lab.articles):
                break  # a quick machine was through with all before it was asked to end
            producer = producing.start(pause_s=1.0)
            until(lambda b=before: b < producing.seen(), "it is at work")
            if away:
                broker().kill()
            producer.send_signal(signal.SIGTERM)
            assert producer.wait(30) == 0
            if away:
                broker().start()
        producing.start()
        producing.until_all_seen()
    assert_published(lab)
    lab.until_done()
    assert_whole(lab.ledger())


def log_of(lab: Lab, name: str) -> str:
    return "\n".join(path.read_text() for path in sorted(lab.folder.glob(f"{name}-*.log")))
