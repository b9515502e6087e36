"""A revision is under 256 KB, however many tell it and however much they say."""

from __future__ import annotations

from dataclasses import replace

from accounts import account, report

from processors.deduplicate.core import Deduplicator
from processors.deduplicate.ledger import Entry
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.revise import Cause, current, revision
from tocsin.contract import fields as f
from tocsin.contract.codec import encode
from tocsin.contract.incident import AccountRef, Incident

LIMIT = 256 * 1024
REPORTS = 5000


def entry(number: int) -> Entry:
    """A wordy report: long sentences, an actor and a claim of its own."""
    article = f"article-{number}"
    told = report(article, killed=number % 50, claims=[("asserts", "official", "casualties.killed", number)])
    sentence = f.Sentence(index=0, text=f"{number} " + "word " * 200)
    claims = tuple(
        replace(c, sentence=sentence, by=f.Speaker(name=f"Speaker {number}", kind="official")) for c in told.claims
    )
    actor = f.Actor(name=f"Group {number}", entity="organization", kind="militia", role="accused", text="group")
    told = replace(
        told,
        claims=claims,
        actors=(actor,),
        evidence=dict.fromkeys(("type", "actors.0"), f.Evidence(sentence=sentence, start=0, end=4)),
    )
    ref = account(article, title="A long headline " * 12, hours=number / 10).article
    return Entry(told, ref, article, "test", number, 0.9, {f"feature_{i}": 0.1234 for i in range(30)})


def test_a_revision_with_five_thousand_wordy_reports_fits() -> None:
    entries = [entry(number) for number in range(REPORTS)]
    cause = Cause(AccountRef(article="a", version=1), "test")
    record = IncidentRecord(id="i", seq=1, status="open", revision=0, last_ms=0, reports=[])
    first = made(record, entries[:-1], cause)
    second = made(record, entries[1:], cause)
    assert second.change.fields
    for incident in (first, second):
        assert len(encode(incident)) < LIMIT
    assert second.total_reports == REPORTS - 1
    assert second.total_claims == REPORTS - 1
    assert second.sources.articles == REPORTS - 1


def made(record: IncidentRecord, entries: list[Entry], cause: Cause) -> Incident:
    result = revision(record, current(record, resolve(entries), (), cause), cause)
    assert result is not None
    return result


def test_a_usual_revision_keeps_every_feature_and_reference() -> None:
    deduplicator = Deduplicator()
    for number in range(30):
        outcome = deduplicator.apply(account(f"a{number}", report(f"a{number}", killed=number), hours=number))
    assert len(outcome.revisions[-1].reports) == 30
    assert all(r.features for r in outcome.revisions[-1].reports[1:])
