"""A real broker for tests: started once a session on a free port, in a folder of its own, stopped by its pid."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient

from tocsin import topics
from tocsin.log import kafka_topics
from tocsin.log.kafka import KafkaAddress, KafkaLog
from tocsin.topics import Topic

ROOT = Path(__file__).parents[1]
ALL = [*topics.ALL, *topics.INTERNAL]


class Broker:
    """`more` are environment variables of `deploy/kafka/broker`."""

    def __init__(self, folder: Path, port: int, more: Mapping[str, str] | None = None) -> None:
        self.folder, self.port, self._more = folder, port, more or {}
        self.bootstrap = f"127.0.0.1:{port}"
        self.address = KafkaAddress(self.bootstrap)

    def start(self) -> None:
        self._call("start")

    def stop(self) -> None:
        self._call("stop")

    def kill(self) -> None:
        """-9, as a power cut would."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            time.sleep(0.02)
        (self.folder / "broker.pid").unlink()

    @property
    def pid(self) -> int:
        return int((self.folder / "broker.pid").read_text())

    def _call(self, what: str) -> None:
        environment = {
            **os.environ,
            "KAFKA_HOME": str(self.folder),
            "KAFKA_PORT": str(self.port),
            "KAFKA_HEAP": "512m",
            "KAFKA_JVM": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # tests start many, and none lives long
            "KAFKA_OVERRIDES": "group.min.session.timeout.ms=1000",  # tests kill many workers, and wait for each
            "KAFKA_LIBS": str(ROOT / ".kafka" / "libs"),
            **self._more,
        }
        done = subprocess.run(
            [ROOT / "deploy" / "kafka" / "broker", what], env=environment, capture_output=True, text=True, timeout=280
        )
        if done.returncode:
            raise RuntimeError(f"broker {what}: {done.stdout}{done.stderr}")

    def fresh(self, wanted: Iterable[Topic] = ALL, articles_partitions: int = 4) -> None:
        """Every topic new and empty, every group forgotten."""
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        try:
            names = {t["name"] for t in admin.describe_topics()} & {t.name for t in ALL}
            groups = [g["group_id"] for g in admin.list_groups()]
            if groups:
                admin.delete_groups(groups)
            if names:
                admin.delete_topics(sorted(names))
            while {t["name"] for t in admin.describe_topics()} & names:
                time.sleep(0.05)
        finally:
            admin.close()
        kafka_topics.apply(self.address, kafka_topics.with_partitions(wanted, articles_partitions))


def free_port() -> int:
    """The next two are free, too: a broker's others."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
                third.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port


def require_programs() -> None:
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: `make system-packages` installs what a Kafka broker needs")


@functools.cache
def broker() -> Broker:
    """The session's broker; skips the test where Java or Maven are absent."""
    require_programs()
    folder = Path(tempfile.mkdtemp(prefix="tocsin-kafka-"))
    made = Broker(folder, free_port())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(made.stop)
    made.start()
    return made


_FRESH_FOR: set[Path] = set()


def fresh_log(folder: Path) -> KafkaLog:
    """The same log at each call with one folder, an empty one with another."""
    found = broker()
    if folder not in _FRESH_FOR:
        found.fresh()
        _FRESH_FOR.add(folder)
    return KafkaLog(found.address)
