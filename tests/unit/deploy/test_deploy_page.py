"""docs/deploy.md: every command in it is one that there is. Each is run by a test or checked by its own tool."""

import re
import shlex
from collections.abc import Callable

import pytest
import yaml
from deploy_files import ROOT
from typer.main import get_command

from tocsin.cli.main import build

PAGE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line.strip()
]


def make(words: list[str]) -> None:
    """`make up` and `make down` are run by tests/integration/deploy, `make system-packages` by CI."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert words[0] in targets
    for word in words[1:]:
        assert (ROOT / word.partition("=")[2]).exists()


def tocsin(words: list[str]) -> None:
    command, rest = get_command(build()), list(words)
    while rest and hasattr(command, "commands") and rest[0] in command.commands:
        command = command.commands[rest.pop(0)]
    assert not hasattr(command, "commands"), words
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= options
    for word in rest:
        assert "/" not in word or (ROOT / word).exists()


def docker(words: list[str]) -> None:
    """The file itself is checked against the specification in test_forms.py."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yml").read_text("utf-8"))
    profiles = {p for service in compose["services"].values() for p in service.get("profiles", ())}
    assert words[0] == "compose"
    if "--profile" in words:
        assert words[words.index("--profile") + 1] in profiles
    assert words[-1] in ("build", "--detach", "ps")


def kubectl(words: list[str]) -> None:
    """The objects themselves are checked against Kubernetes' schemas in test_forms.py."""
    if "--kustomize" in words:
        assert (ROOT / words[words.index("--kustomize") + 1] / "kustomization.yaml").exists()
    if "--namespace" in words:
        assert words[words.index("--namespace") + 1] == "tocsin"


def install(words: list[str]) -> None:
    for word in words:
        assert not word.startswith("deploy/") or (ROOT / word).exists()
    units = {word for word in words if word.startswith("deploy/systemd/tocsin") and not word.endswith(".env")}
    if units:
        there = {f"deploy/systemd/{p.name}" for p in (ROOT / "deploy" / "systemd").glob("tocsin*")}
        assert units == there - {"deploy/systemd/tocsin.env"}


def systemctl(words: list[str]) -> None:
    assert words == ["daemon-reload"] or words[:2] == ["enable", "--now"]
    if words[-1].startswith("tocsin"):
        assert (ROOT / "deploy" / "systemd" / words[-1]).exists()


def known(*, containing: str) -> Callable[[list[str]], None]:
    def check(words: list[str]) -> None:
        assert containing in " ".join(words)

    return check


CHECKS: dict[str, Callable[[list[str]], None]] = {
    "make": make,
    ".venv/bin/tocsin": tocsin,
    "docker": docker,
    "kubectl": kubectl,
    "install": install,
    "systemctl": systemctl,
    "mv": known(containing="/etc/tocsin/feeds.toml"),
    "curl": known(containing="http://127.0.0.1:9"),  # asked by tests/integration/deploy on its own ports
    "psql": known(containing="FROM incidents"),
    "touch": known(containing=".run/sink.off"),
    "rm": known(containing=".run/sink.off"),
    "pg_dump": known(containing="--format custom"),  # run by tests/integration/deploy/test_restore.py
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_is_one_that_there_is(command: str) -> None:
    words = [word for word in shlex.split(command) if not re.match(r"TOCSIN_\w+=", word)]
    CHECKS[words[0]](words[1:])


def test_the_page_has_commands() -> None:
    assert len(COMMANDS) > 20
