"""Two backtests of one archive, incident by incident: what a change of rules does before it is deployed.

Incidents are paired by the reports they share. A report's id is of its article and its place in it, so it is the same
under both rules unless these find another number of incidents in the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tocsin.contract.incident import Incident

FIELDS = ("type", "when", "where", "casualties", "severity", "confirmation", "status")
"""What is compared of a pair; `when` by its date, `where` by its name."""


@dataclass(slots=True)
class Comparison:
    """Ids are of the first backtest where they are of one incident.

    `same`: the same articles and fields. `changed`: the same articles, other fields (name -> before, after).
    `moved`: articles came or went (id, gained, lost). `merged`: several of the first are one in the second,
    `split`: the reverse. `gone` and `new` have no counterpart.
    """

    same: int = 0
    changed: dict[str, dict[str, tuple[object, object]]] = field(default_factory=dict)
    moved: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    merged: list[tuple[list[str], str]] = field(default_factory=list)
    split: list[tuple[str, list[str]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def compare(first: Iterable[Incident], second: Iterable[Incident]) -> Comparison:
    """Of all revisions of two backtests, in any order."""
    one, two = _live(first), _live(second)
    overlaps = _overlaps(one, two)
    back: dict[str, list[str]] = defaultdict(list)
    for a, others in overlaps.items():
        for b in others:
            back[b].append(a)
    result = Comparison()
    result.gone = [a for a in one if not overlaps.get(a)]
    result.new = [b for b in two if not back.get(b)]
    result.split = [(a, others) for a, others in overlaps.items() if len(others) > 1]
    result.merged = [(sorted(others), b) for b, others in back.items() if len(others) > 1]
    for a, others in overlaps.items():
        if len(others) == 1 and len(back[others[0]]) == 1:
            _pair(one[a], two[others[0]], result)
    return result


def _live(revisions: Iterable[Incident]) -> dict[str, Incident]:
    newest: dict[str, Incident] = {}
    for revision in revisions:
        if revision.id not in newest or newest[revision.id].revision < revision.revision:
            newest[revision.id] = revision
    return {i: newest[i] for i in sorted(newest) if newest[i].status in ("open", "closed")}


def _overlaps(one: Mapping[str, Incident], two: Mapping[str, Incident]) -> dict[str, list[str]]:
    """First's id -> second's ids with a report in common."""
    holding: dict[str, list[str]] = defaultdict(list)
    for b, incident in two.items():
        for ref in incident.reports:
            holding[ref.report].append(b)
    return {a: sorted({b for ref in i.reports for b in holding[ref.report]}) for a, i in one.items()}


def _articles(incident: Incident) -> set[str]:
    return {ref.article for ref in incident.reports}


def _pair(a: Incident, b: Incident, result: Comparison) -> None:
    gained, lost = sorted(_articles(b) - _articles(a)), sorted(_articles(a) - _articles(b))
    if gained or lost:
        result.moved.append((a.id, gained, lost))
    changes = {name: (x, y) for name in FIELDS if (x := _told(a, name)) != (y := _told(b, name))}
    if changes:
        result.changed[a.id] = changes
    elif not gained and not lost:
        result.same += 1


def _told(incident: Incident, name: str) -> object:
    if name == "when":
        return incident.when.date.isoformat() if incident.when.date else None
    if name == "where":
        return incident.where.name
    if name == "casualties":
        tolls = ((k, getattr(incident.casualties, k)) for k in ("killed", "injured", "abducted", "arrested"))
        return {kind: toll.best for kind, toll in tolls if toll}
    value: object = getattr(incident, name)
    return value
