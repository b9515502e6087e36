"""One outlet's account of one incident of the made-up world: 3 to 4 kB, as classify makes them of a usual article."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tocsin.contract import fields as f
from tocsin.contract import identity
from tocsin.contract.article import ArticleRef, Publisher
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.report import Account, Report
from tocsin.contract.vocabulary import EventType

if TYPE_CHECKING:
    from evaluation.bench.deduplicate.world import Happening

_VALUES = 64  # of a MinHash signature, as classify makes it
_REPRINTS = 0.25  # share of later tellings that copy the agency's text
_AGENCY = "Meridian"
_VAGUER: dict[str, EventType] = {
    "explosion": "explosion/explosion_unspecified",
    "violence_against_civilians": "violence_against_civilians/attack_unspecified",
}


@dataclass(frozen=True, slots=True)
class Outlet:
    name: str
    domain: str


def tell(
    happening: Happening, outlet: Outlet, nth: int, at: datetime, common: list[str], random: Random
) -> Account:  # fmt: skip
    """`nth` 0 is the first account; later ones know more, and some reprint the agency."""
    reprint = nth > 0 and random.random() < _REPRINTS
    article = identity.digest("bench", happening.number, nth, random.getrandbits(64))
    own = random.sample(happening.words, 20)
    title = " ".join([happening.town.name, *own[:4], happening.type.partition("/")[2].replace("_", " ")])
    ref = ArticleRef(
        id=article,
        version=1,
        url=f"https://{outlet.domain}/{article}",
        title=title,
        publisher=Publisher(name=outlet.name, domain=outlet.domain, country=happening.town.country),
        fetched_at=at,
        published_at=at - timedelta(minutes=5),
        origin=_AGENCY if reprint else None,
        text_fingerprint=_fingerprint(happening.number if reprint else random.getrandbits(32), random),
    )
    return Account(article=ref, reports=(_report(happening, ref, nth, own, common, random),), rules_version="bench")


def _fingerprint(text: int, random: Random) -> str:
    """Of a text with this number, lightly edited."""
    source = Random(text)
    values = [source.getrandbits(32) if random.random() > 0.1 else random.getrandbits(32) for _ in range(_VALUES)]
    return base64.b64encode(struct.pack(f"<{_VALUES}I", *values)).decode("ascii")


def _report(
    happening: Happening, ref: ArticleRef, nth: int, own: list[str], common: list[str], random: Random
) -> Report:  # fmt: skip
    told = identity.report_id(ref.id, 1, 0)
    kind = happening.type
    if random.random() < 0.15:
        kind = _VAGUER.get(kind.partition("/")[0], kind)
    names = happening.names[: random.randint(0, 3)] if nth else ()
    sentences = [
        f.Sentence(index=i, text=" ".join([*own[i * 4 : i * 4 + 8], *common[i * 2 : i * 2 + 8]])) for i in range(5)
    ]
    evidence = {
        path: f.Evidence(sentence=sentences[i], start=200 * i, end=200 * i + 12)
        for i, path in enumerate(("type", "when", "where", "casualties.killed", "casualties.injured"))
    }
    return Report(
        id=told,
        primary=True,
        type=kind,
        crosswalk=crosswalk(kind),
        when=_when(happening, random),
        where=_where(happening, random),
        actors=(f.Actor(name="gunmen", entity="person", kind="unidentified", role="perpetrator", text="gunmen"),),
        targets=tuple(f.Target(name=n.title(), entity="person", kind="civilians", text=n) for n in names),
        weapons=(f.Weapon(kind="firearm", text="gunfire"),) if random.random() < 0.6 else (),
        casualties=f.Casualties(
            killed=_toll(happening.killed, nth, random), injured=_toll(happening.injured, nth, random)
        ),
        claims=tuple(_claim(told, i, sentences[i + 1], ref, random) for i in range(random.randint(0, 2))),
        evidence=evidence,
        confidence=round(random.uniform(0.5, 0.95), 2),
        summary=sentences[0],
        terms=tuple(dict.fromkeys([happening.town.name.lower(), *names, *own, *common])),
    )  # fmt: skip


def _when(happening: Happening, random: Random) -> f.When:
    if random.random() < 0.07:
        return f.When(reason="no time named")
    day = happening.at.replace(hour=0, minute=0, second=0, microsecond=0)
    return f.When(
        date=day.date(), timezone="UTC", start=day, end=day + timedelta(days=1), precision="day", text="on Tuesday",
        anchor="published_at",
    )  # fmt: skip


def _where(happening: Happening, random: Random) -> f.Where:
    town = happening.town
    luck = random.random()
    if luck < 0.03:
        return f.Where(reason="no place named")
    if luck < 0.1:
        return f.Where(name=town.admin1, country=town.country, admin1=town.admin1, latitude=town.latitude,
            longitude=town.longitude, radius_km=150.0, precision="admin1", text=town.admin1)  # fmt: skip
    return f.Where(
        name=town.name, city=town.name, country=town.country, admin1=town.admin1, geonames_id=7, latitude=town.latitude,
        longitude=town.longitude, radius_km=8.0, precision="city", text=town.name,
    )  # fmt: skip


def _toll(truth: int, nth: int, random: Random) -> f.Toll | None:
    """Silence, an early figure too low, or the truth."""
    luck = random.random()
    if luck < 0.2:
        return None
    said = truth if nth > 2 or luck > 0.5 else int(truth * 0.7)
    return f.Toll(min=said, best=said, max=said, text=f"{said} people")


def _claim(report: str, ordinal: int, sentence: f.Sentence, ref: ArticleRef, random: Random) -> f.Claim:
    return f.Claim(
        id=identity.claim_id(report, ordinal),
        kind="asserts",
        by=f.Speaker(name=None, kind=random.choice(["police", "official"])),
        report=report,
        sentence=sentence,
        start=0,
        end=20,
        field="casualties.killed",
        value=random.randint(0, 9),
        published_at=ref.published_at,
    )
