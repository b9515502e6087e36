"""Where a page of a list ended, as an opaque word for the next request."""

from __future__ import annotations

import base64
import binascii

import orjson


class CursorError(ValueError):
    """Not a cursor that this API gave for this order."""


def write_cursor(order: str, values: list[object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([order, *values])).decode().rstrip("=")


def read_cursor(text: str, order: str, kinds: tuple[type, ...]) -> list[object]:
    """The values of the last row. Raises `CursorError`."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as error:
        raise CursorError("not a cursor of this list") from error
    well_formed = isinstance(found, list) and len(found) == len(kinds) + 1 and found[0] == order
    if not well_formed or not all(type(value) is kind for value, kind in zip(found[1:], kinds, strict=True)):
        raise CursorError("a cursor of another list or order")
    return list(found[1:])
