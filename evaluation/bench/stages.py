"""What one article costs in each stage: CPU, bytes on the topics, bytes of state. `make bench-stages`.

Over the sample newsroom's articles, each told anew under many ids, and beside them the same share of plain news that
the world's feeds bring: docs/scaling.md reckons from these figures. CPU time, not the clock, so other programs on the
machine disturb little.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from processors.classify.core import Knowledge, classify
from processors.deduplicate.core import Deduplicator
from sinks.sqlite_store import SqliteStore
from tocsin import topics
from tocsin.contract import identity
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.envelope import account_message, article_message, incident_message
from tocsin.log.port import Delivered, Partition
from tocsin.newsroom.show import load_show
from tocsin.rules import RULES_VERSION

ROUNDS = 12
_BEGIN = datetime(2026, 3, 8, 6, tzinfo=UTC)


@dataclass
class Tally:
    seconds: float = 0.0
    count: int = 0
    bytes: int = 0

    @property
    def each_ms(self) -> float:
        return 1000 * self.seconds / max(1, self.count)

    @property
    def each_bytes(self) -> float:
        return self.bytes / max(1, self.count)


def articles() -> list[Article]:
    """Each of the sample's articles `ROUNDS` times, a day apart."""
    programme = load_show()
    outlets = {outlet.key: outlet for outlet in programme.outlets}
    made = []
    for day in range(ROUNDS):
        for number, scheduled in enumerate(programme.scheduled):
            outlet, item = outlets[scheduled.outlet], scheduled.item
            at = _BEGIN + timedelta(days=day, seconds=20 * number)
            made.append(
                Article(
                    id=identity.digest("bench", str(day), outlet.key, item.id, str(number)),
                    version=1,
                    content_hash=identity.digest(item.title, item.text),
                    url=f"https://{outlet.domain}/{day}/{number}",
                    feed=Feed(id=outlet.key, url=f"https://{outlet.domain}{outlet.path}", title=outlet.title),
                    publisher=Publisher(
                        name=outlet.title, domain=outlet.domain, country=outlet.country, timezone=outlet.timezone
                    ),
                    title=item.title,
                    text=item.text,
                    published_at=at - timedelta(minutes=5),
                    fetched_at=at,
                    rules_version=RULES_VERSION,
                )
            )
    return made


def main() -> None:
    knowledge = Knowledge.load()
    core = Deduplicator()
    told, passed, silent, accounts, revisions = Tally(), Tally(), Tally(), Tally(), Tally()
    rows: list[Delivered] = []
    everything = articles()
    for article in everything[:90]:  # caches as in a process that has run for a while
        classify(replace(article, id=identity.digest("warm", article.id)), knowledge)
    for article in everything:
        begun = time.process_time()
        outcome = classify(article, knowledge)
        spent = time.process_time() - begun
        kind = told if outcome.account else passed if outcome.rejections else silent
        kind.seconds += spent
        kind.count += 1
        kind.bytes += len(article_message(article).value)
        if outcome.account is None:
            continue
        if article.fetched_at >= _BEGIN + timedelta(days=1):  # told once more, they would all be copies
            continue
        accounts.count += 1
        accounts.bytes += len(account_message(outcome.account).value)
        begun = time.process_time()
        applied = core.apply(outcome.account)
        accounts.seconds += time.process_time() - begun
        for revision in applied.revisions:
            message = incident_message(revision, article.fetched_at)
            revisions.count += 1
            revisions.bytes += len(message.value)
            rows.append(Delivered(message, Partition(topics.INCIDENTS.name), len(rows), 0))
    revisions.seconds = _stored(rows)
    _tell(told, passed, silent, accounts, revisions, core.size(), len(everything))


def _stored(rows: list[Delivered]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        sink = SqliteStore(Path(folder) / "bench.sqlite")
        begun = time.process_time()
        for row in rows:
            sink.add(row)
            if row.offset % 500 == 499:
                sink.flush()
        sink.flush()
        spent = time.process_time() - begun
        sink.close()
    return spent


def _tell(
    told: Tally, passed: Tally, silent: Tally, accounts: Tally, revisions: Tally, state: tuple[int, int], total: int
) -> None:
    lines = [
        f"articles read: {total}: with reports {told.count}, rejections only {passed.count}, neither {silent.count}",
        f"| an article | {(told.bytes + passed.bytes + silent.bytes) / total:,.0f} bytes on `articles` |",
        f"| classify, an article with reports | {told.each_ms:.2f} ms |",
        f"| classify, an article with rejections only | {passed.each_ms:.2f} ms |",
        f"| classify, any other | {silent.each_ms:.2f} ms |",
        f"| an account | {accounts.each_bytes:,.0f} bytes on `reports` |",
        f"| deduplicate, an account | {accounts.each_ms:.2f} ms |",
        f"| a revision | {revisions.each_bytes:,.0f} bytes on `incidents` |",
        f"| revisions an account | {revisions.count / max(1, accounts.count):.2f} |",
        f"| sink (SQLite), a revision | {revisions.each_ms:.2f} ms |",
        f"| state of deduplicate, an account | {state[1] / max(1, accounts.count):,.0f} bytes |",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
