"""What the files under deploy/ name: metrics in expressions, panels of dashboards."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
PROMETHEUS = ROOT / "deploy" / "prometheus"
DASHBOARDS = ROOT / "deploy" / "grafana" / "dashboards"
RUNBOOKS = ROOT / "docs" / "runbooks"
CLIENTS_OWN = {"up", "process_cpu_seconds_total", "process_resident_memory_bytes"}
_NAME = re.compile(r"(?<![\w:$-])((?:tocsin|process)_[a-z0-9_]+|[a-z_]+:[a-z0-9_:]+|up)(?=[\s{\[)(,]|$)")
_SUFFIX = re.compile(r"_(?:bucket|count|sum)$")


@dataclass(frozen=True)
class Panel:
    board: str
    title: str
    kind: str
    unit: str
    description: str
    queries: tuple[str, ...]
    sql: bool


def rules(name: str) -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / name).read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    return [rule for rule in rules("alerts.yml") if "alert" in rule]


def panels() -> list[Panel]:
    found = []
    for path in sorted(DASHBOARDS.glob("*.json")):
        board = json.loads(path.read_text("utf-8"))
        for panel in board["panels"]:
            queries = tuple(target.get("expr") or target["rawSql"] for target in panel["targets"])
            unit = panel["fieldConfig"]["defaults"].get("unit", "")
            sql = panel["datasource"]["type"] != "prometheus"
            found.append(Panel(path.stem, panel["title"], panel["type"], unit, panel["description"], queries, sql))
    return found


def metrics_in(expression: str) -> set[str]:
    """Names of metrics; those of a histogram's series without their ending."""
    bare = re.sub(r"\"[^\"]*\"|\bby \([^)]*\)|\bon \([^)]*\)|\{[^}]*\}", " ", expression)
    return {name if ":" in name else _SUFFIX.sub("", name) for name in _NAME.findall(bare)}


def promtool(*words: str) -> str:
    """What it says; skips the test where it is absent."""
    if shutil.which("promtool") is None:
        pytest.skip("no promtool: `make system-packages` installs it")
    done = subprocess.run(["promtool", *words], cwd=PROMETHEUS, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
