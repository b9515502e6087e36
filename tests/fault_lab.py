"""Services as processes over the session's broker, and waiting for what they should come to."""

from __future__ import annotations

import functools
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import fault_corpus
import fault_ledger
from fault_nursery import Child, nursery
from fault_watch import Watch
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka_lab import Broker, free_port

from tocsin.contract.article import Article
from tocsin.contract.envelope import article_message
from tocsin.contract.report import Account
from tocsin.log.kafka import KafkaLog
from tocsin.log.port import Message

PATIENCE_S = float(os.environ.get("FAULTS_PATIENCE_S", "60"))
LIMIT_S = float(os.environ.get("FAULTS_LIMIT_S", "300"))  # of one scenario


def until(true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> float:
    """Waits for what another process does; how long it took, in seconds."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < patience_s, f"not within {patience_s} s: {what}"
        time.sleep(0.1)
    return time.monotonic() - begun


class Lab:
    def __init__(self, broker: Broker, folder: Path, count: int, partitions: int = 4) -> None:
        self.broker, self.folder = broker, folder
        self.articles = fault_corpus.articles(count)
        self.running: list[Child] = []
        broker.fresh(articles_partitions=partitions)
        self.watch = Watch(broker.bootstrap)

    def start(self, service: str, **options: Any) -> Child:
        """A processor."""
        return self.start_module("fault_worker", service, [service, options])

    def start_module(self, module: str, name: str, words: list[Any]) -> Child:
        """`words` end in options, which are told the broker, too. Its log is `NAME-NUMBER.log`."""
        options = {"bootstrap": self.broker.bootstrap, **words[-1]}
        log = self.folder / f"{name}-{len(self.running)}.log"
        process = nursery().start(module, [*words[:-1], options], log)
        self.running.append(process)
        return process

    def send(self, articles: Iterable[Article]) -> None:
        self.send_messages(article_message(article) for article in articles)

    def send_messages(self, messages: Iterable[Message]) -> None:
        log = KafkaLog(self.broker.address)
        producer = log.producer()
        for future in [producer.send(message) for message in messages]:
            future.result(30)
        log.close()

    def configure(self, topic: str, config: dict[str, str]) -> None:
        with closing(KafkaAdminClient(bootstrap_servers=self.broker.bootstrap)) as admin:
            admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, config)])

    def lag(self, service: str, topic: str) -> int:
        return self.watch.lag(service, topic)

    def done(self) -> bool:
        """Whether both processors have committed everything."""
        return self.lag("classify", "articles") == 0 == self.lag("deduplicate", "reports")

    def until_done(self, patience_s: float = PATIENCE_S) -> float:
        """Until both processors have committed everything."""
        begun = time.monotonic()
        until(lambda: self.lag("classify", "articles") == 0, "classify finishes", patience_s)
        until(lambda: self.lag("deduplicate", "reports") == 0, "deduplicate finishes", patience_s)
        return time.monotonic() - begun

    def end_of(self, topic: str) -> int:
        return self.watch.end_of(topic)

    def ledger(self, more: Iterable[Article] = ()) -> fault_ledger.Ledger:
        """`more`: articles beside the lab's own."""
        expected: dict[str, Account] = {}
        for article in [*self.articles, *more]:
            account = fault_corpus.classify(article).account
            assert account is not None
            expected[article.id] = account
        return fault_ledger.count(self.broker.bootstrap, expected)

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.watch.close()

    def logs(self) -> str:
        return "\n".join(f"== {p.name}\n{p.read_text('utf-8', 'replace')[-3000:]}" for p in self.folder.glob("*.log"))


def kill(process: Child) -> None:
    process.kill()
    process.wait()


@functools.cache
def undisturbed(count: int) -> frozenset[tuple[frozenset[str], bytes]]:
    """Which articles stand together, and the fields, when nothing goes wrong: the core alone, in order."""
    from processors.deduplicate.core import Deduplicator
    from tocsin.contract.codec import encode

    core, newest = Deduplicator(), {}
    for article in fault_corpus.articles(count):
        account = fault_corpus.classify(article).account
        assert account is not None
        for revision in core.apply(account).revisions:
            newest[revision.id] = revision
    return frozenset(
        (frozenset(ref.article for ref in i.reports), encode([i.casualties, i.where, i.when, i.type]))
        for i in newest.values()
        if i.status in ("open", "closed")
    )


@contextmanager
def opened(broker: Broker, folder: Path, count: int, partitions: int = 4) -> Iterator[Lab]:
    lab = Lab(broker, folder, count, partitions)
    try:
        yield lab
    except BaseException:
        print(lab.logs())  # noqa: T201 - pytest shows it with the failure
        raise
    finally:
        lab.close()


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body of the health port; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


__all__ = ["LIMIT_S", "Lab", "free_port", "get", "kill", "opened", "undisturbed", "until"]
