"""A query as the WHERE of a SELECT over `incidents`. Pure; the SQL is common to SQLite and PostgreSQL.

Parameters are named, `:name`. A value never becomes part of the SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.serve.query import Query

MOMENT = "coalesce(when_start, first_reported_at)"
FACETS = ("type", "country", "confirmation", "severity", "day")


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, and their parameters."""

    conditions: list[str] = field(default_factory=list)
    parameters: dict[str, object] = field(default_factory=dict)

    def add(self, condition: str, **parameters: object) -> None:
        self.conditions.append(condition)
        self.parameters.update(parameters)

    def one_of(self, column: str, values: tuple[str, ...]) -> None:
        names = {f"{column}_{n}": value for n, value in enumerate(values)}
        self.add(f"{column} IN ({', '.join(f':{name}' for name in names)})", **names)

    @property
    def sql(self) -> str:
        return " AND ".join(f"({c})" for c in self.conditions) or "1 = 1"


def where(query: Query, without: str = "") -> Where:
    """`without` names a facet whose own filter is left out, so that its other values can be counted."""
    made = Where()
    if query.statuses:
        made.one_of("status", query.statuses)
    if without != "day":
        _period(made, query)
    if query.countries and without != "country":
        made.one_of("country", query.countries)
    if query.confirmations and without != "confirmation":
        made.one_of("confirmation", query.confirmations)
    if query.types and without != "type":
        _types(made, query.types)
    if query.severity and without != "severity":
        made.add("severity >= :severity", severity=query.severity)
    if query.killed:
        made.add("coalesce(killed_best, killed_min) >= :killed", killed=query.killed)
    if query.text:
        _text(made, query.text)
    _box(made, query)
    return made


def _period(made: Where, query: Query) -> None:
    if query.since:
        made.add(f"{MOMENT} >= :since", since=query.since)
    if query.until:
        made.add(f"{MOMENT} < :until", until=query.until)


def _types(made: Where, types: tuple[str, ...]) -> None:
    tests, parameters = [], {}
    for number, name in enumerate(types):
        parameters[f"type_{number}"] = name if "/" in name else _like(name, "", "/%")
        tests.append(f"type = :type_{number}" if "/" in name else f"type LIKE :type_{number} ESCAPE '\\'")
    made.add(" OR ".join(tests), **parameters)


def _text(made: Where, text: str) -> None:
    """Every word somewhere in headline, place, city or region."""
    for number, word in enumerate(text.lower().split()[:8]):
        name = f"word_{number}"
        columns = ("headline", "place", "city", "admin1")
        made.add(" OR ".join(f"lower({c}) LIKE :{name} ESCAPE '\\'" for c in columns), **{name: _like(word, "%", "%")})


def _like(text: str, before: str, after: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{before}{escaped}{after}"


def _box(made: Where, query: Query) -> None:
    if query.box is None:
        return
    box = query.box
    made.add("latitude BETWEEN :south AND :north", south=box.south, north=box.north)
    inside = "BETWEEN :west AND :east" if box.west <= box.east else "NOT BETWEEN :east AND :west"
    made.add(f"longitude {inside}", west=box.west, east=box.east)
