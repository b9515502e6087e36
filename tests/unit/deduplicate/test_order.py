"""Where incidents are plainly apart, the order in which their accounts come does not matter; nor does a change of rules
re-identify what is open."""

from __future__ import annotations

from dataclasses import replace

from accounts import Desk, account, report, told
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.contract.incident import Incident
from tocsin.contract.report import Account
from tocsin.contract.vocabulary import EventType

APART: list[tuple[str, str, EventType, str]] = [
    ("Jadiriya", "2026-03-08", "explosion/rocket_or_missile_attack", "katyusha riverbank sportsclub kiosk"),
    ("Basra", "2026-03-06", "violence_against_civilians/shooting", "harbour foreman payroll motorbike"),
    ("Quetta", "2026-03-08", "explosion/bombing", "terminal coach gravel turnstile"),
    ("Jadiriya", "2026-02-20", "violence_against_civilians/abduction", "professor lecture minibus ransom"),
]
"""Another place, another month or another kind, and no word in common."""


@st.composite
def mixed(draw: st.DrawFn) -> list[tuple[int, Account]]:
    """(number of the incident, account), in any order, within the 21 days that an incident stays open."""
    tellings = draw(st.lists(st.tuples(st.integers(0, len(APART) - 1), st.integers(0, 9)), min_size=2, max_size=9))
    stream = []
    for ordinal, (number, killed) in enumerate(tellings):
        where, when, what, terms = APART[number]
        hours = draw(st.integers(0, 20 * 24))
        stream.append(
            (
                number,
                told(f"a{ordinal}", hours=hours, where=where, when=when, what=what, terms=terms, killed=killed),
            )
        )
    return draw(st.permutations(stream))


@given(mixed())
@settings(max_examples=60, deadline=None)
def test_separable_incidents_are_grouped_alike_in_any_order(stream: list[tuple[int, Account]]) -> None:
    desk = Desk()
    desk.take(*(message for _, message in stream))
    wanted: dict[int, set[str]] = {}
    for number, message in stream:
        wanted.setdefault(number, set()).add(message.article.id)
    found = [{ref.article for ref in incident.reports} for incident in desk.live()]
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted.values()))


@given(mixed(), st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_new_rules_never_re_identify_what_is_open(stream: list[tuple[int, Account]], cut: int) -> None:
    old, new = Desk(), Desk()
    for place, (_, message) in enumerate(stream):
        old.take(message)
        new.take(replace(message, rules_version="next") if place >= cut else message)
    assert identities(old.revisions) == identities(new.revisions)


def test_an_edit_under_new_rules_revises_the_incident_it_was_in() -> None:
    desk = Desk()
    desk.take(told("mail", killed=1), told("post", hours=1, killed=1))
    before = desk.only()
    again = account("mail", report("mail", 2, what="explosion/shelling", killed=2), version=2, hours=3)
    desk.take(replace(again, rules_version="next"))
    after = desk.only()
    assert (after.id, after.rules_version) == (before.id, "next")
    assert after.revision > before.revision


def identities(revisions: list[Incident]) -> list[tuple[str, int, str, tuple[str, ...]]]:
    return [(r.id, r.revision, r.change.kind, tuple(ref.report for ref in r.reports)) for r in revisions]
