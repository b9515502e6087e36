"""The subscribers of `examples/` against a real broker: the sample newsroom's incidents, some delivered again, one
merged by hand, one revision in a transaction that was aborted."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import kafka_lab
import pytest
from invented import NOON, incident
from kafka import KafkaProducer

from processors.deduplicate.core import Deduplicator
from tocsin.archive import read_archive
from tocsin.backtest.run import backtest
from tocsin.contract.envelope import incident_message
from tocsin.contract.fields import TOLL_KINDS
from tocsin.contract.incident import Incident
from tocsin.contract.report import Correction
from tocsin.log.port import Message

pytestmark = [pytest.mark.integration, pytest.mark.timeout(280)]
EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = EXAMPLES / "subscribers"


def sample() -> list[Incident]:
    published = backtest(read_archive(EXAMPLES / "archive.jsonl"))
    deduplicator = Deduplicator()
    made = [revision for account in published.accounts for revision in deduplicator.apply(account).revisions]
    one, other = sorted({i.id for i in made if i.status == "open"})[:2]
    merge = Correction(id="c", incident=one, action="merge", into=other, author="desk", reason="the same",
                       rules_version="t", made_at=datetime(2026, 3, 20, tzinfo=UTC))  # fmt: skip
    return [*made, *deduplicator.apply(merge).revisions]


def expected(revisions: list[Incident]) -> list[str]:
    lines, held = list[str](), dict[str, Incident]()
    for told in revisions:
        before, held[told.id] = held.get(told.id), told
        if told.status == "merged":
            lines.append(f"merged  {told.id} into {told.merged_into}")
        elif before is None:
            lines.append(f"opened  {told.id} {told.headline}")
        else:
            was, now = ([best(i, kind) for kind in TOLL_KINDS] for i in (before, told))
            lines += [f"changed {told.id} {kind} {a} -> {b}"
                      for kind, a, b in zip(TOLL_KINDS, was, now, strict=True) if a != b]  # fmt: skip
    return lines


def best(told: Incident, kind: str) -> str:
    toll = getattr(told.casualties, kind)
    return "?" if toll is None or toll.best is None else str(toll.best)


@pytest.fixture(scope="module")
def topic() -> tuple[str, list[Incident]]:
    broker = kafka_lab.broker()
    broker.fresh()
    revisions = sample()
    messages = [incident_message(told, NOON) for told in revisions]
    send(broker.bootstrap, messages[:150], "tocsin-deduplicate", commit=True)
    send(broker.bootstrap, messages[:40], "again", commit=True)
    send(broker.bootstrap, [incident_message(replace(incident(1), headline="never was"), NOON)], "torn", commit=False)
    send(broker.bootstrap, messages[150:], "tocsin-deduplicate", commit=True)
    send(broker.bootstrap, [incident_message(replace(incident(1), headline="nor this"), NOON)], "torn", commit=False)
    return broker.bootstrap, revisions


def send(bootstrap: str, messages: list[Message], who: str, *, commit: bool) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, transactional_id=who, compression_type="lz4", linger_ms=50)
    producer.init_transactions()
    producer.begin_transaction()
    for message in messages:
        producer.send(message.topic, key=message.key, value=message.value, headers=list(message.headers))
    producer.flush()
    producer.commit_transaction() if commit else producer.abort_transaction()
    producer.close()


def check(topic: tuple[str, list[Incident]], *command: str | Path, cwd: Path = HERE) -> list[str]:
    bootstrap, revisions = topic
    done = subprocess.run([*command, bootstrap, "--once"], capture_output=True, text=True, timeout=120, cwd=cwd)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    kinds = {line.split()[0] for line in expected(revisions)}
    assert kinds == {"opened", "changed", "merged"}, "the sample has none to look for"
    assert sorted(line for line in lines if line.split()[0] in kinds) == sorted(expected(revisions))
    return lines


def in_force(revisions: list[Incident]) -> str:
    newest = {told.id: told for told in revisions}
    return f"{sum(i.status in ('open', 'closed') for i in newest.values())} incidents in force"


def test_python(topic: tuple[str, list[Incident]]) -> None:
    assert check(topic, sys.executable, HERE / "subscriber.py")[-1] == in_force(topic[1])


def test_shell(topic: tuple[str, list[Incident]]) -> None:
    if not (shutil.which("kcat") and shutil.which("jq")):
        pytest.skip("no kcat or jq: `make system-packages` installs them")
    check(topic, HERE / "subscriber.sh")


def test_node(topic: tuple[str, list[Incident]]) -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node")
    node = HERE / "node"
    if not (node / "node_modules" / "kafkajs").is_dir():
        npm = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        if subprocess.run(npm, cwd=node, capture_output=True, timeout=120).returncode:
            pytest.skip("the packages of the Node example cannot be had")
    assert check(topic, "node", "subscriber.mjs", cwd=node)[-1] == in_force(topic[1])


def test_watch(topic: tuple[str, list[Incident]]) -> None:
    """`tocsin watch` on the same topic tells the same incidents."""
    import os

    bootstrap, revisions = topic
    environment = {**os.environ, "TOCSIN_KAFKA__BOOTSTRAP": bootstrap}
    command = [sys.executable, "-m", "tocsin.cli.main", "watch", "--kafka", "--once", "--format", "line"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    told = {tuple(line.rsplit(" | ", 1)[1].split(" r")) for line in done.stdout.splitlines()}
    assert told == {(i.id, str(i.revision)) for i in revisions}
