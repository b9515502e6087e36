"""Everybody a sentence names who could act or be hit: organisations, named people, people as they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import person_nouns, phrases, terms
from processors.classify.extract.member import People
from processors.classify.extract.numbers import value
from processors.classify.extract.organisations import OrganisationMention, organisations
from processors.classify.extract.people import members
from processors.classify.extract.tolls import sentence_case
from processors.classify.extract.words import Word, span_text, words
from tocsin.contract.vocabulary import ActorKind

_COUNTED = frozenset(("dozen", "hundred", "thousand", "between", "and", "to"))


@dataclass(frozen=True, slots=True)
class Party:
    """Words `start:end` of the sentence; `first` is where the name without determiner and number begins."""

    start: int
    first: int
    end: int
    name: str
    person: bool
    kind: ActorKind
    head: str = ""
    named: bool = False
    pronoun: bool = False
    known: str | None = None


def parties(sentence: Sentence, case: str) -> tuple[Party, ...]:
    """In order of position; an organisation inside a phrase of people ("FMLN guerrillas") is listed beside it."""
    return _parties(sentence.text, sentence.start, case)


@lru_cache(maxsize=512)
def _parties(text: str, start: int, case: str) -> tuple[Party, ...]:
    sentence = Sentence(0, text, start, start + len(text), 0, ())
    tokens = words(sentence)
    case = sentence_case(tokens, case)
    orgs = organisations(tokens, case)
    found = [_organisation(org) for org in orgs]
    for member in members(tokens, case):
        party = _person(sentence, tokens, member, orgs)
        if party:
            found.append(party)
    return tuple(sorted(found, key=lambda party: (party.start, party.end)))


def _organisation(org: OrganisationMention) -> Party:
    name = org.known.name if org.known else org.text
    return Party(org.start, org.start, org.end, org.text, False, org.kind, known=name if org.known else None)


def _person(
    sentence: Sentence, tokens: Sequence[Word], member: People, orgs: Sequence[OrganisationMention]
) -> Party | None:
    if member.bare or member.quantity.best == 0:
        return None
    if member.named:
        if any(org.start < member.end and member.start < org.end for org in orgs):
            return None
        return Party(member.start, member.start, member.end, member.named[0], True, "unidentified", named=True)
    first, end = _core(tokens, member), _of_organisation(tokens, member.end, orgs)
    noun = person_nouns().get(member.head)
    kind = _kind(noun.actor if noun else "unidentified", first, end, orgs)
    if first >= end:
        return None
    if any(org.start <= first and member.end <= org.end for org in orgs):
        return None
    name = span_text(sentence, tokens[first].start, tokens[end - 1].end)
    return Party(member.start, first, end, name, True, kind, member.head, pronoun=member.pronoun)


def _core(tokens: Sequence[Word], member: People) -> int:
    """The first word that is no hedge, determiner or number."""
    first = member.start
    skip = terms("grammar", "determiners") | frozenset(
        ("of", "more", "other", "least", "at", "than", "about", "around")
    )
    while first < member.end - 1:
        low = tokens[first].low
        if low in skip or value(low) is not None or low in _COUNTED or low in phrases("numbers", "vague"):
            first += 1
        else:
            break
    return first


def _of_organisation(tokens: Sequence[Word], end: int, orgs: Sequence[OrganisationMention]) -> int:
    """ "members of the FMLN" reaches to the end of the organisation's name."""
    if end < len(tokens) and tokens[end].low in ("of", "from") and tokens[end - 1].low in ("members", "member"):
        for org in orgs:
            if org.start in (end + 1, end + 2):
                return org.end
    return end


def _kind(noun_kind: str, first: int, end: int, orgs: Sequence[OrganisationMention]) -> ActorKind:
    for org in orgs:
        if org.start >= first and org.end <= end:
            return org.kind
    return noun_kind if noun_kind not in ("", "-") else "unidentified"  # type: ignore[return-value]
