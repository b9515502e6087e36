"""The stage's data files, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

_PACKAGE = "processors.classify.data"


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file `name`.toml. Raises FileNotFoundError, tomllib.TOMLDecodeError."""
    return tomllib.loads(resources.files(_PACKAGE).joinpath(f"{name}.toml").read_text("utf-8"))


def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of the file as a set."""
    return frozenset(table(name)[key])
