"""JSON Schema 2020-12 of every message kind, made from the types; committed in `docs/schemas`, tested for drift.

Unknown fields are allowed (consumers ignore what they do not know), times are RFC 3339.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from tocsin.contract.article import Article
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Correction
from tocsin.contract.version import CONTRACT_VERSION

KINDS: dict[str, type] = {
    "article": Article,
    "account": Account,
    "correction": Correction,
    "rejections": Rejections,
    "incident": Incident,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: str) -> dict[str, Any]:
    """The schema of `kind`, one of `KINDS`, with everything it refers to in `$defs`. Raises KeyError."""
    type_ = KINDS[kind]
    (top,), definitions = msgspec.json.schema_components(
        (type_,), schema_hook=_schema_of_any, ref_template="#/$defs/{name}"
    )
    own = definitions.pop(type_.__name__)
    if top != {"$ref": f"#/$defs/{type_.__name__}"}:  # a self-referring type would need another form
        raise ValueError(f"{type_.__name__} is not a plain object")
    return {
        "$schema": _DIALECT,
        "$id": f"urn:tocsin:{kind}:{CONTRACT_VERSION}",
        **own,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of_any(type_: type) -> dict[str, Any]:
    """`object` in the contract means any JSON value (a changed field's before and after)."""
    if type_ is object:
        return {"description": "any JSON value"}
    raise NotImplementedError(f"no JSON Schema for {type_}")


def text(kind: str) -> str:
    """The committed form: stable, readable."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def export(folder: Path) -> list[Path]:
    """Write `<kind>.json` for every kind; the files written, in the order of `KINDS`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{kind}.json" for kind in KINDS]
    for kind, path in zip(KINDS, paths, strict=True):
        path.write_text(text(kind), "utf-8")
    return paths
