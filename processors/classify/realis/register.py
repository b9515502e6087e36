"""What kind of text the whole article is: a trial, a statistic, science, an accident, told by many words together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processors.classify.detect.mention import Mention
from processors.classify.document import Sentence
from processors.classify.realis.cues import Cues
from tocsin.contract.vocabulary import RejectionReason

REASONS: dict[str, RejectionReason] = {
    "court": "background",
    "statistics": "background",
    "science": "not_an_incident",
    "accident": "accident",
}
_HEAD = 1  # index of the last sentence that says what the article is about
_DIFFERENT, _SHARE, _SHARE_BESIDE_HEAD = 4, 0.5, 0.3
"""So many different words, in such a share of the sentences; less where title or lead say it themselves."""
_OWN = {"court": 2, "statistics": 3, "science": 3}
"""Different words by which one sentence alone is of the kind, whatever surrounds it."""
_DATED = 5
_FRESH_MORE = 1  # so many more where a day is named, which may be that of the announcement


@dataclass(frozen=True, slots=True)
class Registers:
    """`whole`: kinds of the article."""

    whole: frozenset[str]

    def reason_of(self, mention: Mention, cues: Cues, violent: bool, dated: bool) -> RejectionReason | None:
        """`violent`: weapons or armed people are named; `dated`: it says on which of the last days."""
        fresh = dated and mention.score >= _DATED
        for kind, reason in REASONS.items():
            if kind in self.whole and not _stands_apart(kind, cues, violent, fresh):
                return reason
        for kind, needed in _OWN.items():
            if cues.count(kind) >= needed + (_FRESH_MORE if fresh else 0):
                return REASONS[kind]
        return None


def _stands_apart(kind: str, cues: Cues, violent: bool, fresh: bool) -> bool:
    if kind == "accident":
        return violent
    return fresh and not cues.count(kind)


def read_registers(all_cues: Mapping[int, Cues], sentences: Sequence[Sentence]) -> Registers:
    """`all_cues`: sentence index -> its cues."""
    return Registers(frozenset(kind for kind in REASONS if _holds(kind, all_cues, len(sentences))))


def _holds(kind: str, all_cues: Mapping[int, Cues], sentences: int) -> bool:
    carrying = sum(1 for cues in all_cues.values() if cues.count(kind))
    different = len({phrase for cues in all_cues.values() for phrase in cues.phrases(kind)})
    if different < _DIFFERENT:
        return False
    share = _SHARE_BESIDE_HEAD if _headed(kind, all_cues) else _SHARE
    return carrying >= share * sentences


def _headed(kind: str, all_cues: Mapping[int, Cues]) -> bool:
    """A word of the kind's own in title or lead; two of the common ones where it has none."""
    head = [cues for index, cues in all_cues.items() if index <= _HEAD]
    if any(cues.count(f"{kind}_head") for cues in head):
        return True
    return kind in ("science", "accident") and sum(cues.count(kind) for cues in head) >= 2
