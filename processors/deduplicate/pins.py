"""Fields held by hand: laid over what the ledger says, whatever comes later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from processors.deduplicate.records import Pin
from processors.deduplicate.resolve.assemble import Resolved, derive
from tocsin.contract.codec import ContractError, from_builtins, to_builtins

PINNABLE = (
    "type",
    "headline",
    "severity",
    "confirmation",
    "when",
    "where",
    "actors",
    "targets",
    "weapons",
    "casualties",
)


class PinError(ValueError):
    """A pin that no incident can carry; the message says why."""


def check_pin(path: str, value: bytes, resolved: Resolved) -> None:
    """Raises `PinError` if the path or the value is none of an incident's."""
    head = path.partition(".")[0]
    if head not in PINNABLE:
        raise PinError(f"{path!r} cannot be pinned; one of {', '.join(PINNABLE)}, or a part of one, can")
    try:
        pinned = apply_pins(resolved, [Pin(path, value, "")])
    except ContractError as error:
        raise PinError(f"{path!r} cannot be {value.decode()}: {error.problem}") from error
    if not _leads_somewhere(to_builtins(pinned), path.split(".")):
        raise PinError(f"{path!r} is no field")
    for kind in ("killed", "injured", "abducted", "arrested"):
        toll = getattr(pinned.casualties, kind)
        known = [v for v in (toll.min, toll.best, toll.max) if v is not None] if toll else []
        if known != sorted(known):
            raise PinError(f"{path!r}: casualties.{kind} must keep min <= best <= max")


def _leads_somewhere(raw: Any, path: Sequence[str]) -> bool:
    for part in path:
        if not isinstance(raw, dict) or part not in raw:
            return False
        raw = raw[part]
    return True


def apply_pins(resolved: Resolved, pins: Sequence[Pin]) -> Resolved:
    """Raises `ContractError` for a value that does not fit its field."""
    if not pins:
        return resolved
    # twice: what follows from a pinned field is derived again, and may itself be pinned
    return _laid(derive(_laid(resolved, pins)), pins)


def _laid(resolved: Resolved, pins: Sequence[Pin]) -> Resolved:
    raw: dict[str, Any] = to_builtins(resolved)
    for pin in pins:
        _set(raw, pin.field.split("."), orjson.loads(pin.value), pin.field)
    return from_builtins(Resolved, raw)


def _set(raw: Any, path: list[str], value: object, whole: str) -> None:
    for part in path[:-1]:
        if not isinstance(raw, dict) or part not in raw:
            raise ContractError("Correction", "field", f"{whole!r} is no field")
        if raw[part] is None:
            raw[part] = {}
        raw = raw[part]
    if not isinstance(raw, dict):
        raise ContractError("Correction", "field", f"{whole!r} is no field")
    toll_part = len(path) == 3 and path[0] == "casualties" and path[-1] == "best"
    raw[path[-1]] = value
    if toll_part and isinstance(value, int):
        # a pinned figure is the figure: the span follows it
        raw["min"] = min(v for v in (raw.get("min"), value) if v is not None)
        raw["max"] = max(v for v in (raw.get("max"), value) if v is not None)
