"""Values to JSON bytes and back.

orjson writes (dataclasses natively, times as RFC 3339 with `Z`), msgspec checks on the way in: a malformed
message raises `ContractError` with the path of the field.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
import orjson

T = TypeVar("T")
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC
_PATH = re.compile(r" - at `\$\.?(.*)`$")


class ContractError(ValueError):
    """A message that does not keep the contract: `kind` of message, `field` path ("" for the whole), `problem`."""

    def __init__(self, kind: str, field: str, problem: str) -> None:
        super().__init__(f"{kind}: {field or 'message'}: {problem}")
        self.kind, self.field, self.problem = kind, field, problem


def encode(value: object) -> bytes:
    """JSON bytes, the same for the same value. Raises `ContractError` for a value that JSON has no form for."""
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except TypeError as error:  # orjson.JSONEncodeError is a TypeError: lone surrogates, huge integers
        raise ContractError(type(value).__name__, "", str(error)) from error


def decode(kind: type[T], data: bytes) -> T:
    """The value in `data`. Unknown fields are ignored. Raises `ContractError` naming the field."""
    try:
        raw = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ContractError(kind.__name__, "", f"not JSON: {error}") from error
    return from_builtins(kind, raw)


def from_builtins(kind: type[T], raw: object) -> T:
    """`decode` for already parsed JSON."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        found = _PATH.search(str(error))
        field = found.group(1) if found else ""
        raise ContractError(kind.__name__, field, _PATH.sub("", str(error))) from error
    except RecursionError as error:
        raise ContractError(kind.__name__, "", "nested too deeply") from error


def to_builtins(value: object) -> Any:
    """The JSON value as Python's dicts, lists, strings and numbers (what a `FieldChange` holds)."""
    return orjson.loads(encode(value))


def rfc3339(moment: datetime) -> str:
    """`2020-10-05T07:30:00Z`; raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
