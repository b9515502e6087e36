"""What holds for any stream of accounts."""

from __future__ import annotations

from collections import Counter

from accounts import Desk, account, report, toll
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processors.deduplicate.core import Deduplicator, Outcome
from processors.deduplicate.revise import TRACKED, told
from tocsin.contract.codec import encode
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account, Report

WORDS = ["lantern", "ferryman", "pontoon", "saleh", "marwa", "dockside", "oudaimi", "kiosk"]
TOLLS = st.one_of(st.none(), st.integers(0, 9), st.builds(lambda low: toll(low=low), st.integers(1, 9)))


@st.composite
def reports(draw: st.DrawFn, article: str, version: int, ordinal: int) -> Report:
    return report(
        article,
        version,
        ordinal,
        what=draw(st.sampled_from(["explosion/bombing", "explosion/explosion_unspecified", "battle/armed_clash"])),
        where=draw(st.sampled_from(["Jadiriya", "Baghdad", "Basra", "Iraq", None])),
        when=draw(st.sampled_from(["2026-03-07", "2026-03-08", None])),
        killed=draw(TOLLS),
        injured=draw(TOLLS),
        terms=" ".join(draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=5))),
        claims=draw(st.sampled_from([(), [("asserts", "police", None, None)], [("denies", "military", None, None)]])),
        primary=ordinal == 0 and draw(st.booleans()),
    )


@st.composite
def streams(draw: st.DrawFn) -> list[Account]:
    """Versions out of order, deletions, and gaps long enough to close and to forget.

    One version does not come again after it was forgotten: no log keeps it that long.
    """
    stream = []
    first: dict[tuple[str, int], float] = {}
    hours = 0.0
    for _ in range(draw(st.integers(1, 9))):
        hours += draw(st.sampled_from([0, 1, 30, 15 * 24, 22 * 24, 120 * 24]))
        article, version = draw(st.sampled_from("abcde")), draw(st.integers(1, 3))
        if hours - first.setdefault((article, version), hours) > 100 * 24:
            continue
        told_ = [draw(reports(article, version, i)) for i in range(draw(st.integers(0, 2)))]
        publisher = draw(st.sampled_from([None, "Meridian"]))
        deleted = draw(st.sampled_from([False, False, False, True]))
        stream.append(account(article, *told_, version=version, hours=hours, publisher=publisher, deleted=deleted))
    return stream


def published(outcome: Outcome) -> list[bytes]:
    return [encode(message) for message in (*outcome.revisions, *outcome.rejections)]


def run(stream: list[Account]) -> Desk:
    desk = Desk()
    desk.take(*stream)
    return desk


@given(streams())
@settings(max_examples=60, deadline=None)
def test_applying_twice_changes_nothing(stream: list[Account]) -> None:
    desk = Desk()
    for message in stream:
        desk.take(message)
        again = desk.take(message)
        assert (again.revisions, again.rejections, again.writes) == ((), (), {})


@given(streams(), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_a_replay_from_any_prefix_and_the_rest_is_the_whole(stream: list[Account], cut: int) -> None:
    whole = Deduplicator()
    outcomes = [published(whole.apply(message)) for message in stream]
    before = run(stream[:cut])
    resumed = Deduplicator.restore(sorted(before.state.items(), reverse=True))
    assert [published(resumed.apply(message)) for message in stream[cut:]] == outcomes[cut:]


@given(streams())
@example([account("a", report("a", v), version=v) for v in (1, 2)])  # an edit that says the same
@settings(max_examples=60, deadline=None)
def test_every_report_is_in_one_live_incident_or_was_rejected(stream: list[Account]) -> None:
    desk = Desk()
    expected: dict[str, set[str]] = {}
    versions: dict[str, int] = {}
    rejected: set[str] = set()
    for message in stream:
        known = f"a/{message.article.id}" in desk.state
        outcome = desk.take(message)
        rejected |= {x.id for r in outcome.rejections for x in r.rejections}
        if not known or versions[message.article.id] < message.article.version:
            versions[message.article.id] = message.article.version
            expected[message.article.id] = set() if message.deleted else {r.id for r in message.reports}
    held = Counter(each for i in desk.live() if f"i/{i.id}" in desk.state for each in desk.ledger(i))
    remembered = {key.removeprefix("a/") for key in desk.state if key.startswith("a/")}
    wanted = {r for article in remembered for r in expected[article]} - rejected
    assert wanted <= set(held)
    assert all(count == 1 for report_id, count in held.items() if report_id in wanted)


@given(streams())
@settings(max_examples=60, deadline=None)
def test_revisions_chain_without_gaps(stream: list[Account]) -> None:
    last: dict[str, Incident] = {}
    for revision in run(stream).revisions:
        before = last.get(revision.id)
        assert revision.revision == (before.revision if before else 0) + 1
        if before:
            assert revision.change.fields
            for name in TRACKED:
                was, now = told(name, getattr(before, name)), told(name, getattr(revision, name))
                change = revision.change.fields.get(name)
                assert (was, now) == ((change.before, change.after) if change else (was, was)), name
        last[revision.id] = revision


@given(streams())
@settings(max_examples=60, deadline=None)
def test_tolls_are_ordered_and_supersession_has_no_cycles(stream: list[Account]) -> None:
    desk = run(stream)
    for revision in desk.revisions:
        for kind in ("killed", "injured"):
            known = getattr(revision.casualties, kind)
            values = [v for v in (known.min, known.best, known.max) if v is not None] if known else []
            assert values == sorted(values)
    final = desk.now()
    for incident in final.values():
        assert all(final[gone].merged_into == incident.id for gone in incident.supersedes)
        seen = {incident.id}
        while incident.merged_into:
            incident = final[incident.merged_into]
            assert incident.id not in seen
            seen.add(incident.id)
