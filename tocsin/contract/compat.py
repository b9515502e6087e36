"""Whether a schema may follow a released one within a version. Pure.

A subscriber written for the released schema must understand every new message, and a new program every old one:
properties stay, with their types and words; what was required stays required; what is new is optional.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def problems(released: Schema, current: Schema) -> list[str]:
    """One line for each thing that would break somebody; empty if nothing does."""
    found = _object("", released, current)
    for name, definition in released.get("$defs", {}).items():
        now = current.get("$defs", {}).get(name)
        found += [f"{name}: is gone"] if now is None else _object(name, definition, now)
    return found


def _object(path: str, released: Schema, current: Schema) -> list[str]:
    where = path or "message"
    found = []
    before, now = set(released.get("required", ())), set(current.get("required", ()))
    found += [f"{where}.{name}: is no longer required" for name in sorted(before - now)]
    found += [f"{where}.{name}: is required, and was not" for name in sorted(now - before)]
    for name, schema in released.get("properties", {}).items():
        if name not in current.get("properties", {}):
            found.append(f"{where}.{name}: is gone")
        else:
            found += _value(f"{where}.{name}", schema, current["properties"][name])
    return found


def _value(path: str, released: Schema, current: Schema) -> list[str]:
    """A value keeps its form: only a description or default may differ."""
    before, now = _form(released), _form(current)
    if "enum" in before and "enum" in now:
        new = [f"{path}: new word {word!r}" for word in now["enum"] if word not in before["enum"]]
        return new + [f"{path}: word {word!r} is gone" for word in before["enum"] if word not in now["enum"]]
    for key in ("anyOf", "items", "additionalProperties"):
        if key in before and key in now and type(before[key]) is type(now[key]):
            return _inner(path, before[key], now[key])
    return [] if before == now else [f"{path}: was {before}, is {now}"]


def _inner(path: str, before: Any, now: Any) -> list[str]:
    if isinstance(before, dict):
        return _value(path, before, now)
    if not isinstance(before, list):
        return [] if before == now else [f"{path}: was {before}, is {now}"]
    if len(before) != len(now):
        return [f"{path}: {len(before)} alternatives became {len(now)}"]
    return [line for one, other in zip(before, now, strict=True) for line in _value(path, one, other)]


def _form(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in ("description", "default", "title", "examples")}
