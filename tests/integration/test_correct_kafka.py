"""A correction by hand, sent to a broker."""

from __future__ import annotations

from pathlib import Path

import kafka_lab
import pytest
from embedded_process import run

from tocsin.contract.codec import decode
from tocsin.contract.report import Correction

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
WORDS = ("correct", "i1", "merge", "--into", "i2", "--author", "desk", "--reason", "one attack", "--kafka")


def test_it_lies_on_the_topic_of_reports_under_the_incidents_id(tmp_path: Path) -> None:
    log = kafka_lab.fresh_log(tmp_path)
    done = run(*WORDS, environment={"TOCSIN_KAFKA__BOOTSTRAP": kafka_lab.broker().bootstrap})
    assert done.process.returncode == 0, done.err
    (delivered,) = log.consumer("corrections", ("reports",)).poll(10, 20.0)
    log.close()
    made = decode(Correction, delivered.message.value)
    assert delivered.message.key == b"i1"
    assert (made.incident, made.action, made.into, made.author) == ("i1", "merge", "i2", "desk")
    assert any(made.id in line for line in done.out)


def test_without_a_broker_it_is_one_line(tmp_path: Path) -> None:
    done = run(*WORDS, environment={"TOCSIN_KAFKA__BOOTSTRAP": f"127.0.0.1:{kafka_lab.free_port()}"})
    assert done.process.returncode != 0
    assert [line.startswith("tocsin: ") for line in done.err] == [True], done.err
