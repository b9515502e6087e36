"""One look at the broker: how far each stage's group is behind, how much there is, how much room it takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from kafka import KafkaConsumer, TopicPartition
from kafka import errors as kafka_errors
from kafka.admin import KafkaAdminClient

from tocsin import topics
from tocsin.log.kafka import KafkaAddress, typed_error

_PREFIX = "tocsin-"
_ALWAYS = {"tocsin-classify": topics.ARTICLES.name, "tocsin-deduplicate": topics.REPORTS.name}
"""Groups that must be, with what they read: one that never came is behind by everything."""
_OLDEST_S = 3.0
"""So long is waited for the oldest unfinished records of a group."""

Offsets = dict[TopicPartition, int]


@dataclass(slots=True)
class Behind:
    """How far a stage is behind in one topic: records, and the age of the oldest of them in seconds."""

    records: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Cluster:
    """`behind` is by (stage, topic), `ends` and `sizes` (bytes on all brokers) by topic."""

    behind: dict[tuple[str, str], Behind] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def stage_of(group: str) -> str:
    """`tocsin-sink-postgres` is the stage `sink postgres`."""
    name = group.removeprefix(_PREFIX)
    return "sink " + name.removeprefix("sink-") if name.startswith("sink-") else name


def look(address: KafkaAddress) -> Cluster:
    """Raises `LogError` if the broker does not answer."""
    options = address.client_options()
    try:
        with (
            closing(_admin(options)) as admin,
            closing(KafkaConsumer(**options, enable_auto_commit=False, isolation_level="read_committed")) as consumer,
        ):
            return _look(admin, consumer)
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error


def _admin(options: dict[str, object]) -> KafkaAdminClient:
    return KafkaAdminClient(**{name: value for name, value in options.items() if name != "allow_auto_create_topics"})


def _look(admin: KafkaAdminClient, consumer: KafkaConsumer) -> Cluster:
    wanted = {topic.name for topic in (*topics.ALL, *topics.INTERNAL)}
    found = wanted & set(consumer.topics())
    parts = [TopicPartition(topic, number) for topic in found for number in consumer.partitions_for_topic(topic) or ()]
    ends, starts = consumer.end_offsets(parts), consumer.beginning_offsets(parts)
    cluster = Cluster(sizes=_sizes(admin, found))
    for part, end in ends.items():
        cluster.ends[part.topic] = cluster.ends.get(part.topic, 0) + end
    for group, done in _positions(admin, ends).items():
        cluster.behind.update(_behind(consumer, group, {p: max(o, starts[p]) for p, o in done.items()}, ends))
    return cluster


def _positions(admin: KafkaAdminClient, ends: Mapping[TopicPartition, int]) -> dict[str, Offsets]:
    """Group to its next offsets, in every partition of the topics that it reads."""
    names = {group["group_id"] for group in admin.list_groups() if group["group_id"].startswith(_PREFIX)}
    committed = admin.list_group_offsets(sorted(names)) if names else {}
    positions: dict[str, Offsets] = {}
    for group in names | _ALWAYS.keys():
        told = committed.get(group, {})
        read = {part.topic for part in told} | ({_ALWAYS[group]} if group in _ALWAYS else set())
        positions[group] = {
            part: max(0, told[part].offset) if part in told else 0 for part in ends if part.topic in read
        }
    return positions


def _behind(
    consumer: KafkaConsumer, group: str, done: Offsets, ends: Mapping[TopicPartition, int]
) -> dict[tuple[str, str], Behind]:
    """Ends of transactions take offsets, too: only a partition where a record is found is behind."""
    stage = stage_of(group)
    behind: dict[tuple[str, str], Behind] = defaultdict(Behind)
    lagging = {part: offset for part, offset in done.items() if offset < ends[part]}
    oldest = _oldest(consumer, lagging, ends)
    for part in done:
        entry = behind[stage, part.topic]
        if part in oldest:
            offset, timestamp_ms = oldest[part]
            entry.records += ends[part] - offset
            entry.seconds = max(entry.seconds, time.time() - timestamp_ms / 1000)
    return behind


def _oldest(
    consumer: KafkaConsumer, lagging: Offsets, ends: Mapping[TopicPartition, int]
) -> dict[TopicPartition, tuple[int, int]]:
    """Partition to (offset, timestamp in ms) of the first record that is not done."""
    consumer.assign(list(lagging))
    for part, offset in lagging.items():
        consumer.seek(part, offset)
    found: dict[TopicPartition, tuple[int, int]] = {}
    deadline = time.monotonic() + _OLDEST_S
    open_ = set(lagging)
    while open_ and time.monotonic() < deadline:
        for part, records in consumer.poll(timeout_ms=200).items():
            found.setdefault(part, (records[0].offset, records[0].timestamp))
            consumer.pause(part)
        open_ = {part for part in open_ if part not in found and consumer.position(part) < ends[part]}
    return found


def _sizes(admin: KafkaAdminClient, wanted: set[str]) -> dict[str, int]:
    sizes = dict.fromkeys(wanted, 0)
    for broker in admin.describe_log_dirs(sorted(wanted)):
        for folder in broker.get("log_dirs") or broker.get("results") or ():
            for topic in folder.get("topics", ()):
                name = topic.get("name") or topic.get("topic")
                sizes[name] = sizes.get(name, 0) + sum(
                    part.get("partition_size", part.get("size", 0)) for part in topic.get("partitions", ())
                )
    return sizes
