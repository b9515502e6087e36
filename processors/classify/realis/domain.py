"""What kind of article it is: sport, fiction, figures of speech, exercises, accidents are told by more than one cue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from processors.classify.detect.mention import Mention
from tocsin.contract.vocabulary import RejectionReason

_KINDS: tuple[RejectionReason, ...] = ("fiction", "sport", "metaphor")
_CONCRETE = 5
_ACCIDENTAL = frozenset(
    (
        "explosion/explosion_unspecified",
        "violence_against_civilians/attack_unspecified",
        "violence_against_civilians/assassination",
        "other/unknown",
        "property/arson",
    )
)


@dataclass(frozen=True, slots=True)
class Domain:
    """`cues`: reason -> sentences of the article's mentions that carry a cue; `of`: how many mentions there are."""

    cues: Counter[str]
    of: int
    exercise: bool
    accident: bool

    def reason(self, mention: Mention, cues: Counter[str]) -> RejectionReason | None:
        if cues["exercise"] or (self.exercise and mention.score < _CONCRETE + 1):
            return "exercise"
        if cues["figure"] and mention.score < _CONCRETE:
            return "metaphor"
        for kind in _KINDS:
            if self._of_kind(kind, mention, cues):
                return kind
        if mention.type in _ACCIDENTAL and not _violent(mention) and self._accidental(mention):
            return "accident"
        return None

    def _of_kind(self, kind: RejectionReason, mention: Mention, cues: Counter[str]) -> bool:
        """Two cues in the sentence, or one in an article full of them; a concrete telling needs more."""
        count = cues[kind]
        needed = 2 if mention.score < _CONCRETE else 3
        return count >= needed or (self.cues[kind] * 2 > self.of and self.of > 0 and (count > 0 or mention.score < 4))

    def _accidental(self, mention: Mention) -> bool:
        return bool(mention.signals.concepts & {"gas_leak", "crash"}) or self.accident


def read_domain(mentions: list[Mention], cues: list[Counter[str]]) -> Domain:
    counted = Counter(kind for each in cues for kind in _KINDS if each[kind])
    head = [(m, c) for m, c in zip(mentions, cues, strict=True) if m.sentence.index <= 1]
    return Domain(
        cues=counted,
        of=len(mentions),
        exercise=any(c["exercise"] for _, c in head),
        accident=any(m.signals.concepts & {"gas_leak", "crash"} and not _violent(m) for m, _ in head),
    )


def _violent(mention: Mention) -> bool:
    """Armed people, bombs, guns: no accident."""
    return bool(
        mention.signals.concepts & {"armed", "bomb", "gun", "shoot", "bomb_attack", "suicide", "rocket", "grenade"}
    )
