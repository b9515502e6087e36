"""An account taken in: a newer one of an article replaces the older one as a whole."""

from __future__ import annotations

from processors.deduplicate.assign import Place, assign, reopens
from processors.deduplicate.close import advance
from processors.deduplicate.due import FORGET_AFTER_MS
from processors.deduplicate.match import weights
from processors.deduplicate.records import ArticleRecord, IncidentRecord, ReportRecord
from processors.deduplicate.view import view_of
from processors.deduplicate.work import Work, enqueue
from tocsin.contract.fields import Sentence
from tocsin.contract.identity import incident_id
from tocsin.contract.rejection import Rejection, Rejections
from tocsin.contract.report import Account, Report


def is_known(held: ArticleRecord | None, account: Account) -> bool:
    """Whether this version, or a newer one, was taken in already."""
    return held is not None and held.ref.version >= account.article.version


def take(work: Work, account: Account) -> None:
    """Put the account's reports where they belong. Leaves the incidents it touched to be settled."""
    ref = account.article
    held = work.state.article(ref.id)
    advance(work, fetched_ms(account))
    held = work.state.article(ref.id) if held else None  # it may just have been forgotten
    former = _withdraw(work, held) if held else {}
    record = ArticleRecord(ref=ref, text_family=_family(work, account), reports={}, taken_ms=work.meta.now_ms)
    work.state.put_article(record)
    taken: set[str] = set()
    for report in sorted(() if account.deleted else account.reports, key=lambda r: not r.primary):
        view = work.views[report.id] = view_of(report, ref)
        place = assign(work, view, list(former), taken)
        incident = _enter(work, account, report, place, former)
        record.reports[report.id] = incident
        taken.add(incident)
    taken.discard("")
    for gone, old_reports in former.items():
        work.moved_to[gone] = taken - {gone}
        del old_reports
    work.state.put_article(record)
    work.memory.queue.push(record.known_ms + FORGET_AFTER_MS, 0, f"a/{ref.id}")


def fetched_ms(account: Account) -> int:
    return int(account.article.fetched_at.timestamp() * 1000)


def _withdraw(work: Work, held: ArticleRecord) -> dict[str, list[ReportRecord]]:
    """Take the former reports out of their ledgers; incident -> the reports it held."""
    former: dict[str, list[ReportRecord]] = {}
    for report, incident in held.reports.items():
        if not incident:
            continue
        record = work.incident(incident)
        record.reports.remove(report)
        former.setdefault(incident, []).append(work.state.report(report))
        work.state.put_incident(record)
        work.state.drop_report(report)
        work.touch(incident)
    return former


def _family(work: Work, account: Account) -> str:
    ref, copies = account.article, work.memory.copies
    if not ref.text_fingerprint or account.deleted:
        copies.drop(ref.id)
        return ref.id
    return copies.lead(ref.id, ref.text_fingerprint)


def _enter(work: Work, account: Account, report: Report, place: Place, former: dict[str, list[ReportRecord]]) -> str:
    """Into the ledger; returns the incident's id, "" if it came after the close."""
    if place.standing is None:
        record = _open(work, report)
    else:
        record = work.incident(place.standing.id)
        if record.status == "closed":
            if record.id not in former and not reopens(place.found):
                work.rejections.append(_after_close(account, report))
                return ""
            record.status = "open"
            work.touch(record.id, "reopened")
    record.reports.append(report.id)
    record.last_ms = max(record.last_ms, fetched_ms(account))
    record.taken_ms = work.meta.now_ms
    found = place.found if place.standing else None
    work.state.put_report(
        ReportRecord(
            report=report,
            article=account.article.id,
            version=account.article.version,
            rules_version=account.rules_version,
            seq=work.next_seq(),
            score=found.score if found else None,
            features=found.told() if found else {},
            by_hand=any(old.by_hand for old in former.get(record.id, ())),
        )
    )
    work.state.put_incident(record)
    enqueue(work.memory, record)
    work.touch(record.id)
    if found and found.least < weights().join:
        work.doubted.add(record.id)
    work.compared.setdefault(record.id, {}).update((s.id, m.score) for s, m in place.others)
    return record.id


def _open(work: Work, report: Report) -> IncidentRecord:
    identity = incident_id(report.id)
    if work.state.incident(identity) is not None:  # a report's id is used once; a damaged archive may repeat one
        identity = incident_id(f"{report.id} {work.meta.next_seq}")
    return IncidentRecord(id=identity, seq=work.next_seq(), status="open", revision=0, last_ms=0, reports=[])


def _after_close(account: Account, report: Report) -> Rejections:
    sentence = report.summary or Sentence(index=-1, text=account.article.title)
    rejection = Rejection(id=report.id, sentence=sentence, type=report.type, reason="after_close")
    return Rejections(article=account.article, rejections=(rejection,), rules_version=account.rules_version)
