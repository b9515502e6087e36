"""A toll: what each origin said last is in force, and `min` and `max` span it.

`best` is the latest figure in force, in the order of publication, with one exception. A lower figure replaces a
higher one only
- as the second since to say less, when no more origins say the higher,
- if its own origin said the higher one before (a correction),
- or, of the injured, if it counts more dead (wounded who died).
A nought that was inferred from silence lowers nothing, unless so many more are dead. So a toll rises with the news, an
old figure printed late does not bring it down, and a dispute leaves the standing figure with the other beside it.
Nobody's exact figure: no `best`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from processors.deduplicate.ledger import Entry, voices
from processors.deduplicate.resolve.chosen import Chosen
from tocsin.contract.fields import TOLL_KINDS, Casualties, Toll, TollKind


def resolve_tolls(entries: Sequence[Entry]) -> dict[TollKind, Chosen[Toll | None]]:
    return {kind: _resolve(entries, kind) for kind in TOLL_KINDS}


def casualties(tolls: dict[TollKind, Chosen[Toll | None]]) -> Casualties:
    return Casualties(**{kind: chosen.value for kind, chosen in tolls.items()})


def toll(entry: Entry, kind: TollKind) -> Toll | None:
    value: Toll | None = getattr(entry.report.casualties, kind)
    return value


def _resolve(entries: Sequence[Entry], kind: TollKind) -> Chosen[Toll | None]:
    speaking = [e for e in entries if getattr(e.report.casualties, kind) is not None]
    if not speaking:
        return Chosen(None)
    if len(speaking) == 1:
        return Chosen(_alone(toll(speaking[0], kind)), speaking[0], f"casualties.{kind}")
    in_force = voices(speaking, lambda _: True)
    exact = [e for e in in_force if _best(e, kind) is not None]
    witness = _standing(sorted(exact, key=_told), speaking, kind) if exact else max(in_force, key=_told)
    said = toll(witness, kind)
    assert said is not None
    values = [t for e in in_force if (t := toll(e, kind))]
    low, high = _span(values, said.best is None)
    return Chosen(
        Toll(min=low, best=said.best, max=high, of_which_perpetrators=_attackers(said, in_force, kind), text=said.text),
        witness,
        f"casualties.{kind}",
    )


def _is_inferred(said: Toll | None) -> bool:
    """From silence, by classify: it has no words and no upper bound."""
    return said is not None and said.text is None and said.best == 0 and said.max is None


def _alone(said: Toll | None) -> Toll | None:
    """The only figure: as it was said, if it spans itself."""
    if said is None or (said.min is not None and said.max is not None):
        return said
    low, high = _span([said], said.best is None)
    return replace(said, min=low, max=high)


def _span(values: Sequence[Toll], all_vague: bool) -> tuple[int | None, int | None]:
    """The least and the most that anybody says; of "dozens" and "at least 10" alone, the higher floor holds."""
    lows = [t.min if t.min is not None else t.best for t in values]
    highs = [t.max if t.max is not None else t.best for t in values]
    known = [v for v in lows if v is not None]
    low = (max(known) if all_vague else min(known)) if known else None
    high = max((v for v in highs if v is not None), default=None)
    for value in (t.best for t in values if t.best is not None):
        low, high = min(low if low is not None else value, value), max(high if high is not None else value, value)
    return low, (None if high is not None and low is not None and high < low else high)


def _told(entry: Entry) -> tuple[float, int]:
    return entry.said_at.timestamp(), entry.seq


def _best(entry: Entry, kind: TollKind) -> int | None:
    value = toll(entry, kind)
    return value.best if value else None


def _standing(exact: Sequence[Entry], entries: Sequence[Entry], kind: TollKind) -> Entry:
    """The entry whose exact figure stands; `exact` in order of publication."""
    saying = Counter(_best(e, kind) for e in exact)
    most_said: dict[str, int] = {}
    for entry in entries:
        most_said[entry.origin] = max(most_said.get(entry.origin, 0), _best(entry, kind) or 0)
    standing, lower_since = exact[0], 0
    for later in exact[1:]:
        now, then = _best(later, kind) or 0, _best(standing, kind) or 0
        dead_since = (_best(later, "killed") or 0) - (_best(standing, "killed") or 0) if kind == "injured" else 0
        if _is_inferred(toll(later, kind)) and dead_since < then:
            continue
        lower_since += now < then
        corrected = most_said[later.origin] >= then
        outvoted = lower_since >= 2 and lower_since >= saying[then]
        died = dead_since > 0
        if now >= then or corrected or outvoted or died:
            standing, lower_since = later, 0
    return standing


def _attackers(said: Toll, in_force: Sequence[Entry], kind: TollKind) -> int | None:
    if said.of_which_perpetrators is not None:
        return said.of_which_perpetrators
    for entry in reversed(in_force):
        other = toll(entry, kind)
        if other and other.best == said.best and other.of_which_perpetrators is not None:
            return other.of_which_perpetrators
    return None
