"""`make up` for tests: the same scripts on free ports, Prometheus with every duration shortened."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kafka_lab import ROOT, free_port

DIVISOR = 20
"""A minute of the alert rules is three seconds here."""
_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?<=[\[ ])(\d+)([smhd])(?=[\]\s)}]|$)", re.MULTILINE)


def shortened(rules: str) -> str:
    """The rules with every window, offset and `for` divided; names of recorded series are no durations."""
    return _DURATION.sub(lambda m: f"{max(2, int(m[1]) * _UNIT_S[m[2]] // DIVISOR)}s", rules)


class Live:
    def __init__(self, folder: Path, newsroom_speed: float) -> None:
        """The newsroom has 90 articles, `newsroom_speed` a second: it must not fall silent before the test is over."""
        self.folder = folder
        self.run, self._prometheus = folder / "run", folder / "prometheus"
        first = free_port()
        self.kafka_port, self.postgres_port, self._port = free_port(), free_port(), free_port()
        self._environment = {
            **os.environ,
            "KAFKA_HOME": str(folder / "kafka"),
            "KAFKA_PORT": str(self.kafka_port),
            "KAFKA_LIBS": str(ROOT / ".kafka" / "libs"),
            "KAFKA_HEAP": "384m",
            "POSTGRES_HOME": str(folder / "postgres"),
            "POSTGRES_PORT": str(self.postgres_port),
            "POSTGRES_OPTIONS": "-c fsync=off",
            "PROMETHEUS_HOME": str(self._prometheus),
            "PROMETHEUS_PORT": str(self._port),
            "PROMETHEUS_KEEP_FILES": "yes",
            "LOCAL_HOME": str(self.run),
            "LOCAL_PORT": str(first + 1),
            "CLASSIFY": "1",
            "NEWSROOM_SPEED": str(newsroom_speed),
            "TOCSIN_MONITOR__INTERVAL_S": "1",
            "TOCSIN_MONITOR__DISKS": "data=/dev/shm",  # how full this machine's disk is does not matter here
            "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "6",
        }

    @property
    def dsn(self) -> str:
        return f"postgresql://tocsin@127.0.0.1:{self.postgres_port}/tocsin"

    def up(self) -> None:
        self._prometheus.mkdir()
        source = ROOT / "deploy" / "prometheus"
        configuration = (source / "prometheus.yml").read_text("utf-8")
        configuration = configuration.replace("_interval: 15s", "_interval: 1s").replace(":9090", f":{self._port}")
        (self._prometheus / "prometheus.yml").write_text(configuration, "utf-8")
        for name in ("rules.yml", "alerts.yml"):
            (self._prometheus / name).write_text(shortened((source / name).read_text("utf-8")), "utf-8")
        self.call("deploy/local/up")

    def down(self) -> None:
        self.call("deploy/local/down")

    def call(self, *words: str) -> None:
        done = subprocess.run(words, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stdout + done.stderr

    def stop(self, part: str) -> None:
        """One of the processes by its name, `kafka` or `postgres`."""
        if part in ("kafka", "postgres"):
            self.call(f"deploy/{part}/{'broker' if part == 'kafka' else 'server'}", "stop")
        else:
            (self.run / f"{part}.off").touch()

    def start(self, part: str) -> None:
        if part in ("kafka", "postgres"):
            self.call(f"deploy/{part}/{'broker' if part == 'kafka' else 'server'}", "start")
        else:
            (self.run / f"{part}.off").unlink()

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The result of an instant query; NaN is no data."""
        words = urllib.parse.urlencode({"query": query.replace("$__rate_interval", "5m")})
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/api/v1/query?{words}", timeout=20) as answer:
            result = json.load(answer)["data"]["result"]
        return [series for series in result if series["value"][1] != "NaN"]

    def firing(self) -> set[str]:
        """`NAME` or `NAME stage` of the alerts that fire."""
        found = [series["metric"] for series in self.ask('ALERTS{alertstate="firing"}')]
        return {" ".join(filter(None, [m["alertname"], m.get("stage"), m.get("health")])) for m in found}

    def logs(self) -> str:
        pages = [*self.run.glob("*.log"), self._prometheus / "prometheus.log"]
        return "\n".join(f"== {p.name}\n{p.read_text('utf-8', 'replace')[-2000:]}" for p in pages if p.exists())


def until(true: Callable[[], bool], what: str, patience_s: float) -> float:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < patience_s, f"not within {patience_s} s: {what}"
        time.sleep(0.3)
    return time.monotonic() - begun


def needs() -> None:
    """Skips where a program is absent."""
    for program in ("java", "mvn", "prometheus"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: `make system-packages` installs it")
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        pytest.skip("no PostgreSQL server: `make system-packages` installs it")
