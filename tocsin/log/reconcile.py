"""What must be done so that the cluster's topics are as `tocsin.topics` wants them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.topics import Topic

MAX_MESSAGE_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Existing:
    """A topic as it is: its partitions and the configuration that differs from the broker's defaults."""

    partitions: int
    config: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Create:
    topic: str
    partitions: int
    config: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grow:
    topic: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Configure:
    topic: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refuse:
    """A difference that must not be mended: it would move keys to other partitions."""

    topic: str
    reason: str


Action = Create | Grow | Configure | Refuse


def config(topic: Topic) -> dict[str, str]:
    """The topic's configuration in Kafka's words. Times in ms, sizes in bytes."""
    wanted = {
        "cleanup.policy": topic.cleanup,
        "max.message.bytes": str(MAX_MESSAGE_BYTES),
        # retention is judged by the record's timestamp: send time, by the broker's own clock
        "message.timestamp.type": "LogAppendTime",
    }
    if topic.retention_ms is not None:
        wanted["retention.ms"] = str(topic.retention_ms)
    if topic.min_compaction_lag_ms is not None:
        wanted["min.compaction.lag.ms"] = str(topic.min_compaction_lag_ms)
    if topic.segment_bytes is not None:
        wanted["segment.bytes"] = str(topic.segment_bytes)
    return wanted


def plan(wanted: Iterable[Topic], existing: Mapping[str, Existing]) -> list[Action]:
    """The actions, in the order of `wanted`; empty when all is as it should be. Applying them twice does nothing."""
    actions: list[Action] = []
    for topic in wanted:
        found = existing.get(topic.name)
        if found is None:
            actions.append(Create(topic.name, topic.partitions, config(topic)))
            continue
        actions.extend(_partitions(topic, found.partitions))
        differing = {k: v for k, v in config(topic).items() if found.config.get(k) != v}
        if differing:
            actions.append(Configure(topic.name, {k: found.config.get(k) for k in differing}, differing))
    return actions


def _partitions(topic: Topic, found: int) -> list[Action]:
    if found == topic.partitions:
        return []
    if topic.grows:
        # more partitions than wanted is an operator's choice and stays
        return [Grow(topic.name, found, topic.partitions)] if found < topic.partitions else []
    reason = f"it has {found} partitions, not {topic.partitions}, and its number is fixed at creation"
    return [Refuse(topic.name, reason)]


def told(action: Action) -> str:
    """One line for the operator."""
    match action:
        case Create():
            return f"{action.topic}: created with {action.partitions} partitions"
        case Grow():
            return f"{action.topic}: partitions {action.before} -> {action.after}"
        case Configure():
            changes = ", ".join(f"{k} {action.before[k] or 'default'} -> {v}" for k, v in action.after.items())
            return f"{action.topic}: {changes}"
        case Refuse():
            return f"{action.topic}: left alone, {action.reason}"
