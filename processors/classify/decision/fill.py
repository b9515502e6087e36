"""The slots of a wire in capitals, shared out among its incidents."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.decision.wire import Verdict
from processors.classify.document import Document
from processors.classify.incidents.incident import Incident
from processors.classify.learned.slot_choice import Told
from processors.classify.learned.slot_filling import filled
from processors.classify.learned.slots import Candidate


def shared_out(
    verdict: Verdict, document: Document, incidents: Sequence[Incident]
) -> list[list[Candidate]] | list[None]:
    """Each incident's fillers, in reading order; None for each where the rules read alone.

    A filler goes to the incident whose sentences name it, the first of several; one that none names (in a sentence
    about something past) to the primary one, so that nothing is told twice."""
    if verdict.reading is None:
        return [None] * len(incidents)
    primary = next((at for at, incident in enumerate(incidents) if incident.primary), 0)
    shares: list[list[Candidate]] = [[] for _ in incidents]
    told = [{sentence.index for sentence in incident.sentences} for incident in incidents]
    for each in filled(document, Told(verdict.reading.odds, verdict.reading.sentences)):
        named = [span.sentence.index for span in each.spans]
        owner = next((at for at, own in enumerate(told) if each.best.sentence.index in own), None)
        if owner is None:
            owner = next((at for at, own in enumerate(told) if own.intersection(named)), primary)
        shares[owner].append(each)
    return [sorted(share, key=lambda each: each.best.start) for share in shares]
