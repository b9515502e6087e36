"""What a consumer does that the client behind it does not."""

import time
from pathlib import Path

import kafka_lab
import pytest

from tocsin.log.kafka import KafkaLogConsumer
from tocsin.log.port import Message

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def test_a_client_that_hears_nothing_of_its_group_is_replaced_and_reads_on_from_the_commit(tmp_path: Path) -> None:
    log = kafka_lab.fresh_log(tmp_path)
    producer = log.producer()
    for number in range(3):
        producer.send(Message("reports", b"key", b"%d" % number)).result(20)
    consumer = log.consumer("silent", ("reports",))
    assert isinstance(consumer, KafkaLogConsumer)
    first = [record.message.value for record in consumer.poll(10, 20.0)]
    heartbeat = consumer._client._coordinator.heartbeat
    heartbeat.last_receive = heartbeat.last_reset = time.monotonic() - 1000
    heartbeat.received_heartbeat = lambda: None
    again = [record.message.value for record in consumer.poll(10, 20.0)]
    assert first == again == [b"0", b"1", b"2"]
    log.close()
