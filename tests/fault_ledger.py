"""What stands on the topics at the end: L lost, D doubled, R redelivered. Counted on the log, behind no upsert."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kafka import KafkaConsumer, TopicPartition

from processors.deduplicate.core import Deduplicator
from tocsin.contract.article import Article
from tocsin.contract.codec import decode, encode
from tocsin.contract.envelope import header, open_account
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.log.port import Message


@dataclass
class Ledger:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    redelivered: int = 0
    dead: list[Message] = field(default_factory=list)
    groups: set[tuple[frozenset[str], bytes]] = field(default_factory=set)
    """Of each live incident: the articles that stand together in it, and its tolls and place."""
    replay_differs: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"L={len(self.lost)} D={len(self.doubled)} R={self.redelivered} dead letters={len(self.dead)}"

    def row(self) -> str:
        return f"{len(self.lost)} | {len(self.doubled)} | {self.redelivered} | {len(self.dead)}"


def read(bootstrap: str, topic: str, isolation: str = "read_committed") -> list[Message]:
    """All of a topic, partition by partition."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level=isolation, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    try:
        parts = [TopicPartition(topic, n) for n in sorted(consumer.partitions_for_topic(topic) or ())]
        consumer.assign(parts)
        ends = consumer.end_offsets(parts)
        found: list[Message] = []
        while any(consumer.position(part) < ends[part] for part in parts):
            for records in consumer.poll(timeout_ms=500).values():
                for r in records:
                    headers = tuple((n, bytes(v)) for n, v in r.headers)
                    found.append(Message(topic, r.key or b"", r.value or b"", headers))
        return found
    finally:
        consumer.close(autocommit=False)


def count(bootstrap: str, expected: dict[str, Account]) -> Ledger:
    """`expected`: the newest account of each article."""
    ledger = Ledger(dead=read(bootstrap, "dead-letters"))
    accounts = read(bootstrap, "reports")
    revisions = read(bootstrap, "incidents")
    rejections = [decode(Rejections, m.value) for m in read(bootstrap, "rejections")]
    ledger.redelivered = _redelivered(accounts) + _redelivered(revisions)
    incidents = [decode(Incident, m.value) for m in revisions]
    _doubled_revisions(ledger, incidents, revisions)
    live = _live(incidents)
    holders: dict[str, list[str]] = defaultdict(list)
    for incident in live:
        for ref in incident.reports:
            holders[ref.report].append(incident.id)
        shape = encode([incident.casualties, incident.where, incident.when, incident.type])
        ledger.groups.add((frozenset(ref.article for ref in incident.reports), shape))
    ledger.doubled += [f"report {report} in {found}" for report, found in holders.items() if len(found) > 1]
    aside = {r.article.id for r in rejections} | {decode(Article, m.value).id for m in ledger.dead if _is_article(m)}
    for article, account in expected.items():
        ledger.lost += [r.id for r in account.reports if r.id not in holders and article not in aside]
    ledger.replay_differs = _replayed(accounts, incidents)
    return ledger


def _is_article(message: Message) -> bool:
    return header(message, "dl_topic") == "articles"


def _redelivered(messages: list[Message]) -> int:
    seen = Counter(header(m, "ce_id") for m in messages)
    return sum(times - 1 for times in seen.values())


def _doubled_revisions(ledger: Ledger, incidents: list[Incident], messages: list[Message]) -> None:
    bodies: dict[tuple[str, int], set[bytes]] = defaultdict(set)
    numbers: dict[str, list[int]] = defaultdict(list)
    for incident, message in zip(incidents, messages, strict=True):
        bodies[incident.id, incident.revision].add(message.value)
        numbers[incident.id].append(incident.revision)
    ledger.doubled += [f"two bodies of {which}" for which, found in bodies.items() if len(found) > 1]
    for incident_id, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            ledger.doubled.append(f"revisions of {incident_id}: {found}")
    opened = Counter(i.reports[0].report for i in incidents if i.change.kind == "opened")
    ledger.doubled += [f"opened twice: {report}" for report, times in opened.items() if times > 1]


def _live(incidents: list[Incident]) -> list[Incident]:
    newest: dict[str, Incident] = {}
    for incident in incidents:
        if incident.id not in newest or newest[incident.id].revision < incident.revision:
            newest[incident.id] = incident
    return [i for i in newest.values() if i.status in ("open", "closed")]


def _replayed(accounts: list[Message], incidents: list[Incident]) -> list[str]:
    """The revisions that a fresh deduplicator makes otherwise of the same `reports`, or not at all."""
    core, made = Deduplicator(), dict[tuple[str, int], bytes]()
    for message in accounts:
        try:
            outcome = core.apply(open_account(message))
        except ValueError:
            continue  # a malformed account, which is in the dead letters
        made.update({(r.id, r.revision): encode(r) for r in outcome.revisions})
    found = {(i.id, i.revision): encode(i) for i in incidents}
    return [f"{which}" for which in made.keys() | found.keys() if made.get(which) != found.get(which)]
