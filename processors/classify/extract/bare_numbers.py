"""People by a number alone: "12 dead", "two were wounded"; and numbers that count no people."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.extract.lexicon import person_nouns, terms
from processors.classify.extract.member import People
from processors.classify.extract.nouns import group_of
from processors.classify.extract.numbers import quantity_at, value
from processors.classify.extract.words import Word


def bare_member(tokens: Sequence[Word], at: int, floor: int) -> People | None:
    """ "12 dead", "two were wounded", "one of whom died", "killing 12." """
    found = quantity_at(tokens, at)
    if not found or found[1] < floor:
        return None
    quantity, first, end = found
    before = tokens[first - 1].low if first else ""
    if 1900 <= (quantity.best or 0) <= 2100 or _counts_no_people(tokens, first, end):
        return None
    if end < len(tokens):
        after = tokens[end].low
        if after == "-" and tokens[end].start == tokens[end - 1].end:  # "14- and 18-year-olds"
            return None
        if after not in terms("grammar", "after_bare_number") and not after.endswith("ly"):
            return None
        if after == "," and not (before.endswith(("ing", "ed", "s")) or before in ("hurt", "least", "than", "dead")):
            return None
        if after == "of":
            them = tokens[end + 1].low if end + 1 < len(tokens) else ""
            if them in ("whom", "them", "which"):
                return People(first, end + 2, quantity, definite=True, part=True, bare=True)
            if them in ("the", "those") and group_of(tokens, end + 2):
                return People(first, group_of(tokens, end + 2), quantity, definite=True, part=True, bare=True)
            return None
        if after in ("other", "others", "more"):
            return People(first, end + 1, quantity, head=after, others=True, bare=True)
    return People(first, end, quantity, bare=True)


def _counts_no_people(tokens: Sequence[Word], first: int, end: int) -> bool:
    """By the words before the number; but "Police: 2 dead" counts people behind a colon, "father of 3" nobody hurt."""
    before = tokens[first - 1].low if first else ""
    if before == ":" and end < len(tokens) and tokens[end].low in terms("grammar", "plainly_people"):
        return False
    if before in (",", "and", "to") and _are_ages(tokens, first - 1):
        return True
    if before == "of" and first > 1 and tokens[first - 2].low in terms("grammar", "of_children"):
        return True
    if before == "of" and first > 1 and _is_one(tokens[first - 2].low):
        return True  # "a woman of 60"
    return before in terms("grammar", "before_other_numbers") or before in terms("grammar", "months")


def _are_ages(tokens: Sequence[Word], at: int) -> bool:
    """ "aged 61 and 67": further ages up to `at`."""
    while at > 0 and (tokens[at].low in (",", "and", "to") or value(tokens[at].low) is not None):
        at -= 1
    return tokens[at].low in ("aged", "ages", "age")


def _is_one(low: str) -> bool:
    """A noun for one person, unlike "family"."""
    noun = person_nouns().get(low)
    return noun is not None and not noun.plural and low not in terms("grammar", "collectives")
