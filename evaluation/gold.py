"""The gold sets, read from their folder. None of their texts is part of this project."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from evaluation.records import GoldIncident
from tocsin.archive import EPOCH, read_archive
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.codec import from_builtins
from tocsin.contract.identity import content_hash
from tocsin.rules import RULES_VERSION


class GoldMissing(Exception):  # noqa: N818 - it is not the program's error
    """A gold file is not there; the message names it."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold span `start:end` of the text, with its point in degrees."""

    start: int
    end: int
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Geoparsed:
    text: str
    domain: str | None
    toponyms: tuple[Toponym, ...]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a `.jsonl` file. Raises `GoldMissing`."""
    if not path.exists():
        raise GoldMissing(f"{path}: no such gold file; name its folder with GOLD=")
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def stream_articles(gold: Path) -> list[Article]:
    return _archive(gold / "stream" / "articles.jsonl")


def stream_links(gold: Path) -> dict[str, str]:
    """Article -> incident."""
    return {row["article"]: row["incident"] for row in lines(gold / "stream" / "links.jsonl")}


def stream_incidents(gold: Path) -> list[GoldIncident]:
    keys = ("id", "date", "city", "latitude", "longitude", "killed", "injured")
    rows = lines(gold / "stream" / "incidents.jsonl")
    return [from_builtins(GoldIncident, {key: row.get(key) for key in keys}) for row in rows]


def muc_articles(gold: Path) -> list[Article]:
    return _archive(gold / "muc4" / "articles.jsonl")


def muc_templates(gold: Path) -> list[dict[str, str]]:
    return list(lines(gold / "muc4" / "templates.jsonl"))


def _archive(path: Path) -> list[Article]:
    if not path.exists():
        raise GoldMissing(f"{path}: no such gold file; name its folder with GOLD=")
    return read_archive(path)


def labelled(gold: Path, name: str) -> list[tuple[Article, bool]]:
    """`detect/NAME.jsonl`: articles and whether they are about conflict."""
    rows = lines(gold / "detect" / f"{name}.jsonl")
    return [(_plain(row["id"], "", row["text"]), bool(row["conflict"])) for row in rows]


def sections(gold: Path) -> list[tuple[Article, str]]:
    """AG News: articles and their section."""
    rows = lines(gold / "detect" / "agnews.jsonl")
    return [(_plain(row["id"], row["title"], row["text"]), row["section"]) for row in rows]


def _plain(identity: str, title: str, text: str) -> Article:
    return Article(
        id=identity,
        version=1,
        content_hash=content_hash(title, text),
        url=None,
        feed=Feed(id="archive", url="archive:"),
        publisher=Publisher(),
        title=title,
        text=text,
        text_source="archive",
        fetched_at=EPOCH,
        flags=("no_published_date",),
        rules_version=RULES_VERSION,
    )


def geoparsed(gold: Path, name: str) -> list[Geoparsed]:
    """`lgl` or `GeoVirus`; toponyms without coordinates are left out, as in the field's evaluations."""
    path = gold / "geoparsing" / f"{name}.xml"
    if not path.exists():
        raise GoldMissing(f"{path}: no such gold file; name its folder with GOLD=")
    root = ET.parse(path).getroot()
    return [_lgl(node) if name == "lgl" else _geovirus(node) for node in root.iter("article")]


def _lgl(node: ET.Element) -> Geoparsed:
    toponyms = [
        _toponym(t, t.findtext("phrase"), t.find("gaztag"))
        for t in node.iter("toponym")
        if t.find("gaztag/lat") is not None
    ]
    return Geoparsed(node.findtext("text") or "", node.findtext("domain"), tuple(toponyms))


def _geovirus(node: ET.Element) -> Geoparsed:
    text = node.findtext("text") or ""
    toponyms = [_toponym(t, t.findtext("name"), t) for t in node.iter("location") if t.find("lat") is not None]
    return Geoparsed(text, None, tuple(_moved(t, text) for t in toponyms))


def _moved(toponym: Toponym, text: str) -> Toponym:
    """GeoVirus counts from 1, and further off behind typographic marks: the name as it stands nearest by."""
    starts = [m.start() for m in re.finditer(re.escape(toponym.name), text)]
    nearest = min(starts, key=lambda start: abs(start - toponym.start), default=toponym.start - 1)
    return replace(toponym, start=nearest, end=nearest + len(toponym.name))


def _toponym(node: ET.Element, name: str | None, point: ET.Element | None) -> Toponym:
    assert point is not None
    return Toponym(
        start=int(node.findtext("start") or 0),
        end=int(node.findtext("end") or 0),
        name=name or "",
        latitude=float(point.findtext("lat") or 0),
        longitude=float(point.findtext("lon") or 0),
    )
