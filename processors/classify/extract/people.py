"""Phrases that mean people, with how many: "five people and the attacker", "Jose Ramos, 34,", "two others".

Single members in order; `coordination.py` joins them. Ages, addresses, times, years and money are no people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from processors.classify.extract.bare_numbers import bare_member
from processors.classify.extract.lexicon import terms
from processors.classify.extract.member import People
from processors.classify.extract.names import Name, names
from processors.classify.extract.nouns import REACH, head_at, modifies, noun_member
from processors.classify.extract.numbers import exactly, quantity_at
from processors.classify.extract.unnamed import further_member, pronoun_member, unlisted_member
from processors.classify.extract.words import Word


def members(tokens: Sequence[Word], case: str = "mixed") -> list[People]:
    """Single members in order, none overlapping; names first, then nouns, pronouns and bare numbers."""
    by_start = {name.start: name for name in names(tokens, case)}
    found: list[People] = []
    at = floor = 0
    while at < len(tokens):
        name = by_start.get(at)
        member = _named_member(name) if name else None
        if member is None and tokens[at].is_word:
            member = noun_member(tokens, at, floor) or pronoun_member(tokens, at) or further_member(tokens, at)
            member = member or unlisted_member(tokens, at)
            if member is None and not _noun_ahead(tokens, at):
                member = bare_member(tokens, at, floor)
        if member is None:
            at += 1
            continue
        if found and member.named and _titled(found[-1], member):
            found[-1] = replace(found[-1], end=member.end, named=member.named, age=member.age, definite=False)
        else:
            found.append(member)
        at = floor = max(member.end, at + 1)
    return found


def _named_member(name: Name) -> People:
    quantity = exactly(1)
    return People(name.start, name.end, quantity, head="", definite=False, named=(name.text,), age=name.age)


def _titled(noun: People, name: People) -> bool:
    """ "tribal leader Karim Khan": one person."""
    return noun.end == name.start and noun.quantity.best == 1 and not (noun.named or noun.pronoun or noun.bare)


def _noun_ahead(tokens: Sequence[Word], at: int) -> bool:
    """Whether a number at `at` counts a noun a few words on (then it is no bare number)."""
    counted = quantity_at(tokens, at)
    if counted is None:
        return False
    boundaries = terms("grammar", "boundaries")
    for ahead in range(counted[2], min(counted[2] + REACH, len(tokens))):
        if not tokens[ahead].is_word or tokens[ahead].low in boundaries:
            return False
        found = head_at(tokens, ahead)
        if found and not modifies(tokens, found[1]):
            return tokens[ahead].low not in ("other", "others")
    return False
