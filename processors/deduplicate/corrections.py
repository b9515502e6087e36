"""Corrections by hand: pin, merge, split, retract. They are kept in the records, so later accounts do not undo them."""

from __future__ import annotations

import orjson

from processors.deduplicate.merge import merge
from processors.deduplicate.pins import PinError, check_pin
from processors.deduplicate.records import IncidentRecord, Pin
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.split import split
from processors.deduplicate.work import Work, enqueue
from tocsin.contract.report import Correction


class CorrectionRefused(ValueError):  # noqa: N818 - it is refused, nothing went wrong
    """A correction that cannot be carried out; the message says why."""


def correct(work: Work, correction: Correction) -> bool:
    """Carry it out and leave what it touched to be settled; False if it was carried out before."""
    record = _standing(work, correction.incident)
    if correction.id in record.corrections:
        return False
    record.corrections.append(correction.id)
    if correction.action == "pin":
        _pin(work, record, correction)
    elif correction.action == "merge":
        _merge(work, record, correction)
    elif correction.action == "split":
        _split(work, record, correction)
    elif correction.action == "retract":
        _retract(work, record)
    else:
        raise CorrectionRefused(f"{correction.action!r} is no action; pin, merge, split or retract is")
    return True


def _standing(work: Work, incident: str) -> IncidentRecord:
    """The incident, or the one it went into."""
    record = work.state.incident(incident)
    while record is not None and record.merged_into is not None:
        record = work.state.incident(record.merged_into)
    if record is None:
        raise CorrectionRefused(f"incident {incident} is not known, or was closed too long ago")
    if not record.reports:
        raise CorrectionRefused(f"incident {incident} is retracted and has no reports")
    return record


def _pin(work: Work, record: IncidentRecord, correction: Correction) -> None:
    if not correction.field:
        raise CorrectionRefused("a pin needs a field")
    value = orjson.dumps(correction.value)
    try:
        check_pin(correction.field, value, resolve(work.ledger(record)))
    except PinError as error:
        raise CorrectionRefused(str(error)) from error
    record.pins = [p for p in record.pins if p.field != correction.field]
    record.pins.append(Pin(correction.field, value, correction.id))
    work.state.put_incident(record)
    work.touch(record.id, "corrected")


def _merge(work: Work, record: IncidentRecord, correction: Correction) -> None:
    if not correction.into:
        raise CorrectionRefused("a merge needs the incident to merge into")
    target = _standing(work, correction.into)
    if target.id == record.id:
        raise CorrectionRefused(f"{correction.incident} and {correction.into} are one incident already")
    if target.status != "open" and record.status == "open":
        target.status = "open"
    target.apart = [i for i in target.apart if i != record.id]
    merge(work, target, record, by_hand=True)
    enqueue(work.memory, target)  # one that was closed closes again, and stood in the queue to be forgotten


def _split(work: Work, record: IncidentRecord, correction: Correction) -> None:
    leaving = [r for r in correction.reports if r in record.reports]
    if not leaving or len(leaving) == len(record.reports):
        raise CorrectionRefused("a split needs some, and not all, of the incident's reports")
    split(work, record, leaving, by_hand=True)


def _retract(work: Work, record: IncidentRecord) -> None:
    record.status, record.retracted_by_hand = "retracted", True
    work.state.put_incident(record)
    work.touch(record.id, "retracted")
