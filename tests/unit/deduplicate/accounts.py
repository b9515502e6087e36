"""Accounts to test with: a small builder with the field's defaults, so that a story shows only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from processors.deduplicate.core import Deduplicator, Outcome
from processors.deduplicate.records import IncidentRecord, unpack
from tocsin.contract import fields as f
from tocsin.contract import identity
from tocsin.contract.article import ArticleRef, Publisher
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account, Report
from tocsin.contract.vocabulary import ClaimKind, EventType, PlacePrecision, SpeakerKind, WeaponKind

START = datetime(2026, 3, 8, 18, tzinfo=UTC)

PLACES: dict[str, f.Where] = {
    name: f.Where(
        name=name,
        city=city,
        country=country,
        admin1=admin1,
        latitude=latitude,
        longitude=longitude,
        radius_km=radius,
        precision=precision,
    )
    for name, city, country, admin1, latitude, longitude, radius, precision in [
        ("Jadiriya", "Baghdad", "IQ", "Baghdad", 33.28, 44.38, 2.0, "neighbourhood"),
        ("Baghdad", "Baghdad", "IQ", "Baghdad", 33.34, 44.40, 15.0, "city"),
        ("Karrada", "Baghdad", "IQ", "Baghdad", 33.30, 44.42, 2.0, "neighbourhood"),
        ("Basra", "Basra", "IQ", "Basra", 30.51, 47.78, 10.0, "city"),
        ("Quetta", "Quetta", "PK", "Balochistan", 30.18, 67.00, 12.0, "city"),
        ("Iraq", None, "IQ", None, 33.0, 44.0, 500.0, "country"),
    ]
}


def day(text: str) -> f.When:
    """`2026-03-08` as a day in UTC."""
    at = date.fromisoformat(text)
    start = datetime(at.year, at.month, at.day, tzinfo=UTC)
    return f.When(date=at, timezone="UTC", start=start, end=start + timedelta(days=1), precision="day", text=text)


def toll(best: int | None = None, low: int | None = None, high: int | None = None) -> f.Toll:
    return f.Toll(min=low if low is not None else best, best=best, max=high if high is not None else best)


def report(
    article: str = "a",
    version: int = 1,
    ordinal: int = 0,
    *,
    what: EventType = "explosion/rocket_or_missile_attack",
    where: str | None = "Jadiriya",
    when: str | f.When | None = "2026-03-08",
    killed: int | f.Toll | None = None,
    injured: int | f.Toll | None = None,
    terms: str = "",
    actors: Iterable[f.Actor] = (),
    targets: Iterable[f.Target] = (),
    weapons: dict[WeaponKind, int] | None = None,
    claims: Iterable[tuple[ClaimKind, SpeakerKind, str | None, str | int | None]] = (),
    primary: bool = True,
    precision: PlacePrecision | None = None,
) -> Report:
    """`claims`: (kind, speaker's kind, field, value)."""
    identity_ = identity.report_id(article, version, ordinal)
    place = PLACES[where] if where else f.Where(reason="no place named")
    return Report(
        id=identity_,
        primary=primary,
        type=what,
        crosswalk=crosswalk(what),
        when=_when(when),
        where=place,
        casualties=f.Casualties(killed=_toll(killed), injured=_toll(injured)),
        actors=tuple(actors),
        targets=tuple(targets),
        weapons=tuple(f.Weapon(kind=kind, text=kind, count=count) for kind, count in (weapons or {}).items()),
        claims=tuple(_claim(identity_, i, *claim) for i, claim in enumerate(claims)),
        terms=tuple(terms.split()),
        summary=f.Sentence(index=0, text=f"Sentence of {article}."),
    )


def _when(value: str | f.When | None) -> f.When:
    if isinstance(value, f.When):
        return value
    return day(value) if value else f.When(reason="no time named")


def _toll(value: int | f.Toll | None) -> f.Toll | None:
    return toll(value) if isinstance(value, int) else value


def _claim(
    report_id: str, ordinal: int, kind: ClaimKind, by: SpeakerKind, field: str | None, value: str | int | None
) -> f.Claim:
    return f.Claim(
        id=identity.claim_id(report_id, ordinal),
        kind=kind,
        by=f.Speaker(name=None, kind=by),
        report=report_id,
        sentence=f.Sentence(index=ordinal, text=f"The {by} {kind} it."),
        start=0,
        end=10,
        field=field,
        value=value,
    )


def account(
    article: str,
    *reports: Report,
    version: int = 1,
    hours: float = 0.0,
    publisher: str | None = None,
    origin: str | None = None,
    title: str = "",
    fingerprint: str = "",
    deleted: bool = False,
) -> Account:
    """An article of `publisher` (its own id if not given), fetched `hours` after `START`.

    It was published when it was fetched; an edited version was published at `START`.
    """
    name = publisher or f"{article}-post"
    at = START + timedelta(hours=hours)
    return Account(
        article=ArticleRef(
            id=article,
            version=version,
            url=f"https://{name}.example/{article}",
            title=title,
            publisher=Publisher(name=name, domain=f"{name}.example"),
            fetched_at=at,
            origin=origin,
            published_at=at if version == 1 else START,
            text_fingerprint=fingerprint,
        ),
        reports=reports,
        rules_version="test",
        deleted=deleted,
    )


def told(
    article: str, *, hours: float = 0.0, publisher: str | None = None, version: int = 1, **fields: object
) -> Account:
    """An account with one report; `fields` are those of `report`."""
    made = report(article, version, **fields)  # type: ignore[arg-type]
    return account(article, made, version=version, hours=hours, publisher=publisher)


class Desk:
    """A deduplicator that remembers what it published."""

    def __init__(self) -> None:
        self.deduplicator = Deduplicator()
        self.revisions: list[Incident] = []
        self.state: dict[str, bytes] = {}

    def take(self, *messages: object) -> Outcome:
        """Apply all; the outcome of the last."""
        outcome = Outcome()
        for message in messages:
            outcome = self.deduplicator.apply(message)  # type: ignore[arg-type]
            self.revisions += outcome.revisions
            for key, value in outcome.writes.items():
                if value is None:
                    del self.state[key]
                else:
                    self.state[key] = value
        return outcome

    def now(self) -> dict[str, Incident]:
        """The newest revision of each incident."""
        return {revision.id: revision for revision in self.revisions}

    def live(self) -> list[Incident]:
        """Open and closed incidents, in order of opening."""
        return [i for i in self.now().values() if i.status in ("open", "closed")]

    def ledger(self, incident: Incident) -> list[str]:
        """Its report ids as kept: an edit that says the same changes them and publishes nothing."""
        return unpack(IncidentRecord, self.state[f"i/{incident.id}"]).reports

    def only(self) -> Incident:
        """The one live incident there must be."""
        (incident,) = self.live()
        return incident

    def holding(self, article: str) -> Incident:
        """The live incident with a report of `article`."""
        (incident,) = [i for i in self.live() if any(r.article == article for r in i.reports)]
        return incident
