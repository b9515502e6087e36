"""The forms of deployment, each checked by its own tool, and what they must agree on."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy_files import ROOT

from tocsin.settings_load import unknown_variables

DEPLOY = ROOT / "deploy"
BASE = DEPLOY / "kubernetes" / "base"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
KUBERNETES = "1.30"
MOST_EXPOSED = 20
"""Tenths on the scale of `systemd-analyze security`, 0 to 100; below 30 it says OK."""
COMMANDS = {
    "process classify",
    "process deduplicate",
    "sink postgres",
    "monitor",
    "produce",
    "topics apply",
    "newsroom",
}


def environment() -> dict[str, str]:
    lines = (DEPLOY / "compose" / ".env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(text: str) -> str:
    """As compose fills in the variables of `.env`. Raises KeyError for one that is not there."""
    return re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda m: environment()[m[1]], text)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(filled((DEPLOY / "compose" / "compose.yml").read_text("utf-8")))
    return made


def test_compose_is_of_the_specification(compose: dict[str, Any]) -> None:
    from compose_spec import PyCompose

    assert PyCompose.from_yaml(yaml.safe_dump(compose)).to_spec() is not None
    compose["services"]["kafka"]["helthcheck"] = {}
    with pytest.raises(ValueError, match="helthcheck"):
        PyCompose.from_yaml(yaml.safe_dump(compose))
    del compose["services"]["kafka"]["helthcheck"]


def test_compose_mounts_what_is_there_and_uses_the_volumes_it_names(compose: dict[str, Any]) -> None:
    used = set()
    for name, service in compose["services"].items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / "compose" / source).exists(), f"{name}: {source}"
            else:
                used.add(source)
    assert used == compose["volumes"].keys()


def test_in_compose_every_image_is_pinned_and_every_service_bounded(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert re.fullmatch(r"\S+/\S+:v?\d+\.\d+[\w.-]*", service["image"]), name
        assert service["mem_limit"], name
        if name not in ("topics", "newsroom", "produce-newsroom"):
            assert service["healthcheck"]["test"], name
        if service["image"].startswith("localhost/tocsin"):
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name


def test_compose_runs_commands_and_sets_settings_that_there_are(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert unknown_variables(service.get("environment") or {}) == [], name
        if service["image"].startswith("localhost/tocsin"):
            words = " ".join(service["command"])
            assert any(words.startswith(command) for command in COMMANDS), words


def objects() -> list[dict[str, Any]]:
    found = [BASE / name for name in yaml.safe_load((BASE / "kustomization.yaml").read_text("utf-8"))["resources"]]
    assert {path.name for path in BASE.glob("*.yaml")} - {path.name for path in found} == {"kustomization.yaml"}
    return [document for path in found for document in yaml.safe_load_all(path.read_text("utf-8"))]


@pytest.mark.parametrize("made", objects(), ids=lambda o: f"{o['kind']} {o['metadata']['name']}")
def test_kubernetes_finds_every_object_of_its_schema(made: dict[str, Any]) -> None:
    import kubernetes_validate

    kubernetes_validate.validate(made, KUBERNETES, strict=True)


def test_on_kubernetes_nothing_runs_as_root_writes_or_grows_without_bound() -> None:
    workloads = [o["spec"]["template"]["spec"] for o in objects() if o["kind"] in ("Deployment", "StatefulSet", "Job")]
    assert len(workloads) == 6
    for pod in workloads:
        assert pod["securityContext"]["runAsNonRoot"]
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]
            assert " ".join(container["args"]).startswith(tuple(COMMANDS))
            if container["name"] != "topics":
                assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()


def test_the_settings_of_kubernetes_and_systemd_are_settings() -> None:
    for path in (BASE / "settings.env", DEPLOY / "systemd" / "tocsin.env", *UNITS):
        text = path.read_text("utf-8")
        named = dict.fromkeys(re.findall(r"^(?:Environment=)?(TOCSIN_\w+)=", text, re.MULTILINE), "")
        assert unknown_variables(named) == [], path.name


def systemd(tmp_path: Path) -> list[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: `make system-packages` installs it")
    there = str(Path(sys.executable).with_name("tocsin"))
    for path in (DEPLOY / "systemd").glob("tocsin*"):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("/opt/tocsin/bin/tocsin", there), "utf-8")
    return [f"./{path.name}" for path in UNITS]


def test_systemd_finds_the_units_sound(tmp_path: Path) -> None:
    units = systemd(tmp_path)
    words = ["systemd-analyze", "verify", "--man=no", *units, "./tocsin.target"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: str(u.name))
def test_systemd_finds_a_unit_hardly_exposed(unit: Path, tmp_path: Path) -> None:
    systemd(tmp_path)
    words = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager"]
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": str(tmp_path)}
    done = subprocess.run([*words, f"./{unit.name}"], cwd=tmp_path, env=environment, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout.decode()[-300:]


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: str(u.name))
def test_a_unit_validates_first_reports_its_life_and_knows_what_is_ours_to_mend(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert "ExecStartPre=/opt/tocsin/bin/tocsin validate" in text
    assert re.search(r"^Type=notify$", text, re.MULTILINE)
    assert re.search(r"^WatchdogSec=\d+$", text, re.MULTILINE)
    assert "RestartPreventExitStatus=2" in text
    (start,) = re.findall(r"^ExecStart=/opt/tocsin/bin/tocsin (.+)$", text, re.MULTILINE)
    assert start.startswith(tuple(COMMANDS))


def test_the_image_has_two_stages_no_root_and_everything_that_the_package_needs() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert len(re.findall(r"^FROM \S+:\d+\.\d+\.\d+\S*(?: AS build)?$", text, re.MULTILINE)) == 2
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    packages = re.search(r"packages = \[(.*?)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert packages
    for package in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {package} {package}\n" in text
    for line in re.findall(r"^COPY (?!--)(.+)$", text, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
