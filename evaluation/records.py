"""Incident records against gold: date, city, killed, injured."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from evaluation.figures import share
from tocsin.contract.incident import Incident

CITY_KM = 25.0
_EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class GoldIncident:
    """`date` is ISO; latitude and longitude in degrees; counts of people."""

    id: str
    date: str
    city: str | None
    latitude: float | None
    longitude: float | None
    killed: int
    injured: int


@dataclass(slots=True)
class FieldScore:
    """`right` of `gold` incidents; `wrong` of the `filled` ones."""

    gold: int = 0
    right: int = 0
    filled: int = 0

    def add(self, filled: bool, right: bool) -> None:
        self.gold += 1
        self.filled += filled
        self.right += filled and right

    @property
    def accuracy(self) -> float:
        return share(self.right, self.gold)

    @property
    def wrong_of_filled(self) -> float:
        return share(self.filled - self.right, self.filled)


FIELDS = ("date", "city", "killed", "injured", "both tolls")


def score(
    golds: Sequence[GoldIncident],
    links: Mapping[str, str],
    clusters: Mapping[str, str],
    incidents: Mapping[str, Incident],
) -> dict[str, FieldScore]:
    """Each gold incident against the predicted one that holds most of its articles (ties: smallest id).

    `links` maps article to gold incident, `clusters` article to predicted incident.
    """
    articles: dict[str, list[str]] = defaultdict(list)
    for article, gold_id in links.items():
        articles[gold_id].append(article)
    scores = {name: FieldScore() for name in FIELDS}
    for gold in golds:
        votes = Counter(clusters[a] for a in articles[gold.id] if a in clusters)
        best = min(votes, key=lambda c: (-votes[c], c)) if votes else None
        for name, (filled, right) in _judge(gold, incidents[best] if best else None).items():
            scores[name].add(filled, right)
    return scores


def _judge(gold: GoldIncident, found: Incident | None) -> dict[str, tuple[bool, bool]]:
    """Field -> (filled, right)."""
    if found is None:
        return dict.fromkeys(FIELDS, (False, False))
    killed = found.casualties.killed.best if found.casualties.killed else None
    injured = found.casualties.injured.best if found.casualties.injured else None
    date = found.when.date
    return {
        "date": (date is not None, date is not None and date.isoformat() == gold.date),
        "city": _judge_city(gold, found),
        "killed": (killed is not None, killed == gold.killed),
        "injured": (injured is not None, injured == gold.injured),
        "both tolls": (
            killed is not None and injured is not None,
            killed == gold.killed and injured == gold.injured,
        ),
    }


def _judge_city(gold: GoldIncident, found: Incident) -> tuple[bool, bool]:
    where = found.where
    names = {name.casefold() for name in (where.name, where.city) if name}
    precise = where.precision in ("landmark", "neighbourhood", "city")
    same_name = bool(gold.city) and (gold.city or "").casefold() in names
    close = (
        precise
        and where.latitude is not None
        and where.longitude is not None
        and gold.latitude is not None
        and gold.longitude is not None
        and distance_km(where.latitude, where.longitude, gold.latitude, gold.longitude) <= CITY_KM
    )
    return precise or same_name, same_name or close


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) of two points in degrees."""
    phi1, phi2, dphi, dlon = radians(lat1), radians(lat2), radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dphi / 2) ** 2 + cos(phi1) * cos(phi2) * sin(dlon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, h)))
