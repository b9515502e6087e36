"""People by a noun: "an off-duty police officer", "two of the three men", and what only describes one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.classify.extract.lexicon import person_nouns, phrases, terms
from processors.classify.extract.member import People
from processors.classify.extract.numbers import Quantity, exactly, quantity_at, value
from processors.classify.extract.words import Word, joined

_AGE = re.compile(r"(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)-(?:year|month|week|day)s?-olds?$")
REACH = 7
"""A modifier chain is short: "an off-duty Los Angeles police officer"."""
_CAPTIVE = frozenset(("hostage", "captive"))
ASIDE = frozenset(("including", "include", "included", "includes", "among"))


def head_at(tokens: Sequence[Word], at: int) -> tuple[str, int] | None:
    """A person noun (up to two words) at `at`, and the word after it."""
    table = person_nouns()
    if at + 1 < len(tokens):
        pair = tokens[at].low + " " + tokens[at + 1].low
        if pair in table:
            return pair, at + 2
    low = tokens[at].low
    if low in table:
        return low, at + 1
    if _AGE.match(low):
        return low, at + 1
    return None


def modifies(tokens: Sequence[Word], end: int) -> bool:
    """Whether the noun that ends here only describes a following noun ("police officer", "gang member", "man's")."""
    if end >= len(tokens):
        return False
    following = tokens[end]
    if following.low in _CAPTIVE:  # "took eight guards hostage"
        return False
    if following.low == "'s" or (following.low == "'" and end + 1 < len(tokens)):
        return True
    if tokens[end - 1].low in terms("grammar", "adjectival") and noun_like(following):
        return True
    return head_at(tokens, end) is not None


def noun_like(word: Word) -> bool:
    """A word that no closed class and no verb table knows."""
    low = word.low
    if not low[0].isalpha() or low in terms("grammar", "boundaries") or low in terms("grammar", "determiners"):
        return False
    if low in terms("grammar", "transparent") or low in terms("deeds", "active") or low.endswith("ly"):
        return False
    return low not in terms("grammar", "after_bare_number")


def _reach_back(tokens: Sequence[Word], at: int, floor: int) -> int:
    """First word of the noun phrase whose head is at `at`: back over modifiers to a determiner or number."""
    first = at
    boundaries, determiners = terms("grammar", "boundaries"), terms("grammar", "determiners")
    while first > floor and at - first < REACH:
        before = tokens[first - 1]
        if value(before.low) is not None or before.low in phrases("numbers", "vague"):
            return _number_start(tokens, first - 1, floor)
        if before.low in determiners:
            return first - 1
        if before.low in boundaries or not (before.is_word or before.low == "'s"):
            return first
        if tokens[at].text.islower() and before.text.isupper() and len(before.text) > 4:
            return first
        first -= 1
    return first


def _number_start(tokens: Sequence[Word], at: int, floor: int) -> int:
    """The first word of the number whose last word is at `at`: "two hundred twenty", "10 to 15"."""
    first = at
    while first > floor:
        low = tokens[first - 1].low
        if value(low) is not None or low in ("dozen", "hundred", "thousand"):
            first -= 1
        elif first - 1 > floor and low in ("to", "or", "and", "-") and value(tokens[first - 2].low) is not None:
            if low == "and" and (first < 3 or tokens[first - 3].low != "between"):
                break
            first -= 2
        else:
            break
    return first


def _counted(tokens: Sequence[Word], first: int, head: str, floor: int) -> tuple[Quantity, int, bool]:
    """Quantity, first word and definiteness of the noun phrase that begins at `first`."""
    low = tokens[first].low
    noun = person_nouns().get(head)
    plural = noun.plural if noun else head.endswith("olds")
    if low in ("the", "these", "those") and first + 1 < len(tokens):
        inner = quantity_at(tokens, first + 1)
        if inner and plural:
            return inner[0], first, True
    if low == "another" and first + 1 < len(tokens):
        inner = quantity_at(tokens, first + 1)
        if inner and plural:
            return inner[0], first, False
    found = quantity_at(tokens, first)
    if found and 1900 <= (found[0].best or 0) <= 2100 and "," not in low:
        found = None
    if found and first >= floor and not (low == "one" and plural):
        of_them = found[2] < len(tokens) and tokens[found[2]].low == "of"
        return found[0], max(found[1], floor), of_them
    if low == "both":
        return exactly(2), first, True
    if head in terms("grammar", "pairs") or any(token.low == "twin" for token in tokens[first : first + 4]):
        return exactly(2), first, low in terms("grammar", "possessives") or low == "the"
    if low in ("no", "any"):
        return exactly(0), first, False
    if plural:
        return Quantity(2, None, None), first, low in ("the", "these", "those", "all")
    definite = low in ("the", "this", "that") or low in terms("grammar", "possessives")
    return exactly(1), first, definite


def noun_member(tokens: Sequence[Word], at: int, floor: int) -> People | None:
    found = head_at(tokens, at)
    if not found or modifies(tokens, found[1]) or (tokens[at].low in _CAPTIVE and at and head_at(tokens, at - 1)):
        return None
    head, end = found
    first = _reach_back(tokens, at, floor)
    quantity, first, definite = _counted(tokens, first, head, floor)
    if first > 0 and tokens[first - 1].low in ("$", "€", "£"):
        return None
    if first > floor and (tokens[first - 1].low == "the" or tokens[first - 1].low in terms("grammar", "possessives")):
        first, definite = first - 1, True
    lead = joined(tokens[max(first - 3, 0) : first])
    part = lead.endswith(("including", "among them", "one of", "included", "includes", "include", "include :", "of"))
    part = part and not lead.endswith(("death of", "killing of", "murder of", "deaths of", "shooting of", "lives of"))
    of_set = first > 1 and tokens[first - 1].low == "of" and quantity_at(tokens, first - 2) is not None
    if of_set and value(tokens[first].low) is not None:  # "photo 16 of 40", "two of three men"
        return None
    if of_set:
        inner = quantity_at(tokens, first - 2)
        assert inner is not None
        group = tokens[first - 2].low in phrases("numbers", "vague") or not definite
        return People(inner[1], end, inner[0], head=head, definite=not group, part=not group)
    perpetrators = (quantity.best or 0) if head.split()[-1] in terms("grammar", "attackers") else 0
    return People(
        first,
        end,
        quantity,
        head=head,
        definite=definite,
        part=part and any(word in lead for word in ASIDE),
        others=head in ("other", "others") or any(token.low in ("other", "another") for token in tokens[first:at]),
        perpetrators=perpetrators,
    )


def group_of(tokens: Sequence[Word], at: int) -> int:
    """The word after "(the) victims" when one begins within two words of `at`, else 0."""
    for start in range(at, min(at + 3, len(tokens))):
        found = head_at(tokens, start)
        if found and not modifies(tokens, found[1]):
            return found[1]
    return 0
