"""Actors, targets and weapons of an incident from the trained reading of a wire in capitals (`learned/slots.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import object_nouns, person_nouns
from processors.classify.extract.organisations import organisations
from processors.classify.extract.weapons import kind_of
from processors.classify.extract.words import span_text, words
from processors.classify.learned.slots import KINDS, Candidate
from tocsin.contract.fields import Actor, Evidence, Target, Weapon
from tocsin.contract.vocabulary import ActorKind, TargetKind

INDIVIDUAL, ORGANISATION, THING, HUMAN, WEAPON = range(len(KINDS))
_LONGEST = 3  # words of a noun of the vocabulary


def actors(chosen: Sequence[Candidate]) -> tuple[tuple[Actor, ...], dict[str, Evidence]]:
    """Perpetrators: people, and the organisations held to be theirs."""
    mine = [each for each in chosen if each.kind in (INDIVIDUAL, ORGANISATION)]
    found = tuple(
        Actor(
            name=_text(each),
            entity="person" if each.kind == INDIVIDUAL else "organization",
            kind=_person(each) if each.kind == INDIVIDUAL else _organisation(each),
            role="perpetrator" if each.kind == INDIVIDUAL else "accused",
            text=_text(each),
        )
        for each in mine
    )
    return found, {f"actors.{at}": _evidence(each) for at, each in enumerate(mine)}


def targets(chosen: Sequence[Candidate]) -> tuple[tuple[Target, ...], dict[str, Evidence]]:
    mine = [each for each in chosen if each.kind in (THING, HUMAN)]
    found = tuple(
        Target(
            name=_text(each),
            entity="object" if each.kind == THING else "person",
            kind=_thing(each) if each.kind == THING else _victim(each),
            text=_text(each),
        )
        for each in mine
    )
    return found, {f"targets.{at}": _evidence(each) for at, each in enumerate(mine)}


def weapons(chosen: Sequence[Candidate]) -> tuple[tuple[Weapon, ...], dict[str, Evidence]]:
    mine = [each for each in chosen if each.kind == WEAPON]
    found = tuple(Weapon(kind=kind_of(each.words), name=None, count=None, text=_text(each)) for each in mine)
    return found, {f"weapons.{at}": _evidence(each) for at, each in enumerate(mine)}


def _text(candidate: Candidate) -> str:
    best = candidate.best
    return span_text(best.sentence, best.start, best.end)


def _evidence(candidate: Candidate) -> Evidence:
    best = candidate.best
    return best.sentence.evidence(best.start, best.end)


def _ends(candidate: Candidate) -> list[str]:
    """The last words, the most first."""
    return [" ".join(candidate.words[-size:]) for size in range(min(_LONGEST, len(candidate.words)), 0, -1)]


def _person(candidate: Candidate) -> ActorKind:
    noun = next((person_nouns()[end] for end in _ends(candidate) if end in person_nouns()), None)
    return cast(ActorKind, noun.actor or "unidentified") if noun else "unidentified"


def _victim(candidate: Candidate) -> TargetKind:
    noun = next((person_nouns()[end] for end in _ends(candidate) if end in person_nouns()), None)
    titled = next((word for word in candidate.words if word in person_nouns()), None)
    known = noun or (person_nouns()[titled] if titled else None)
    return cast(TargetKind, known.kind) if known else "civilians"


def _thing(candidate: Candidate) -> TargetKind:
    noun = next((object_nouns()[end] for end in _ends(candidate) if end in object_nouns()), None)
    return cast(TargetKind, noun.kind) if noun else "other"


def _organisation(candidate: Candidate) -> ActorKind:
    text = _text(candidate)
    found = organisations(words(Sentence(0, text, 0, len(text), 0, ())), "upper")
    return found[0].kind if found else "other"
