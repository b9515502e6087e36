"""The bench's broker and workers as processes, and what they use of the machine. Linux."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kafka.admin import KafkaAdminClient

from evaluation.bench.kafka.work import Work, read
from tocsin import topics
from tocsin.log import kafka_topics
from tocsin.log.kafka import KafkaAddress

ALL = [*topics.ALL, *topics.INTERNAL]
PARTITIONS = 4
ROOT = Path(__file__).parents[3]
PATIENCE_S = 600.0
_TICK = os.sysconf("SC_CLK_TCK")


def until(true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > patience_s:
            raise TimeoutError(f"not within {patience_s:.0f} s: {what}")
        time.sleep(0.1)


@contextmanager
def broker(port: int) -> Iterator[tuple[str, int]]:
    """Bootstrap address and pid of a broker of our own, in a folder that goes with it, also after SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        environment = {
            **os.environ,
            "KAFKA_HOME": folder,
            "KAFKA_PORT": str(port),
            "KAFKA_LIBS": str(ROOT / ".kafka" / "libs"),
        }
        program = ROOT / "deploy" / "kafka" / "broker"
        subprocess.run([program, "start"], env=environment, check=True, stdout=subprocess.DEVNULL)
        try:
            yield f"127.0.0.1:{port}", int(Path(folder, "broker.pid").read_text())
        finally:
            subprocess.run([program, "stop"], env=environment, check=True, stdout=subprocess.DEVNULL)


def fresh(bootstrap: str) -> None:
    """Every topic new and empty, every group forgotten."""
    address = KafkaAddress(bootstrap)
    with closing(KafkaAdminClient(**kafka_topics.admin_options(address))) as admin:
        groups = [group["group_id"] for group in admin.list_groups()]
        if groups:
            admin.delete_groups(groups)
        names = {topic["name"] for topic in admin.describe_topics()} & {topic.name for topic in ALL}
        if names:
            admin.delete_topics(sorted(names))
        until(lambda: not names & {topic["name"] for topic in admin.describe_topics()}, "topics are gone")
    kafka_topics.apply(address, kafka_topics.with_partitions(ALL, PARTITIONS))


def cpu_s(pid: int) -> float:
    """Processor time of a process so far."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / _TICK


def memory_mb(pid: int, which: str = "VmRSS") -> float:
    """Resident now, or at most so far (`VmHWM`)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{which}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no {which} of {pid}")


class Worker:
    """A process of `evaluation.bench.kafka.worker`."""

    def __init__(
        self, role: str, bootstrap: str, folder: Path, number: int = 1, health_port: int | None = None
    ) -> None:
        self._out = folder / f"{role}-{number}.json"
        self._out.unlink(missing_ok=True)
        self._port = health_port
        process = {} if health_port is None else {"health_port": health_port}
        words = json.dumps({"bootstrap": bootstrap, "out": str(self._out), "process": process})
        self._log = folder / f"{role}-{number}.log"
        command = [sys.executable, "-m", "evaluation.bench.kafka.worker", role, words]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def work(self) -> Work:
        return read(self._out)

    def ready(self) -> bool:
        if self._process.poll() is not None:
            told = self._log.read_text("utf-8", "replace")[-1000:]
            raise RuntimeError(f"{self._out.stem} ended with {self._process.returncode}: {told}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> float:
        """Its peak memory, in MB; 0 of one that has ended."""
        if self._process.poll() is not None:
            return 0.0
        peak = memory_mb(self.pid, "VmHWM")
        self._process.terminate()
        self._process.wait(60)
        return peak
