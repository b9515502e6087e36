"""What kind of article it is: sport, fiction, figures of speech, exercises, accidents are told by more than one cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.detect.mention import Mention
from processors.classify.document import Sentence
from processors.classify.realis.age import dated
from processors.classify.realis.cues import Cues
from processors.classify.realis.register import Registers, read_registers
from tocsin.contract.vocabulary import RejectionReason

_KINDS: tuple[RejectionReason, ...] = ("fiction", "sport", "metaphor")
_CONCRETE = 5
_DIFFERENT, _SHARE = 3, 0.25
"""An article is of a kind if it has so many different cues of it, and cues in so large a share of its sentences."""
_ACCIDENTAL = frozenset(
    (
        "explosion/explosion_unspecified",
        "violence_against_civilians/attack_unspecified",
        "violence_against_civilians/assassination",
        "other/unknown",
        "property/arson",
    )
)
_VIOLENT = frozenset(
    (
        *(
            "armed",
            "bomb",
            "gun",
            "shoot",
            "bomb_attack",
            "suicide",
            "rocket",
            "grenade",
            "clash",
            "mortar",
            "shelling",
        ),
        *("drone", "air_strike", "drone_attack", "rocket_attack", "abduct", "stab", "vehicle_bomb", "mine_blast"),
    )
)


@dataclass(frozen=True, slots=True)
class Domain:
    """`kinds`: what the whole article is; `exercise` and `accident`: what title and lead speak of; `played`: more than
    one word of it is an exercise's."""

    kinds: frozenset[RejectionReason]
    played: bool
    exercise: bool
    accident: bool
    registers: Registers

    def of_sentence(self, mention: Mention, cues: Cues) -> RejectionReason | None:
        """What the sentence itself says it is."""
        if cues.count("exercise") or (self.played and cues.count("perhaps_exercise") and not _deadly(mention)):
            return "exercise"
        if cues.count("figure") and mention.score < _CONCRETE:
            return "metaphor"
        needed = 3 if mention.score >= _CONCRETE else 2
        for kind in _most_first(cues):
            if cues.count(kind) >= needed or (kind in self.kinds and cues.count(kind)):
                return kind
        if mention.type in _ACCIDENTAL and not is_violent(mention) and self._accidental(mention):
            return "accident"
        return None

    def of_article(self, mention: Mention, cues: Cues) -> RejectionReason | None:
        """What the article around it makes it; a concrete telling of deaths stands against sport and markets."""
        if self.exercise and not _deadly(mention):
            return "exercise"
        for kind in _most_first(cues):
            if kind in self.kinds and (kind == "fiction" or not _deadly(mention)):
                return kind
        return self.registers.reason_of(mention, cues, is_violent(mention), dated(mention.signals))

    def _accidental(self, mention: Mention) -> bool:
        return bool(mention.signals.concepts & {"gas_leak", "crash"}) or self.accident


def read_domain(mentions: Sequence[Mention], all_cues: dict[int, Cues], sentences: Sequence[Sentence]) -> Domain:
    """`all_cues`: sentence index -> the cues of every sentence of the article, mention or not."""
    head = [mention for mention in mentions if mention.sentence.index <= 1]
    played = {index for index, cues in all_cues.items() if cues.count("exercise")}
    perhaps = {index for index, cues in all_cues.items() if cues.count("perhaps_exercise")}
    return Domain(
        kinds=_kinds(all_cues, len(sentences)),
        played=_different("exercise", all_cues) + _different("perhaps_exercise", all_cues) > 1,
        exercise=any(index <= 1 for index in played) or len(played | perhaps) >= max(3, len(sentences) // 4),
        accident=any(m.signals.concepts & {"gas_leak", "crash"} and not is_violent(m) for m in head),
        registers=read_registers(all_cues, sentences),
    )


def _kinds(all_cues: dict[int, Cues], sentences: int) -> frozenset[RejectionReason]:
    """The kinds of the article: one alone, or several together (a page of sport and markets)."""
    kinds = [kind for kind in _KINDS if _different(kind, all_cues) >= _DIFFERENT]
    carrying = sum(1 for cues in all_cues.values() if any(cues.count(kind) for kind in kinds))
    return frozenset(kinds) if carrying >= _SHARE * sentences else frozenset()


def _different(kind: str, all_cues: dict[int, Cues]) -> int:
    return len({phrase for cues in all_cues.values() for phrase in cues.phrases(kind)})


def _most_first(cues: Cues) -> list[RejectionReason]:
    return sorted(_KINDS, key=lambda kind: -cues.count(kind))


def is_violent(mention: Mention) -> bool:
    """Armed people, bombs, guns: no accident."""
    return bool(mention.signals.concepts & _VIOLENT)


def _deadly(mention: Mention) -> bool:
    return mention.score > _CONCRETE and bool(mention.signals.concepts & {"kill", "die"})
