"""`docs/commands.md`, made from the commands themselves: `python -m tocsin.cli._page > docs/commands.md`."""

from __future__ import annotations

import sys
from typing import Any

from typer.main import get_command

from tocsin.cli.main import build

_HEAD = """# Commands

Made by `python -m tocsin.cli._page > docs/commands.md`; a test compares.

| exit code | meaning |
|--:|---|
| 0 | done |
| 1 | it failed; one line on stderr says why |
| 2 | something for you to mend: a setting, a file, an argument; one line on stderr says what |
"""


def page() -> str:
    """The whole page, Markdown."""
    return _HEAD + "".join(_section(command, name) for name, command in _leaves(get_command(build()), "tocsin"))


def _leaves(command: Any, name: str) -> list[tuple[str, Any]]:
    """Commands without sub-commands, by their whole name."""
    if not hasattr(command, "commands"):
        return [(name, command)]
    return [leaf for key in sorted(command.commands) for leaf in _leaves(command.commands[key], f"{name} {key}")]


def _section(command: Any, name: str) -> str:
    rows = "".join(_row(parameter) for parameter in command.params if parameter.name != "help")
    table = f"\n| argument | meaning | default |\n|---|---|---|\n{rows}" if rows else ""
    about = " ".join((command.help or "").split())
    return f"\n## `{name}`\n\n{about}\n{table}"


def _row(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    called = ", ".join(parameter.opts) if is_option else str(parameter.name).upper()
    meaning = " ".join((getattr(parameter, "help", "") or "").split()).replace("|", "\\|")
    return f"| `{called}` | {meaning} | {_default(parameter)} |\n"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if parameter.name == "processes":
        return "number of cores"
    if parameter.default in (None, False, (), []):
        return ""
    return f"`{parameter.default}`"


if __name__ == "__main__":
    sys.stdout.write(page())
