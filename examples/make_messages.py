"""Write `docs/schemas/examples/`: a message of every type, as it stands on its topic.

    tocsin run --data data/show; python examples/make_messages.py data/show

They are the first of each type that the sample newsroom's run has left in its log; what a minute of news does not bring
(a closing, corrections by hand) is made from them by the deduplicator.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from processors.deduplicate.core import Deduplicator
from tocsin import topics
from tocsin.contract.article import Article
from tocsin.contract.asyncapi import MESSAGES
from tocsin.contract.codec import decode
from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.contract.envelope import (
    account_message,
    article_message,
    correction_message,
    header,
    incident_message,
    open_message,
)
from tocsin.contract.fields import When, Where
from tocsin.contract.identity import correction_id
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account, Correction
from tocsin.contract.version import CONTRACT_VERSION
from tocsin.log.port import Message
from tocsin.log.sqlite import SqliteLog
from tocsin.rules import RULES_VERSION

FOLDER = Path(__file__).parents[1] / "docs" / "schemas" / "examples"


def main(run: Path) -> None:
    log = SqliteLog(run / "log.sqlite")
    sent = [record.message for topic in topics.ALL for record in log.read(topic.name, limit=100_000)]
    state = log.state("deduplicate")
    log.close()
    found: dict[str, Message] = {}
    for message in sorted(sent, key=lambda message: len(message.value)):
        found.setdefault(kind(message), message)
    for message in made(sent, state):
        found.setdefault(kind(message), message)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, message in found.items():
        (FOLDER / f"{name.removeprefix('tocsin.')}.json").write_text(text(message), "utf-8")
    sys.stdout.write(f"{len(found)} written; none of {sorted(MESSAGES.keys() - found.keys()) or 'any is missing'}\n")


def kind(message: Message) -> str:
    if message.topic == topics.DEAD_LETTERS.name:
        return "dead-letter"
    return (header(message, "ce_type") or "").removesuffix(f".{CONTRACT_VERSION}")


def made(sent: list[Message], state: Iterable[tuple[str, bytes]]) -> Iterator[Message]:
    """A deleted article, corrections and what they come to, a closing, a dead letter."""
    article = decode(Article, next(m for m in sent if m.topic == topics.ARTICLES.name).value)
    yield article_message(replace(article, version=article.version + 1, text="", flags=("deleted",)))
    deduplicator = Deduplicator.restore(state)
    incidents = [decode(Incident, m.value) for m in sent if m.topic == topics.INCIDENTS.name]
    alive = sorted({i.id: i for i in incidents}.values(), key=lambda i: i.total_reports)
    one, other, third = [i for i in alive if i.status == "open"][:3]
    large = next(i for i in reversed(alive) if i.status == "open" and i.total_reports > 1)
    accounts = [open_message(Account, m) for m in sent if "account" in kind(m)]
    at = max(account.article.fetched_at for account in accounts)
    for correction in (
        _correction(one, "pin", at, field="casualties.killed.best", value=3),
        _correction(other, "retract", at),
        _correction(third, "merge", at, into=one.id),
        _correction(large, "split", at, reports=(large.reports[0].report,)),
    ):
        yield correction_message(correction)
        for revision in deduplicator.apply(correction).revisions:
            yield incident_message(revision, at)
    last = max((account for account in accounts if account.reports), key=lambda account: account.article.fetched_at)
    later = replace(last.article, id="f" * 24, fetched_at=at + timedelta(days=30), published_at=at + timedelta(days=30))
    elsewhere = replace(last.reports[0], id="e" * 24, claims=(), when=When(), where=Where(), terms=())
    for revision in deduplicator.apply(replace(last, article=later, reports=(elsewhere,))).revisions:
        yield incident_message(revision, later.fetched_at)
    yield from _reopened(deduplicator, accounts, later.fetched_at)
    broken = replace(account_message(last), value=b'{"article": 7}')
    letter = DeadLetter(
        stage="deduplicate", error="ContractError", message="Account: article: expected object", partition=0, offset=41,
        topic=topics.REPORTS.name, failed_at=datetime(2026, 3, 8, tzinfo=UTC), rules_version=RULES_VERSION,
    )  # fmt: skip
    yield dead_letter_message(letter, broken)


def _reopened(deduplicator: Deduplicator, accounts: list[Account], at: datetime) -> Iterator[Message]:
    """An edit of an article of a closed incident, and a late report of it, which is rejected."""
    from tocsin.contract.envelope import rejections_message

    for account in accounts:
        edit = replace(account.article, version=account.article.version + 1, fetched_at=at)
        outcome = deduplicator.apply(replace(account, article=edit))
        for revision in outcome.revisions:
            yield incident_message(revision, at)
        late = replace(account.article, id=account.article.id[::-1], fetched_at=at)
        outcome = deduplicator.apply(replace(account, article=late))
        for rejections in outcome.rejections:
            yield rejections_message(rejections, "deduplicate")


def _correction(incident: Incident, action: str, at: datetime, **fields: object) -> Correction:
    return Correction(
        id=correction_id(incident.id, "duty desk", at.isoformat(), action), incident=incident.id, action=action,
        author="duty desk", reason="checked by telephone", made_at=at, rules_version=RULES_VERSION, **fields,
    )  # type: ignore[arg-type]  # fmt: skip


def text(message: Message) -> str:
    """The key and headers as text; the value as JSON, a dead letter's as base64."""
    raw = message.topic == topics.DEAD_LETTERS.name
    shown = {
        "topic": message.topic,
        "key": message.key.decode(),
        "headers": {name: value.decode() for name, value in message.headers},
        "value": base64.b64encode(message.value).decode() if raw else json.loads(message.value),
    }
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
