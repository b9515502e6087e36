"""How much of what a careful reader sees in an article classify sees, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.figures import Counts
from evaluation.fixtures import Fixture, begins
from evaluation.records import distance_km
from tocsin.contract.fields import TOLL_KINDS, Toll
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Report


@dataclass(slots=True)
class Tally:
    """`reports` counts incidents found, invented and missed; `fields` is right and asked per field."""

    reports: Counts = field(default_factory=Counts)
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    misses: list[str] = field(default_factory=list)

    def ask(self, fixture: str, name: str, right: bool, told: object) -> None:
        self.fields[name][0] += right
        self.fields[name][1] += 1
        if not right:
            self.misses.append(f"{fixture}: {name}: {told}")


def score(results: Iterable[tuple[Fixture, Account | None, Rejections | None]]) -> Tally:
    """Over fixtures and what classify said of each."""
    tally = Tally()
    for fixture, account, rejected in results:
        found = account.reports if account else ()
        pairs = align(fixture.reports, found)
        tally.reports += Counts(len(pairs), len(found) - len(pairs), len(fixture.reports) - len(pairs))
        if len(found) != len(fixture.reports):
            told = [(r.type, r.summary.text[:90] if r.summary else "") for r in found]
            tally.misses.append(f"{fixture.name}: {len(found)} reports for {len(fixture.reports)}: {told}")
        for expected, report in pairs:
            _judge(tally, fixture.name, expected, report)
        _judge_rejections(tally, fixture, rejected)
    return tally


def align(expected: Sequence[dict[str, Any]], found: Sequence[Report]) -> list[tuple[dict[str, Any], Report]]:
    """Pairs of expected and found reports, best agreement first, each used once."""
    scored = sorted(
        ((_closeness(e, r), -i, -j) for i, e in enumerate(expected) for j, r in enumerate(found)), reverse=True
    )
    pairs, used_expected, used_found = [], set(), set()
    for _, i, j in scored:
        if i not in used_expected and j not in used_found:
            used_expected.add(i)
            used_found.add(j)
            pairs.append((expected[-i], found[-j]))
    return pairs


def _closeness(expected: dict[str, Any], report: Report) -> int:
    return (
        4 * (report.type in accepted_types(expected))
        + 3 * place_right(expected, report)
        + 2 * (report.when.date is not None and report.when.date.isoformat() == expected.get("date"))
        + sum(toll_right(expected, report, kind) for kind in TOLL_KINDS)
    )


def accepted_types(expected: dict[str, Any]) -> set[str]:
    return {expected["type"], *expected.get("accept_types", ())}


def place_right(expected: dict[str, Any], report: Report) -> bool:
    """Within the fixture's tolerance; without coordinates the country must agree and no point be invented."""
    where = report.where
    if "latitude" not in expected:
        return where.country == expected.get("country") and where.precision in ("country", "admin1", "unknown")
    if where.latitude is None or where.longitude is None or where.precision == "country":
        return False
    distance = distance_km(where.latitude, where.longitude, expected["latitude"], expected["longitude"])
    return distance <= float(expected.get("within_km", 25))


def toll_right(expected: dict[str, Any], report: Report, kind: str) -> bool:
    """Best, min or max as the fixture has them; silence must stay silence."""
    toll: Toll | None = getattr(report.casualties, kind)
    if kind in expected:
        return toll is not None and toll.best == expected[kind]
    bounds = [(edge, expected[f"{kind}_{edge}"]) for edge in ("min", "max") if f"{kind}_{edge}" in expected]
    if bounds:
        return toll is not None and all(getattr(toll, edge) == value for edge, value in bounds)
    return toll is None


def _judge(tally: Tally, name: str, expected: dict[str, Any], report: Report) -> None:
    tally.ask(name, "type", report.type in accepted_types(expected), (report.type, expected["type"]))
    date = report.when.date.isoformat() if report.when.date else None
    tally.ask(name, "date", date == expected.get("date"), (date, expected.get("date")))
    if "part_of_day" in expected:
        accepted = expected["part_of_day"]
        accepted = [accepted] if isinstance(accepted, str) else accepted
        tally.ask(name, "part of day", report.when.part_of_day in accepted, (report.when.part_of_day, accepted))
    where = (report.where.name, report.where.country, report.where.precision)
    tally.ask(name, "place", place_right(expected, report), (where, expected.get("place")))
    tally.ask(name, "country", report.where.country == expected.get("country"), (where, expected.get("country")))
    for kind in TOLL_KINDS[:3]:
        told = (getattr(report.casualties, kind), {k: v for k, v in expected.items() if k.startswith(kind)})
        tally.ask(name, kind, toll_right(expected, report, kind), told)
    _judge_people_and_things(tally, name, expected, report)


def _judge_people_and_things(tally: Tally, name: str, expected: dict[str, Any], report: Report) -> None:
    actors = [a.name for a in report.actors]
    tally.ask(
        name,
        "perpetrators",
        _all_named(expected.get("perpetrators", ()), actors),
        (actors, expected.get("perpetrators")),
    )
    targets = [t.name for t in report.targets]
    if expected.get("targets"):
        tally.ask(name, "targets", _any_named(expected["targets"], targets), (targets, expected["targets"]))
    weapons = {w.kind for w in report.weapons}
    wanted = {w["kind"] for w in expected.get("weapons", ())}
    tally.ask(name, "weapons", wanted <= weapons, (weapons, wanted))
    claims = {c.kind for c in report.claims} - {"asserts"}
    kinds = {c["kind"] for c in expected.get("claims", ())} - {"asserts"}
    tally.ask(name, "claims", claims == kinds, (claims, kinds))


def _all_named(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Every wanted name shares a word with a found one; nobody wanted is always right."""
    return all(_any_named([name], found) for name in wanted)


def _any_named(wanted: Sequence[str], found: Sequence[str]) -> bool:
    words = {w for name in found for w in _words(name)}
    return any(_words(name) & words for name in wanted)


def _words(name: str) -> set[str]:
    return {w.strip("\"'.,“”‘’").rstrip("s") for w in name.casefold().split() if len(w) > 2} - {"the", "and"}


def _judge_rejections(tally: Tally, fixture: Fixture, rejected: Rejections | None) -> None:
    found = rejected.rejections if rejected else ()
    for expected in fixture.rejections:
        reasons = [r.reason for r in found if begins(fixture.article, r.sentence.text, expected["starts"])]
        accepted = {expected["reason"], *expected.get("accept", ())}
        told = (expected["starts"], reasons, expected["reason"])
        tally.ask(fixture.name, "rejections", bool(accepted & set(reasons)), told)
