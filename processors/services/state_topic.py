"""What deduplicate remembers, as the compacted topic `deduplicate-state`: one record a key, a tombstone for a key gone.

The key `!input` holds the offset in `reports` from which to go on. It is written in the same transaction as the
states and the revisions, so it is always true of them.
"""

from __future__ import annotations

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from processors.services.sending import started
from processors.services.status import Status
from tocsin import topics
from tocsin.log.kafka_security import security_options
from tocsin.log.port import LogMisconfigured
from tocsin.settings_services import KafkaSettings

INPUT_KEY = "!input"
_STATE = TopicPartition(topics.DEDUPLICATE_STATE.name, 0)
_REPORTS = TopicPartition(topics.REPORTS.name, 0)


async def load(kafka: KafkaSettings, status: Status) -> tuple[dict[str, bytes], int]:
    """All committed states, and the next input offset. Raises `LogMisconfigured` if they are of another `reports`."""
    consumer = await started(lambda: _consumer(kafka), kafka, status)
    try:
        ends = await consumer.end_offsets([_STATE, _REPORTS])
        found = await _read(consumer, ends[_STATE], status)
    finally:
        await consumer.stop()
    position = found.pop(INPUT_KEY, None)
    following = orjson.loads(position)["next"] if position else 0
    if following > ends[_REPORTS]:
        raise LogMisconfigured(
            f"the state goes on from offset {following} of `reports`, which ends at {ends[_REPORTS]}",
            "it belongs to another `reports` topic: delete `deduplicate-state` or restore `reports`",
        )
    return found, following


def _consumer(kafka: KafkaSettings) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        bootstrap_servers=kafka.bootstrap.split(","),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        max_partition_fetch_bytes=8 * 1024 * 1024,
        **security_options(kafka),
    )


async def _read(consumer: AIOKafkaConsumer, end: int, status: Status) -> dict[str, bytes]:
    consumer.assign([_STATE])
    await consumer.seek_to_beginning(_STATE)
    found: dict[str, bytes] = {}
    while await consumer.position(_STATE) < end:
        for record in (await consumer.getmany(_STATE, timeout_ms=500)).get(_STATE, ()):
            if record.value is None:
                found.pop(record.key.decode(), None)
            else:
                found[record.key.decode()] = record.value
        status.beat()
    return found


def state_records(writes: dict[str, bytes | None], following: int) -> list[tuple[str, bytes, bytes | None]]:
    """(topic, key, value) of one transaction's state."""
    position = orjson.dumps({"next": following})
    pairs = [*writes.items(), (INPUT_KEY, position)]
    return [(topics.DEDUPLICATE_STATE.name, key.encode(), value) for key, value in pairs]
