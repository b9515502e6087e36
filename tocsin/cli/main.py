"""The command line. Every file of this folder is one command, named after the file.

A file holds either a function `command` (then `tocsin watch` is `watch.py`) or a typer app `commands`
(then `tocsin schemas export` is in `schemas.py`). Files beginning with `_` are no commands. A command imports what
is heavy inside its function, so that `tocsin --help` stays quick.

Exit codes: 0 done, 1 it failed, 2 the user must mend something (one line on stderr says what).
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Annotated

import typer

import tocsin
from tocsin.errors import UserError
from tocsin.log.port import LogError, LogMisconfigured

EXIT_FAILURE, EXIT_USER_ERROR = 1, 2


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {tocsin.__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Live news feeds in, a deduplicated stream of security incidents out."""


def _modules() -> list[ModuleType]:
    package = importlib.import_module("tocsin.cli")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"tocsin.cli.{n}") for n in names if n != "main" and not n.startswith("_")]


def build() -> typer.Typer:
    """The whole command line, every command mounted."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_root)
    for module in _modules():
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        if hasattr(module, "commands"):
            app.add_typer(module.commands, name=name)
        else:
            app.command(name)(module.command)
    return app


def main() -> None:
    """Run the command line."""
    with reported():
        build()()


@contextmanager
def reported() -> Iterator[None]:
    """What the user must mend becomes one line and exit code 2, a failing log one line and 1."""
    try:
        yield
    except (UserError, LogMisconfigured) as error:
        _stop(error, EXIT_USER_ERROR)
    except LogError as error:
        _stop(error, EXIT_FAILURE)
    except BrokenPipeError:  # `tocsin watch | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILURE)


def _stop(error: Exception, code: int) -> None:
    typer.echo(f"tocsin: {' '.join(str(error).split())}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
