"""TOML feed lists: `[[feed]]` tables, and a `[defaults]` table for what most of them share.

[defaults]
language = "en"

[[feed]]
url = "https://example.org/rss.xml"
publisher = "The Example"
timezone = "Europe/London"
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable

from producers.feedlist.errors import FeedListError
from producers.feedlist.spec import FIELDS, FeedSpec, FieldError, as_fields, make_spec

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_EMPTY = ("the list holds no feed", 'add a [[feed]] table with url = "https://..."')


def read_toml(data: bytes, file: str) -> list[FeedSpec]:
    """The feeds in the order of the file. Raises `FeedListError`."""
    text, document = _parse(data, file)
    for key in document.keys() - {"feed", "defaults"}:
        raise FeedListError(file, _line_of(text, key), key, "is not known here", "use [[feed]] and [defaults]")
    defaults, feeds = document.get("defaults", {}), document.get("feed", [])
    if not isinstance(feeds, list) or not isinstance(defaults, dict):
        raise FeedListError(file, _line_of(text, "feed"), "feed", "is no list of tables", "write [[feed]]")
    if not feeds:
        raise FeedListError(file, 0, "feed", *_EMPTY)
    return _read_all(feeds, defaults, text, file)


def _read_all(feeds: list[object], defaults: dict[str, object], text: str, file: str) -> list[FeedSpec]:
    specs: list[FeedSpec] = []
    taken: dict[str, int] = {}
    for ordinal, fields in enumerate(feeds):
        if not isinstance(fields, dict):
            raise FeedListError(file, 0, "feed", "is no table", "write [[feed]] above its fields")
        try:
            _known(fields)
            _known(defaults)
            spec = make_spec({**defaults, **fields})
        except FieldError as problem:
            line = _field_line(text, ordinal, problem.field)
            raise FeedListError(file, line, problem.field, problem.problem, problem.remedy) from problem
        line = _field_line(text, ordinal, "url")
        for name, value in (("id", spec.id), ("url", spec.url)):
            first = taken.setdefault(f"{name} {value}", line)
            if first != line:
                raise FeedListError(file, line, name, f"is the same as in line {first}", "remove one of the two")
        specs.append(spec)
    return specs


def write_toml(specs: Iterable[FeedSpec], comment: str = "") -> str:
    """A feed list that `read_toml` reads back to the same feeds."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    for spec in specs:
        lines += ["", "[[feed]]"]
        # JSON strings are TOML basic strings, except that TOML wants DEL escaped
        lines += [
            f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
            for name, value in as_fields(spec).items()
        ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _parse(data: bytes, file: str) -> tuple[str, dict[str, object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FeedListError(file, line, "", "is not UTF-8 text", "save the file as UTF-8") from error
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else max(1, len(text.splitlines()))
        problem = _AT_LINE.sub("", str(error)).removesuffix("(at end of document)").strip()
        raise FeedListError(
            file, line, _key_at(text, line), f"not TOML: {problem or 'nested too deeply'}", _remedy(text)
        ) from error


def _remedy(text: str) -> str:
    if text.lstrip().startswith("<"):
        return "this looks like XML: name the file .opml"
    return 'write each field as name = "value"'


def _known(fields: dict[str, object]) -> None:
    for name in fields:
        if name not in FIELDS:
            close = difflib.get_close_matches(name, FIELDS, 1)
            remedy = f"did you mean {close[0]}?" if close else f"use one of {', '.join(FIELDS)}"
            raise FieldError(name, "is not known", remedy)


def _key_at(text: str, line: int) -> str:
    lines = text.splitlines()
    found = re.match(r"\s*([A-Za-z0-9_-]+)\s*=", lines[line - 1]) if 0 < line <= len(lines) else None
    return found[1] if found else ""


def _line_of(text: str, key: str) -> int:
    """The first line that names `key`; 0 if none does."""
    pattern = re.compile(rf"\s*(\[\[?\s*)?{re.escape(key)}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 0)


def _field_line(text: str, ordinal: int, field: str) -> int:
    """The line of `field` in the table of feed `ordinal` (from 0), else of its header, else of the default."""
    header, seen, default = 0, -1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*feed\s*\]\]", line):
            seen += 1
            header = number if seen == ordinal else header
        if re.match(rf"\s*{re.escape(field)}\s*=", line):
            if seen == ordinal:
                return number
            default = number if seen == -1 else default
    return default or header
