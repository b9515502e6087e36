"""The command line: every file of `tocsin/cli` is a command, and errors of the user's are one line and code 2."""

import sys
from pathlib import Path

import pytest

from tocsin.cli import main
from tocsin.errors import UserError
from tocsin.log.port import LogFull, LogMisconfigured

FILES = {p.stem.replace("_", "-") for p in Path(main.__file__).parent.glob("[!_]*.py")} - {"main"}


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["tocsin", *arguments])
    with pytest.raises(SystemExit) as ended:
        main.main()
    return int(ended.value.code or 0)


def test_help_names_every_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "--help") == 0
    out = capsys.readouterr().out
    assert [name for name in sorted(FILES) if name not in out] == []


@pytest.mark.parametrize("command", sorted(FILES))
def test_every_command_says_what_it_does(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, command, "--help") == 0
    assert "Usage: tocsin" in capsys.readouterr().out


def test_the_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "--version") == 0
    assert capsys.readouterr().out.startswith("tocsin 0.")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("the list is empty", "add a feed"), 2, "tocsin: the list is empty; add a feed\n"),
        (LogMisconfigured("x cannot be opened", "choose another"), 2, "tocsin: x cannot be opened; choose another\n"),
        (LogFull("no room\nleft"), 1, "tocsin: no room left\n"),
    ],
)
def test_what_the_user_must_mend_is_one_line(
    error: Exception, code: int, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(main, "build", lambda: fail)
    assert call(monkeypatch) == code
    assert capsys.readouterr().err == line


def test_an_unknown_command_is_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "rum") == 2
    assert "rum" in capsys.readouterr().err
