"""What any log promises (tocsin/log/port.py), held against every log there is.

Another log joins by one line in `LOGS`: a function of a fresh directory that opens the log, the same at each call.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import kafka_lab
import pytest

from tocsin.log.port import Consumer, Log, LogMisconfigured, Message, MessageRefused, Partition, Producer
from tocsin.log.sqlite import SqliteLog

LOGS: dict[str, Callable[[Path], Log]] = {
    "sqlite": lambda folder: SqliteLog(folder / "log.sqlite"),
    "kafka": kafka_lab.fresh_log,
}
TOPIC = "reports"  # one partition in every log, so the order of all its records is defined
HERE = Partition(TOPIC)
WAIT_S = 20.0


@pytest.fixture(params=LOGS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Log]]:
    """Opens the same log again at each call."""
    logs: list[Log] = []

    def open_log() -> Log:
        logs.append(LOGS[request.param](tmp_path))
        return logs[-1]

    yield open_log
    for log in logs:
        log.close()


def message(number: int, topic: str = TOPIC) -> Message:
    headers = (("ce_id", b"%d" % number), ("raw", b"\x00\xff"), ("raw", b"again"))
    return Message(topic, b"key", b"value %d" % number, headers)


def send(producer: Producer, *numbers: int) -> list[int]:
    futures = [producer.send(message(n)) for n in numbers]
    return [future.result(WAIT_S) for future in futures]


def values(consumer: Consumer, count: int) -> list[bytes]:
    """`count` records, then nothing more."""
    found: list[bytes] = []
    while len(found) < count:
        records = consumer.poll(count, WAIT_S)
        assert records, f"only {len(found)} of {count} records came"
        found += [r.message.value for r in records]
    assert consumer.poll(1, 0.0) == []
    return found


def test_a_record_comes_back_as_it_was_sent(opened: Callable[[], Log]) -> None:
    log = opened()
    (offset,) = send(log.producer(), 1)
    (record,) = log.consumer("g", (TOPIC,)).poll(10, WAIT_S)
    assert record.message == message(1)
    assert (record.partition, record.offset) == (HERE, offset)
    assert record.timestamp_ms > 0


def test_offsets_grow_and_order_is_kept(opened: Callable[[], Log]) -> None:
    log = opened()
    offsets = send(log.producer(), *range(50))
    assert offsets == sorted(set(offsets))
    assert values(log.consumer("g", (TOPIC,)), 50) == [b"value %d" % n for n in range(50)]


def test_an_acknowledged_send_outlives_the_log_object(opened: Callable[[], Log]) -> None:
    log = opened()
    send(log.producer(), 1)
    log.close()
    assert values(opened().consumer("g", (TOPIC,)), 1) == [b"value 1"]


def test_flush_settles_every_send(opened: Callable[[], Log]) -> None:
    producer = opened().producer()
    futures = [producer.send(message(n)) for n in range(20)]
    producer.flush(WAIT_S)
    assert all(future.done() for future in futures)


def test_a_group_goes_on_from_its_commit_and_not_from_what_it_read(opened: Callable[[], Log]) -> None:
    log = opened()
    offsets = send(log.producer(), 1, 2, 3)
    first = log.consumer("g", (TOPIC,))
    values(first, 3)
    first.commit({HERE: offsets[1]})
    first.close()
    assert values(log.consumer("g", (TOPIC,)), 2) == [b"value 2", b"value 3"]


def test_nothing_commits_by_itself(opened: Callable[[], Log]) -> None:
    log = opened()
    send(log.producer(), 1)
    first = log.consumer("g", (TOPIC,))
    values(first, 1)
    assert first.committed() == {}
    first.close()
    assert values(log.consumer("g", (TOPIC,)), 1) == [b"value 1"]


def test_groups_do_not_disturb_each_other(opened: Callable[[], Log]) -> None:
    log = opened()
    (offset,) = send(log.producer(), 1)
    one, other = log.consumer("one", (TOPIC,)), log.consumer("other", (TOPIC,))
    values(one, 1)
    one.commit({HERE: offset + 1})
    assert one.committed() == {HERE: offset + 1}
    assert other.committed() == {}
    assert values(other, 1) == [b"value 1"]


def test_lag_counts_what_is_not_committed(opened: Callable[[], Log]) -> None:
    log = opened()
    offsets = send(log.producer(), 1, 2, 3)
    consumer = log.consumer("g", (TOPIC,))
    values(consumer, 3)
    assert consumer.lag() == 3
    consumer.commit({HERE: offsets[1] + 1})
    assert consumer.lag() == 1


def test_a_poll_that_waits_is_woken_by_a_send(opened: Callable[[], Log]) -> None:
    log = opened()
    consumer, producer = log.consumer("g", (TOPIC,)), log.producer()
    assert consumer.poll(1, 0.0) == []
    future = producer.send(message(1))
    assert [r.message.value for r in consumer.poll(1, WAIT_S)] == [b"value 1"]
    assert future.result(WAIT_S) >= 0


def test_another_opening_of_the_log_sees_the_record(opened: Callable[[], Log]) -> None:
    one, other = opened(), opened()
    consumer = other.consumer("g", (TOPIC,))
    send(one.producer(), 1)
    assert values(consumer, 1) == [b"value 1"]


def test_a_consumer_of_two_topics_gets_both(opened: Callable[[], Log]) -> None:
    log = opened()
    producer = log.producer()
    for topic in (TOPIC, "dead-letters"):
        producer.send(message(1, topic)).result(WAIT_S)
    consumer = log.consumer("g", (TOPIC, "dead-letters"))
    found = consumer.poll(10, WAIT_S) + consumer.poll(10, 1.0)
    assert {r.partition.topic for r in found} == {TOPIC, "dead-letters"}


def test_an_unknown_topic_is_refused(opened: Callable[[], Log]) -> None:
    log = opened()
    with pytest.raises(MessageRefused):
        log.producer().send(message(1, "no-such-topic")).result(WAIT_S)
    with pytest.raises(LogMisconfigured):
        log.consumer("g", ("no-such-topic",))


def test_a_refused_message_does_not_take_its_neighbours_with_it(opened: Callable[[], Log]) -> None:
    log = opened()
    producer = log.producer()
    huge = Message(TOPIC, b"key", bytes(64 * 1024 * 1024))
    futures = [producer.send(m) for m in (message(1), huge, message(2))]
    assert futures[0].result(WAIT_S) < futures[2].result(WAIT_S)
    with pytest.raises(MessageRefused):
        futures[1].result(WAIT_S)
    assert values(log.consumer("g", (TOPIC,)), 2) == [b"value 1", b"value 2"]
