"""A revision in the form that a target reads: JSON templates with `${name}` in their strings.

A template is a file `{"about": ..., "escape": none|slack|markdown, "body": ...}`; those of ours are in
sinks/data/webhooks. Values are put into strings that were parsed before, so no value can break the JSON; what a chat
tool would read as markup, a link or a mention is escaped as `escape` says. The template `incident` is the message as
published.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import orjson

from tocsin.contract.incident import Incident
from tocsin.errors import UserError
from tocsin.view import words
from tocsin.view.board import revision_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+|~@!:-])")
_ESCAPES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "slack": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "markdown": lambda text: _SPECIAL.sub(r"\\\1", text),
}


VALUES: dict[str, Callable[[Incident], str]] = {
    "id": lambda i: i.id,
    "revision": lambda i: str(i.revision),
    "change": lambda i: i.change.kind,
    "status": lambda i: i.status,
    "type": lambda i: i.type,
    "headline": lambda i: i.headline,
    "line": revision_line,
    "tolls": lambda i: words.tolls(i.casualties) or "no toll told",
    "toll_changes": lambda i: ", ".join(words.toll_changes(i)),
    "date": words.day,
    "place": lambda i: words.place(i.where),
    "country": lambda i: i.where.country or "",
    "radius_km": lambda i: "" if i.where.radius_km is None else f"{i.where.radius_km:g}",
    "severity": lambda i: str(i.severity),
    "severity_word": lambda i: words.SEVERITY[i.severity],
    "confirmation": lambda i: i.confirmation.replace("_", " "),
    "sources": words.sources,
    "source_url": lambda i: next((ref.url for ref in i.reports if ref.url), ""),
    "merged_into": lambda i: i.merged_into or "",
}
"""What a template may name."""


@dataclass(frozen=True, slots=True)
class Template:
    body: object
    escape: Callable[[str], str]

    def render(self, incident: Incident, published: bytes) -> bytes:
        """The request's body, UTF-8 JSON; `published` is the message's own."""
        if self.body is None:
            return published
        return orjson.dumps(_filled(self.body, {name: self.escape(value(incident)) for name, value in VALUES.items()}))


AS_PUBLISHED = Template(None, _ESCAPES["none"])


def load_template(name: str) -> Template:
    """`incident`, one of ours by name, or a path. Raises `UserError`."""
    if name == "incident":
        return AS_PUBLISHED
    try:
        ours = resources.files("sinks").joinpath(f"data/webhooks/{name}.json")
        text = Path(name).read_bytes() if "/" in name or name.endswith(".json") else ours.read_bytes()
        raw = orjson.loads(text)
        return Template(_checked(raw["body"]), _ESCAPES[raw.get("escape", "none")])
    except OSError as error:
        raise UserError(f"no webhook template {name!r}", "docs/webhooks.md lists them; a path has a /") from error
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"webhook template {name!r}: {error}", "docs/webhooks.md says what a template is") from error


def _checked(body: object) -> object:
    for text in _strings(body):
        template = string.Template(text)
        if not template.is_valid():
            raise ValueError(f"{text!r}: a $ that begins no name; write $$")
        if unknown := sorted(set(template.get_identifiers()) - VALUES.keys()):
            raise ValueError(f"no value {unknown[0]!r}; there are {', '.join(VALUES)}")
    return body


def _strings(body: object) -> list[str]:
    if isinstance(body, str):
        return [body]
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return [text for item in inner for text in _strings(item)]


def _filled(body: object, filling: Mapping[str, str]) -> object:
    if isinstance(body, str):
        return string.Template(body).substitute(filling)
    if isinstance(body, dict):
        return {key: _filled(item, filling) for key, item in body.items()}
    return [_filled(item, filling) for item in body] if isinstance(body, list) else body
