"""Follow incidents: openings, changed tolls, merges. Needs only `pip install 'kafka-python[lz4]'`.

    python subscriber.py [BROKERS] [--once]

It begins at the beginning of the topic and keeps the highest revision of each incident, so a message that comes twice
changes nothing, and it needs no memory of its own between starts. `--once` ends when all has been read.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from kafka import KafkaConsumer, TopicPartition

TOLLS = ("killed", "injured", "abducted", "arrested")
Incident = dict[str, Any]


def main(brokers: str, once: bool) -> None:
    consumer = KafkaConsumer(
        bootstrap_servers=brokers.split(","), isolation_level="read_committed", auto_offset_reset="earliest",
        enable_auto_commit=False,
    )  # fmt: skip
    partitions = [TopicPartition("incidents", n) for n in sorted(consumer.partitions_for_topic("incidents") or ())]
    if not partitions:
        sys.exit(f"no topic incidents at {brokers}")
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends = consumer.end_offsets(partitions)
    held: dict[str, Incident] = {}
    while not (once and all(consumer.position(p) >= end for p, end in ends.items())):
        for records in consumer.poll(timeout_ms=500).values():
            for record in records:
                incident = json.loads(record.value)
                before = held.get(incident["id"])
                if before and before["revision"] >= incident["revision"]:
                    continue  # delivered again
                held[incident["id"]] = incident
                for line in news(before, incident):
                    print(line, flush=True)
    alive = sum(incident["status"] in ("open", "closed") for incident in held.values())
    print(f"{alive} incidents in force", flush=True)


def news(before: Incident | None, incident: Incident) -> list[str]:
    """What is worth a line in a revision."""
    name = incident["id"]
    if incident["status"] == "merged":
        return [f"merged  {name} into {incident['merged_into']}"]
    if before is None:
        return [f"opened  {name} {incident['headline']}"]
    was, now = (tuple(best(one, kind) for kind in TOLLS) for one in (before, incident))
    return [f"changed {name} {kind} {a} -> {b}" for kind, a, b in zip(TOLLS, was, now, strict=True) if a != b]


def best(incident: Incident, kind: str) -> str:
    toll = incident["casualties"][kind]
    value = toll and toll["best"]
    return "?" if value is None else str(value)


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--once"]
    main(arguments[0] if arguments else "127.0.0.1:9092", "--once" in sys.argv)
