"""What a producer does that the client behind it does not."""

import threading
from pathlib import Path

import kafka_lab
import pytest

from tocsin.log.port import LogUnavailable, Message

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def test_closed_while_the_broker_is_away_it_ends_and_says_what_is_unacknowledged(tmp_path: Path) -> None:
    log = kafka_lab.fresh_log(tmp_path)
    before = set(threading.enumerate())
    producer = log.producer()
    assert producer.send(Message("reports", b"key", b"1")).result(20) == 0
    its_own = set(threading.enumerate()) - before
    kafka_lab.broker().kill()
    try:
        unsent = producer.send(Message("reports", b"key", b"2"))
        log.close()
        with pytest.raises(LogUnavailable):
            unsent.result(10)
        assert its_own
        assert not its_own & set(threading.enumerate())
    finally:
        kafka_lab.broker().start()
