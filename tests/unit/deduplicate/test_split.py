"""A wrong merge is undone when later accounts pull its parts apart."""

from __future__ import annotations

from accounts import Desk, told

WORDS = "saleh hotel pontoon ferryman lantern dockside"


def merged_by_a_wrong_place() -> Desk:
    """`second` was at first misplaced and misdated, which made it look like `first`."""
    desk = Desk()
    desk.take(
        told("first", terms=WORDS), told("second", hours=1, where="Quetta", when="2026-03-06", terms="market bus")
    )
    desk.take(told("second", hours=2, version=2, terms=WORDS))
    assert desk.only().supersedes
    return desk


def test_parts_that_turn_out_to_differ_leave_each_other() -> None:
    desk = merged_by_a_wrong_place()
    survivor = desk.only().id
    outcome = desk.take(told("second", hours=5, version=3, where="Quetta", when="2026-03-06", terms="market bus"))
    one, two = desk.holding("first"), desk.holding("second")
    assert one.id == survivor
    assert two.id != one.id
    assert {r.status for r in outcome.revisions} == {"open"}
    numbers = [r.revision for r in desk.revisions if r.id == survivor]
    assert numbers == list(range(1, len(numbers) + 1))
