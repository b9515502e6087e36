"""Incidents, changes and tolls in few words. Pure."""

from __future__ import annotations

from tocsin.contract.fields import TOLL_KINDS, Casualties, Toll, Where
from tocsin.contract.incident import Incident

SEVERITY = ("none", "low", "medium", "high", "extreme")


def toll(value: Toll | None) -> str:
    """`4`, `3-5`, `at least 24`, `up to 9`, `?`."""
    if value is None:
        return "?"
    if value.best is not None:
        return str(value.best)
    if value.min is not None and value.max is not None:
        return f"{value.min}-{value.max}"
    if value.min is not None:
        return f"at least {value.min}"
    return f"up to {value.max}" if value.max is not None else "?"


def tolls(casualties: Casualties) -> str:
    """`4 killed, 7 injured`; what nobody spoke of is left out; "" for silence on all."""
    told = [(kind, getattr(casualties, kind)) for kind in TOLL_KINDS]
    return ", ".join(f"{toll(value)} {kind}" for kind, value in told if value is not None)


def place(where: Where) -> str:
    """`Jadiriya, Baghdad, IQ`, as far as known."""
    parts = [where.name, where.city if where.city != where.name else None, where.country]
    return ", ".join(part for part in parts if part) or "place unknown"


def day(incident: Incident) -> str:
    return incident.when.date.isoformat() if incident.when.date else "date unknown"


def toll_changes(incident: Incident) -> list[str]:
    """`killed 3 → 5` for every toll that this revision changed."""
    change = incident.change.fields.get("casualties")
    if change is None:
        return []
    words = [(kind, _toll_word(change.before, kind), _toll_word(change.after, kind)) for kind in TOLL_KINDS]
    return [f"{kind} {before} → {after}" for kind, before, after in words if before != after]


def changed_fields(incident: Incident) -> list[str]:
    """The top-level fields that this revision changed, in order of their names."""
    return sorted({path.partition(".")[0] for path in incident.change.fields})


def sources(incident: Incident) -> str:
    """`3 articles, 2 origins`."""
    count = incident.sources
    articles = "1 article" if count.articles == 1 else f"{count.articles} articles"
    origins = "1 origin" if count.independent_origins == 1 else f"{count.independent_origins} origins"
    return f"{articles}, {origins}"


def _toll_word(casualties: object, kind: str) -> str:
    """From the JSON value that a `FieldChange` holds."""
    value = casualties.get(kind) if isinstance(casualties, dict) else None
    if not isinstance(value, dict):
        return "?"
    return toll(Toll(min=value.get("min"), best=value.get("best"), max=value.get("max")))
