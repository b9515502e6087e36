"""The parts of the bench, each over fresh topics on one broker."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evaluation.bench.kafka.latency import paced
from evaluation.bench.kafka.mix import articles
from evaluation.bench.kafka.processes import Worker, cpu_s, fresh, until
from evaluation.bench.kafka.work import Work
from processors.classify.core import Knowledge, classify
from tocsin import topics
from tocsin.contract.envelope import account_message, article_message
from tocsin.log.kafka import KafkaAddress, KafkaLog
from tocsin.log.port import Message
from tocsin.settings_services import KafkaSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """`articles` of each part that is measured by its rate; `accounts` of deduplicate's; `paced_s` of the latency's."""

    articles: int = 6_000
    accounts: int = 1_500
    paced_s: float = 30.0
    per_second: float = 100.0
    workers: int = 1
    health_port: int = 19150


@dataclass(frozen=True, slots=True)
class Whole:
    """End to end: articles between the first send and the last commit. CPU times in ms an article."""

    count: int
    seconds: float
    classify: Work
    deduplicate: Work
    broker_cpu_s: float
    memory_mb: dict[str, float]

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * (self.classify.cpu_s + self.deduplicate.cpu_s + self.broker_cpu_s) / self.count


@dataclass(frozen=True, slots=True)
class Round:
    loop: Work
    noop: Work
    classify: Work
    deduplicate: Work
    whole: Whole
    latency_s: Sequence[float]


class Bench:
    def __init__(self, bootstrap: str, broker_pid: int, folder: Path, plan: Plan) -> None:
        self._kafka = KafkaSettings(bootstrap=bootstrap)
        self._bootstrap, self._pid, self._folder, self._plan = bootstrap, broker_pid, folder, plan
        self._knowledge = Knowledge.load()

    def round(self, seed: int) -> Round:
        plan = self._plan
        news = [article_message(article) for article in articles(plan.articles, seed)]
        return Round(
            loop=self._alone("loop", news),
            noop=self._alone("noop", news),
            classify=self._alone("classify", news),
            deduplicate=self._alone("deduplicate", self._accounts(seed)),
            whole=self._whole(news),
            latency_s=self._latency(seed),
        )

    def _accounts(self, seed: int) -> list[Message]:
        """Of articles that all tell an incident: what the rest of the mix never sends on."""
        told = (classify(a, knowledge=self._knowledge).account for a in articles(self._plan.accounts, seed, 1.0))
        return [account_message(account) for account in told if account is not None]

    def _alone(self, role: str, messages: Sequence[Message]) -> Work:
        """The messages lie on the topic before the worker starts. The last hundred may not be noted."""
        fresh(self._bootstrap)
        self._send(messages)
        worker = Worker(role, self._bootstrap, self._folder)
        try:
            until(lambda: worker.work.count >= len(messages) // 100 * 100, f"{role} has done all")
            return worker.work
        finally:
            worker.stop()

    def _whole(self, messages: Sequence[Message]) -> Whole:
        fresh(self._bootstrap)
        running = self._services()
        classifiers, deduplicator = running[:-1], running[-1]
        begun, broker_s = time.monotonic(), cpu_s(self._pid)
        try:
            self._send(messages)
            until(lambda: sum(w.work.count for w in classifiers) >= len(messages), "classify has done all")
            told = self._end_of(topics.REPORTS.name)
            until(lambda: deduplicator.work.count >= told, "deduplicate has done all")
            ended = max(w.work.ended for w in running)
            broker_s = cpu_s(self._pid) - broker_s
            works = [w.work for w in running]
        finally:
            peaks = [worker.stop() for worker in running]
        together = Work(
            sum(w.count for w in works[:-1]), works[0].begun, works[0].ended, sum(w.cpu_s for w in works[:-1])
        )
        memory = {"classify": max(peaks[:-1]), "deduplicate": peaks[-1]}
        return Whole(len(messages), ended - begun, together, works[-1], broker_s, memory)

    def _latency(self, seed: int) -> list[float]:
        fresh(self._bootstrap)
        running = self._services()
        count = int(self._plan.paced_s * self._plan.per_second)
        try:
            return paced(self._kafka, list(articles(count, seed + 1000)), self._plan.per_second, f"tocsin-bench-{seed}")
        finally:
            for worker in running:
                worker.stop()

    def _services(self) -> list[Worker]:
        """Classify workers and, last, a deduplicator; all of them ready."""
        roles = ["classify"] * self._plan.workers + ["deduplicate"]
        ports = [self._plan.health_port + number for number in range(len(roles))]
        pairs = zip(roles, ports, strict=True)
        running = [Worker(role, self._bootstrap, self._folder, n, port) for n, (role, port) in enumerate(pairs)]
        for worker in running:
            until(worker.ready, "all services are ready")
        return running

    def _send(self, messages: Sequence[Message]) -> None:
        with closing(KafkaLog(KafkaAddress(self._bootstrap))) as log:
            producer = log.producer()
            for sent in [producer.send(message) for message in messages]:
                sent.result(60)

    def _end_of(self, topic: str) -> int:
        with closing(KafkaLog(KafkaAddress(self._bootstrap)).consumer("tocsin-bench-end", (topic,))) as consumer:
            consumer.poll(1, 10.0)
            return consumer.lag()
