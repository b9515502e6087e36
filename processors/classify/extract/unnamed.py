"""People without a noun that is listed: pronouns, "another", "a fourth", "two dancers were killed"."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.extract.lexicon import phrases, terms
from processors.classify.extract.member import People
from processors.classify.extract.nouns import ASIDE, group_of, noun_like
from processors.classify.extract.numbers import Quantity, exactly, quantity_at
from processors.classify.extract.words import Word

_ORDINALS = frozenset(("second", "third", "fourth", "fifth"))


def pronoun_member(tokens: Sequence[Word], at: int) -> People | None:
    low = tokens[at].low
    if at and tokens[at - 1].low in ("among", "of") and low not in terms("grammar", "nobody"):
        return None
    if low in terms("grammar", "pronouns_one") or (low == "her" and _stands_alone(tokens, at)):
        return People(at, at + 1, exactly(1), definite=True, pronoun=True)
    if low == "both" and _stands_alone(tokens, at):
        return People(at, at + 1, exactly(2), definite=True, pronoun=True)
    if low in terms("grammar", "pronouns_many"):
        return People(at, at + 1, Quantity(2, None, None), definite=True, pronoun=True)
    if low in terms("grammar", "nobody") or (low == "no" and at + 1 < len(tokens) and tokens[at + 1].low == "one"):
        end = at + 1 + (low == "no")
        rest = end < len(tokens) and tokens[end].low == "else"
        if end < len(tokens) and tokens[end].low == "of":
            end = max(group_of(tokens, end + 1), end)
        return People(at, end + rest, exactly(0), others=rest)
    if low in ("someone", "somebody"):
        return People(at, at + 1, exactly(1), pronoun=True, definite=True)
    return None


def _stands_alone(tokens: Sequence[Word], at: int) -> bool:
    """ "both were hurt", "killed her and two others": no noun follows that it would belong to."""
    if at + 1 >= len(tokens):
        return True
    low = tokens[at + 1].low
    return not low[0].isalnum() or low in terms("grammar", "after_pronoun")


def further_member(tokens: Sequence[Word], at: int) -> People | None:
    """ "another vaccinator was wounded", "a fourth was wounded": one more of some kind, which no list need know."""
    low = tokens[at].low
    if low != "another" and not (low in _ORDINALS and at and tokens[at - 1].low == "a"):
        return None
    follows = terms("grammar", "after_another") if low == "another" and at and _hits(tokens[at - 1]) else frozenset()
    if at + 1 < len(tokens) and tokens[at + 1].low in terms("grammar", "after_further") | follows:
        return People(at, at + 1, exactly(1), head="other", others=True)
    for end in range(at + 2, min(at + 4, len(tokens))):
        if tokens[end].low in ("was", "is", "died", "were"):
            noun = tokens[end - 1]
            known = not noun_like(noun) or noun.low in terms("grammar", "no_person")
            return None if known else People(at, end, exactly(1), head=noun.low, others=True)
    return None


def unlisted_member(tokens: Sequence[Word], at: int) -> People | None:
    """ "two dancers were killed", "a conductor was injured": what happened shows that they are people."""
    counted = quantity_at(tokens, at)
    first = counted[2] if counted else at + 1
    if not counted and tokens[at].low not in ("a", "an"):
        return None
    nothing = terms("grammar", "no_person") | terms("grammar", "animals")
    for end in range(first + 1, min(first + 4, len(tokens) - 1)):
        noun = tokens[end - 1]
        if not noun_like(noun) or noun.low in nothing:
            return None
        if tokens[end].low in ("was", "were", "has", "have", "is", "are"):
            verbs = phrases("casualty_words", "verbs")
            if not any(token.low in verbs for token in tokens[end + 1 : end + 4]):
                return None
            start, quantity = (counted[1], counted[0]) if counted else (at, exactly(1))
            part = start > 0 and tokens[start - 1].low in ASIDE
            return People(start, end, quantity, head=noun.low, part=part)
    return None


def _hits(word: Word) -> bool:
    """ "injured another early on Sunday"."""
    return word.low in phrases("casualty_words", "verbs") or word.low in phrases("casualty_words", "before_people")
