"""TLS, SASL/SCRAM and access rights on a real broker: each service as its own Kafka user, each with its least rights.

Refusals are one line on stderr and exit code 2, for every kind of client: kafka-python (produce, sink, topics,
dead-letters), aiokafka and Faust (process).
"""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fault_corpus
import fault_feeds
import postgres_lab
import pytest
from fault_lab import free_port, get, until
from fault_nursery import Child, nursery
from fault_watch import Watch
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka_secure_lab import ACLS, SecureBroker, password_of, secure_broker
from typer.testing import CliRunner

from tocsin.cli.main import build
from tocsin.log import kafka_acls
from tocsin.log.kafka import KafkaLog
from tocsin.log.kafka_topics import admin_options
from tocsin.log.port import LogMisconfigured, Message

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]
SERVICES = ("produce", "classify", "deduplicate", "sink")


@pytest.fixture(scope="module")
def broker() -> SecureBroker:
    return secure_broker()


class Started:
    """The services, each in a process of its own."""

    def __init__(self, broker: SecureBroker, folder: Path, feeds: Path) -> None:
        self._broker, self._folder, self._feeds = broker, folder, feeds
        self.running: list[Child] = []

    def start(self, service: str, port: int | None = None, **kafka: object) -> Child:
        options = {"bootstrap": self._broker.bootstrap, "kafka": self._broker.settings(f"tocsin-{service}", **kafka)}
        log = self.log(service)
        if service == "produce":
            words = [{**options, "feeds": str(self._feeds), "data": str(self._folder / "data")}]
            child = nursery().start("produce_worker", words, log)
        elif service == "sink":
            dsn = postgres_lab.database_of(self._folder)
            child = nursery().start("sink_worker", [{**options, "dsn": dsn, "stored": str(self._folder / "s")}], log)
        else:
            words = [service, {**options, "process": {"health_port": port}}]
            child = nursery().start("fault_worker", words, log)
        self.running.append(child)
        return child

    def log(self, service: str) -> Path:
        return self._folder / f"{service}.log"


@pytest.fixture
def services(broker: SecureBroker, tmp_path: Path) -> Iterator[Started]:
    with fault_feeds.served(fault_corpus.articles(20), tmp_path) as feeds:
        made = Started(broker, tmp_path, feeds)
        yield made
        for child in made.running:
            child.kill()
            child.wait()


