"""The sample show: articles written for this project, published over half a minute in the order of their story."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from tocsin.newsroom.item import Item, Outlet, Programme, Scheduled

SHOW_S = 30.0


def load_show(seconds: float = SHOW_S, *, per_second: float | None = None) -> Programme:
    """The whole sample, spread over `seconds`, or at so many articles `per_second`.

    Times of publication are fixed, so that every showing is the same.
    """
    folder = resources.files("tocsin.newsroom").joinpath("sample")
    documents = {f.name: tomllib.loads(f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".toml")}
    outlets = {raw["key"]: _outlet(raw) for raw in documents["outlets.toml"]["outlet"]}
    raws = [raw for name in sorted(documents) for raw in documents[name].get("article", ())]
    ordered = sorted(enumerate(raws), key=lambda pair: (_appears(pair[1]), pair[0]))
    step = 1 / per_second if per_second else seconds / max(1, len(ordered))
    scheduled = [
        Scheduled(ordinal * step, raw["outlet"], _item(raw, outlets[raw["outlet"]]))
        for ordinal, (_, raw) in enumerate(ordered)
    ]
    return Programme(tuple(outlets.values()), tuple(scheduled))


def _outlet(raw: dict[str, Any]) -> Outlet:
    return Outlet(
        key=raw["key"],
        title=raw["title"],
        domain=raw["domain"],
        format=raw["feed"],
        path=raw["path"],
        country=raw.get("country"),
        timezone=raw.get("timezone"),
        language=raw.get("language"),
        kind=raw.get("kind", "outlet"),
    )


def _appears(raw: dict[str, Any]) -> datetime:
    return _moment(raw["updated"] if raw.get("edit") else raw["published"])


def _moment(value: datetime | str) -> datetime:
    """A TOML time, or the same as a string; with its zone."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _item(raw: dict[str, Any], outlet: Outlet) -> Item:
    day = _moment(raw["published"])
    return Item(
        id=raw["id"],
        link=f"https://{outlet.domain}/{day:%Y/%m/%d}/{raw['id']}",
        title=raw["title"],
        text=raw["text"].strip(),
        summary=raw.get("summary", ""),
        published=day,
        updated=_moment(raw["updated"]) if "updated" in raw else None,
        authors=tuple(raw.get("authors", ())),
        categories=tuple(raw.get("categories", ())),
        source=raw.get("source"),
    )
