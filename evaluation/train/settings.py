"""Articles whose place and day are known, read as classify reads them: what the place and date models learn from.

Three sources: the shooting stream (local news of one country), MUC-4 (wires of a continent, in capitals) and the
project's own development articles (the world's news). Each lesson carries its group: lessons of one incident or
document stay on one side of every fold.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from evaluation import fixtures as own
from evaluation import gold
from evaluation.figures import share
from evaluation.records import distance_km
from processors.classify.detect.mention import find_mentions
from processors.classify.document import Document, Sentence
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.names import key
from processors.classify.geo.place import Place
from processors.classify.geo.read import Places, read_places
from processors.classify.incidents.group import group, likeliest
from processors.classify.realis.decide import judge
from processors.classify.text import read_document
from tocsin.contract.article import Article

FIXTURES = Path("tests/fixtures")
FOLDS = 5
_NEAR_KM = 25.0
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MUC_DATE = re.compile(r"^(\d{1,2}) ([A-Z]{3}) (\d{2})$")
_KIND = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Truth:
    """`names` are keys of the place and of what holds it, `point` degrees; either may decide. `day` is local."""

    names: frozenset[str]
    country: str | None
    point: tuple[float, float] | None
    within_km: float
    day: date | None

    @property
    def places(self) -> bool:
        return bool(self.names) or self.point is not None

    def holds(self, place: Place, text: str) -> bool:
        """Whether `place`, called `text`, is the one."""
        if self.country and place.country and place.country != self.country:
            return False
        if {key(place.name), key(text)} & self.names:
            return True
        return self.point is not None and distance_km(place.latitude, place.longitude, *self.point) <= self.within_km


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article with one incident: its sentences as classify gathers them, and the truth about it."""

    source: str
    group: str
    document: Document
    sentences: tuple[Sentence, ...]
    places: Places
    truth: Truth


@dataclass(slots=True)
class Right:
    """`right` of the `filled` ones of `asked`."""

    asked: int = 0
    filled: int = 0
    right: int = 0

    def add(self, *, filled: bool, right: bool) -> None:
        self.asked += 1
        self.filled += filled
        self.right += right

    def __iadd__(self, other: Right) -> Right:
        self.asked += other.asked
        self.filled += other.filled
        self.right += other.right
        return self


def told(found: Mapping[str, Right]) -> str:
    """`stream 2785 articles: right 0.83, wrong of filled 0.10; muc ...`"""
    return "; ".join(
        f"{source} {each.asked}: right {share(each.right, each.asked):.3f}, "
        f"wrong of filled {share(each.filled - each.right, each.filled):.3f}"
        for source, each in found.items()
    )


def fold_of(lesson: Lesson) -> int:
    return int(hashlib.md5(lesson.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def lessons(folder: Path, gazetteer: Gazetteer) -> Iterator[Lesson]:
    """Of all three sources; `folder` holds the gold sets. Raises `gold.GoldMissing`."""
    for source, identity, article, truth in (*_stream(folder), *_muc(folder), *_own()):
        document = read_document(article)
        sentences = _sentences(document)
        if sentences:
            yield Lesson(source, identity, document, sentences, read_places(document, gazetteer), truth)


def _sentences(document: Document) -> tuple[Sentence, ...]:
    """Of the primary incident; where the reader sees none, of the likeliest."""
    mentions = judge(find_mentions(document), document)
    found = group(mentions, document) or likeliest(mentions, document)
    first = next((incident for incident in found if incident.primary), found[0] if found else None)
    return tuple(first.sentences) if first else ()


_Told = tuple[str, str, Article, Truth]


def _stream(folder: Path) -> Iterator[_Told]:
    incidents = {incident.id: incident for incident in gold.stream_incidents(folder)}
    links = gold.stream_links(folder)
    for article in gold.stream_articles(folder):
        found = incidents.get(links[article.id])
        if found:
            point = (found.latitude, found.longitude) if found.latitude is not None else None
            names = frozenset((key(found.city), key(found.city).removesuffix(" city"))) if found.city else frozenset()
            yield (
                "stream",
                found.id,
                article,
                Truth(names, None, point, _NEAR_KM, date.fromisoformat(found.date)),  # type: ignore[arg-type]
            )


def _muc(folder: Path) -> Iterator[_Told]:
    """Articles whose templates agree on place and day."""
    told: dict[str, set[tuple[str, str]]] = {}
    for template in gold.muc_templates(folder):
        told.setdefault(template["article"], set()).add((template["INCIDENT: LOCATION"], template["INCIDENT: DATE"]))
    for article in gold.muc_articles(folder):
        found = told.get(article.id, set())
        if len(found) == 1:
            place, day = next(iter(found))
            names = [key(_KIND.sub("", part)) for part in place.split(":")[1:]]
            yield "muc", article.id, article, Truth(frozenset(names), None, None, 0.0, _muc_day(day))


def _muc_day(text: str) -> date | None:
    found = _MUC_DATE.match(text.strip().upper())
    if not found or found[2] not in _MONTHS:
        return None
    try:
        return date(1900 + int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:  # the keys hold a 31 June
        return None


def _own() -> Iterator[_Told]:
    for fixture in own.understanding(FIXTURES / "understanding" / "development"):
        if len(fixture.reports) == 1:
            yield "own", fixture.name, fixture.article, _expected(fixture.reports[0])
    raw = tomllib.loads((FIXTURES / "conflict_news" / "development" / "incidents.toml").read_text("utf-8"))
    incidents = {row["key"]: row for row in raw["incident"]}
    for item in own.conflict_news(FIXTURES / "conflict_news" / "development"):
        if len(item.incidents) == 1:
            identity = next(iter(item.incidents))
            yield "own", identity, item.article, _expected(incidents[identity])


def _expected(row: dict[str, Any]) -> Truth:
    names = frozenset(key(part) for part in re.split(r"[,()]", row.get("place", "")) if part.strip())
    point = (row["latitude"], row["longitude"]) if "latitude" in row else None
    day = datetime.fromisoformat(row["date"]).date() if row.get("date") else None
    return Truth(names, row.get("country"), point, float(row.get("within_km", _NEAR_KM)), day)
