"""`docs/settings.md`, made from the settings' types: `python -m tocsin.settings_page > docs/settings.md`."""

from __future__ import annotations

import sys
from typing import Any

from pydantic import BaseModel

from tocsin.settings import Settings

_HEAD = """# Settings

Made from `tocsin/settings.py` by `python -m tocsin.settings_page`; a test compares the two. `tocsin validate` checks
yours.

A setting comes from the first of these that has it: the command line; the environment variable; a file whose path
stands in the variable with `_FILE` behind its name (for secrets); the TOML file, which is `--config`, else
`TOCSIN_CONFIG`, else `tocsin.toml` in the working directory.

```toml
# tocsin.toml
data = "data"
feeds = "feeds.toml"

[poll]
user_agent = "Tocsin/0.1 (desk@north-post.example)"
```
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(_section(Settings, "", ""))


def _section(model: type[BaseModel], name: str, description: str) -> list[str]:
    title = f"\n## {name}\n\n{description}\n" if name else "\n## Top level\n"
    lines = [title, "\n| setting | variable | type | default | meaning |\n|---|---|---|---|---|\n"]
    sections: list[str] = []
    for field, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            sections += _section(info.annotation, field, info.description or "")
            continue
        path = f"{name}.{field}" if name else field
        variable = "TOCSIN_" + path.replace(".", "__").upper()
        default = "none" if info.default is None else f"`{info.default}`"
        kind = _type(model, field)
        lines.append(f"| `{path}` | `{variable}` | {kind} | {default} | {info.description} |\n")
    return lines + sections


def _type(model: type[BaseModel], field: str) -> str:
    """In words, from the JSON Schema, bounds included."""
    schema: dict[str, Any] = model.model_json_schema()["properties"][field]
    options = [o for o in schema.get("anyOf", [schema]) if o.get("type") != "null"]
    return " or ".join(_words(option) for option in options)


def _words(option: dict[str, Any]) -> str:
    if "enum" in option:
        return " or ".join(f"`{value}`" for value in option["enum"])
    kind = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    word = "path" if option.get("format") == "path" else kind[option["type"]]
    bounds = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤"}
    return " ".join([word, *(f"{sign} {option[key]:g}" for key, sign in bounds.items() if key in option)])


if __name__ == "__main__":
    sys.stdout.write(page())
