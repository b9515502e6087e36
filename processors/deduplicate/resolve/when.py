"""The time: the local date with most voices, then the most precise telling of it, then the earliest told. Without a
date, the narrowest interval; without any, unknown with the first account's reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from processors.deduplicate.ledger import Entry, voices
from processors.deduplicate.resolve.chosen import Chosen
from tocsin.contract.fields import When

_PRECISION = ("minute", "part_of_day", "day", "week", "month", "year", "unknown")
_TO_THE_DAY = ("minute", "part_of_day", "day")


def resolve_when(entries: Sequence[Entry]) -> Chosen[When]:
    dated = [e for e in entries if e.report.when.date and e.report.when.precision in _TO_THE_DAY]
    if dated:
        day = _elected([e.report.when.date for e in voices(dated, lambda _: True)])
        of_that_day = [e for e in dated if e.report.when.date == day]
        primary = [e for e in of_that_day if e.report.primary] or of_that_day
        witness = min(primary, key=lambda e: (_rank(e), e.said_at, e.seq))
    else:
        witness = min(entries, key=lambda e: (_rank(e), not e.report.primary, e.seq))
    return Chosen(witness.report.when, witness, "when")


def _elected(dates: Sequence[date | None]) -> date | None:
    """The commonest; of equals the first."""
    return max(dict.fromkeys(dates), key=dates.count)


def _rank(entry: Entry) -> int:
    return _PRECISION.index(entry.report.when.precision)