WRONG = {
    "a certificate of another authority": (
        lambda broker: {"ca": str(broker.other_ca)},
        "is not of an authority we trust",
    ),
    "another host name": (lambda broker: {"bootstrap": broker.stranger}, "is for another host name"),
    "a wrong password": (lambda _: {"password": "secret-but-wrong"}, "refuses the user"),
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_refusal_is_one_clear_line_and_exit_2(
    services: Started, broker: SecureBroker, service: str, wrong: str
) -> None:
    change, told = WRONG[wrong]
    ended = services.start(service, **change(broker)).wait(60)
    lines = [line for line in services.log(service).read_text().splitlines() if line.startswith("tocsin: ")]
    assert ended == 2
    assert len(lines) == 1
    assert told in lines[0]
    assert "secret" not in services.log(service).read_text()
    assert "Traceback" not in services.log(service).read_text()


@pytest.mark.parametrize("command", [["topics", "apply"], ["dead-letters", "list"], ["topics", "grant", str(ACLS)]])
@pytest.mark.parametrize("wrong", WRONG)
def test_the_operators_commands_tell_the_same(broker: SecureBroker, command: list[str], wrong: str) -> None:
    change, told = WRONG[wrong]
    given = {**broker.settings("tocsin-operator"), **change(broker)}
    environment = {f"TOCSIN_KAFKA__{name.upper()}": str(value) for name, value in given.items()}
    ended = CliRunner().invoke(build(), command, env=environment)
    assert isinstance(ended.exception, LogMisconfigured)
    assert told in str(ended.exception)


def test_each_service_does_its_work_with_its_own_rights_and_no_secret_leaks(
    services: Started, broker: SecureBroker, tmp_path: Path
) -> None:
    """From feed to row over TLS; then nothing that the services said or sent holds a password."""
    ports = {"classify": free_port(), "deduplicate": free_port()}
    for service in SERVICES:
        services.start(service, ports.get(service))
    admin = broker.address("admin")
    watch = Watch(admin.bootstrap, admin.security)
    dsn = postgres_lab.database_of(tmp_path)
    sent = KafkaLog(broker.address("tocsin-operator")).producer()
    sent.send(Message("articles", b"torn", b"{")).result(30)
    until(lambda: watch.end_of("dead-letters") == 1, "the torn article is put aside")
    until(lambda: watch.end_of("incidents") > 0, "incidents")
    until(lambda: rows(dsn) > 0, "rows")
    said = [services.log(service).read_text() for service in SERVICES]
    said += [get(port, path)[1] for port in ports.values() for path in ("/metrics", "/ready")]
    said += sent_by(broker)
    secrets = [password_of(f"tocsin-{service}") for service in SERVICES]
    assert [secret for secret in secrets for text in said if secret in text] == []
    watch.close()


def rows(dsn: str) -> int:
    try:
        return int(postgres_lab.rows(dsn, "SELECT count(*) FROM incidents")[0][0])
    except Exception:  # the sink has not made it yet
        return 0


def sent_by(broker: SecureBroker) -> list[str]:
    """Keys, headers and values of every topic."""
    address = broker.address("admin")
    consumer = KafkaConsumer(**address.client_options(), enable_auto_commit=False, auto_offset_reset="earliest")
    names = ("articles", "reports", "incidents", "rejections", "dead-letters", "deduplicate-state")
    parts = [TopicPartition(name, n) for name in names for n in consumer.partitions_for_topic(name) or ()]
    consumer.assign(parts)
    ends = consumer.end_offsets(parts)
    found: list[str] = []
    while any(consumer.position(part) < ends[part] for part in parts):
        for records in consumer.poll(timeout_ms=500).values():
            found += [f"{r.key!r} {r.headers!r} {r.value!r}" for r in records]
    consumer.close(autocommit=False)
    assert len(found) > 50
    return found


FORBIDDEN = [
    ("tocsin-sink", "articles"),
    ("tocsin-sink", "incidents"),
    ("tocsin-produce", "reports"),
    ("tocsin-classify", "incidents"),
    ("tocsin-classify", "articles"),
    ("tocsin-deduplicate", "reports"),
    ("tocsin-subscriber", "incidents"),
]


@pytest.mark.parametrize(("user", "topic"), FORBIDDEN)
def test_a_service_cannot_write_what_is_not_its_own(broker: SecureBroker, user: str, topic: str) -> None:
    with closing(KafkaLog(broker.address(user))) as log:
        refused = log.producer().send(Message(topic, b"key", b"value"))
        with pytest.raises(LogMisconfigured, match=r"Authorization.*deploy/kafka/acls\.toml"):
            refused.result(30)


def test_a_subscriber_cannot_read_another_topic_or_group(broker: SecureBroker) -> None:
    with closing(KafkaLog(broker.address("tocsin-subscriber"))) as log:
        with pytest.raises(LogMisconfigured):
            log.consumer("subscriber-desk", ("articles",))
        foreign = log.consumer("tocsin-sink-postgres", ("incidents",))
        with pytest.raises(LogMisconfigured):
            foreign.poll(1, 20.0)


def test_grants_twice_change_nothing_and_what_the_file_does_not_name_is_taken(broker: SecureBroker) -> None:
    admin, wanted = broker.address("admin"), kafka_acls.read(ACLS)
    assert kafka_acls.apply(admin, wanted) == kafka_acls.Granted([], [])
    more = kafka_acls.Right("tocsin-sink", "WRITE", "TOPIC", "articles")
    assert kafka_acls.apply(admin, wanted | {more}).given == [more]
    until(lambda: kafka_acls.apply(admin, wanted).taken == [more], "the right is there, and taken")
    until(lambda: kafka_acls.apply(admin, wanted) == kafka_acls.Granted([], []), "all is as it was")


def test_validate_shows_no_secret(broker: SecureBroker) -> None:
    given = broker.settings("tocsin-sink")
    environment = {f"TOCSIN_KAFKA__{name.upper()}": str(value) for name, value in given.items()}
    environment["TOCSIN_POSTGRES__DSN"] = "postgresql://tocsin:secret-of-store@127.0.0.1/tocsin"
    shown = CliRunner().invoke(build(), ["validate"], env=environment)
    assert shown.exit_code == 0, shown.output
    assert "kafka.username = tocsin-sink" in shown.output
    assert "secret" not in shown.output


def test_the_operator_keeps_the_topics(broker: SecureBroker) -> None:
    given = broker.settings("tocsin-operator", articles_partitions=2)
    environment = {f"TOCSIN_KAFKA__{name.upper()}": str(value) for name, value in given.items()}
    shown = CliRunner().invoke(build(), ["topics", "apply"], env=environment)
    assert shown.output.strip() == "all topics are as they should be"
    with closing(KafkaAdminClient(**admin_options(broker.address("tocsin-operator")))) as admin:
        assert "__consumer_offsets" not in json.dumps(admin.describe_topics())
