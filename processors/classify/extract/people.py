"""Phrases that mean people, with how many: "five people and the attacker", "Jose Ramos, 34,", "two others".

A phrase is one or more members joined by "and". Ages, addresses, times, years and money are no people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from processors.classify.extract.lexicon import person_nouns, phrases, terms
from processors.classify.extract.names import Name, names
from processors.classify.extract.numbers import Quantity, exactly, quantity_at, value
from processors.classify.extract.words import Word, joined

_AGE = re.compile(r"(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)-(?:year|month|week|day)s?-olds?$")
# A modifier chain is short: "an off-duty Los Angeles police officer".
_REACH = 7
_ORDINALS = frozenset(("second", "third", "fourth", "fifth"))
_CAPTIVE = frozenset(("hostage", "captive"))
_ASIDE = frozenset(("including", "include", "included", "includes", "among"))


@dataclass(frozen=True, slots=True)
class People:
    """Words `start:end` of the sentence. `head` is the last member's noun, lower case ("" for a bare number).

    `definite` for "the man", a pronoun or a known name; `part` for "including ..." and "two of them";
    `perpetrators` counts members that are attackers; `named` holds the names in it.
    """

    start: int
    end: int
    quantity: Quantity
    head: str = ""
    definite: bool = False
    part: bool = False
    bare: bool = False
    pronoun: bool = False
    others: bool = False
    perpetrators: int = 0
    named: tuple[str, ...] = ()
    members: int = 1
    age: int | None = None


def _head_at(tokens: Sequence[Word], at: int) -> tuple[str, int] | None:
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


def _modifies(tokens: Sequence[Word], end: int) -> bool:
    """Whether the noun that ends here only describes a following noun ("police officer", "gang member", "man's")."""
    if end >= len(tokens):
        return False
    following = tokens[end]
    if following.low in _CAPTIVE:  # "took eight guards hostage"
        return False
    if following.low == "'s" or (following.low == "'" and end + 1 < len(tokens)):
        return True
    if tokens[end - 1].low in terms("grammar", "adjectival") and _noun_like(following):
        return True
    return _head_at(tokens, end) is not None


def _noun_like(word: Word) -> bool:
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
    while first > floor and at - first < _REACH:
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


def _noun_member(tokens: Sequence[Word], at: int, floor: int) -> People | None:
    found = _head_at(tokens, at)
    if not found or _modifies(tokens, found[1]) or (tokens[at].low in _CAPTIVE and at and _head_at(tokens, at - 1)):
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
        part=part and any(word in lead for word in _ASIDE),
        others=head in ("other", "others") or any(token.low in ("other", "another") for token in tokens[first:at]),
        perpetrators=perpetrators,
    )


def _bare_member(tokens: Sequence[Word], at: int, floor: int) -> People | None:
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
            if them in ("the", "those") and _group_of(tokens, end + 2):
                return People(first, _group_of(tokens, end + 2), quantity, definite=True, part=True, bare=True)
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
    return before in terms("grammar", "before_other_numbers") or before in terms("grammar", "months")


def _are_ages(tokens: Sequence[Word], at: int) -> bool:
    """ "aged 61 and 67": further ages up to `at`."""
    while at > 0 and (tokens[at].low in (",", "and", "to") or value(tokens[at].low) is not None):
        at -= 1
    return tokens[at].low in ("aged", "ages", "age")


def _group_of(tokens: Sequence[Word], at: int) -> int:
    """The word after "(the) victims" when one begins within two words of `at`, else 0."""
    for start in range(at, min(at + 3, len(tokens))):
        found = _head_at(tokens, start)
        if found and not _modifies(tokens, found[1]):
            return found[1]
    return 0


def _named_member(name: Name) -> People:
    quantity = exactly(1)
    return People(name.start, name.end, quantity, head="", definite=False, named=(name.text,), age=name.age)


def _further_member(tokens: Sequence[Word], at: int) -> People | None:
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
            known = not _noun_like(noun) or noun.low in terms("grammar", "no_person")
            return None if known else People(at, end, exactly(1), head=noun.low, others=True)
    return None


def _unlisted_member(tokens: Sequence[Word], at: int) -> People | None:
    """ "two dancers were killed", "a conductor was injured": what happened shows that they are people."""
    counted = quantity_at(tokens, at)
    first = counted[2] if counted else at + 1
    if not counted and tokens[at].low not in ("a", "an"):
        return None
    nothing = terms("grammar", "no_person") | terms("grammar", "animals")
    for end in range(first + 1, min(first + 4, len(tokens) - 1)):
        noun = tokens[end - 1]
        if not _noun_like(noun) or noun.low in nothing:
            return None
        if tokens[end].low in ("was", "were", "has", "have", "is", "are"):
            verbs = phrases("casualty_words", "verbs")
            if not any(token.low in verbs for token in tokens[end + 1 : end + 4]):
                return None
            start, quantity = (counted[1], counted[0]) if counted else (at, exactly(1))
            part = start > 0 and tokens[start - 1].low in _ASIDE
            return People(start, end, quantity, head=noun.low, part=part)
    return None


def _hits(word: Word) -> bool:
    """ "injured another early on Sunday"."""
    return word.low in phrases("casualty_words", "verbs") or word.low in phrases("casualty_words", "before_people")


def _pronoun_member(tokens: Sequence[Word], at: int) -> People | None:
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
            end = max(_group_of(tokens, end + 1), end)
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


def members(tokens: Sequence[Word], case: str = "mixed") -> list[People]:
    """Single members in order, none overlapping; names first, then nouns, pronouns and bare numbers."""
    by_start = {name.start: name for name in names(tokens, case)}
    found: list[People] = []
    at = floor = 0
    while at < len(tokens):
        name = by_start.get(at)
        member = _named_member(name) if name else None
        if member is None and tokens[at].is_word:
            member = _noun_member(tokens, at, floor) or _pronoun_member(tokens, at) or _further_member(tokens, at)
            member = member or _unlisted_member(tokens, at)
            if member is None and not _noun_ahead(tokens, at):
                member = _bare_member(tokens, at, floor)
        if member is None:
            at += 1
            continue
        if found and member.named and _titled(found[-1], member):
            found[-1] = replace(found[-1], end=member.end, named=member.named, age=member.age, definite=False)
        else:
            found.append(member)
        at = floor = max(member.end, at + 1)
    return found


def _titled(noun: People, name: People) -> bool:
    """ "tribal leader Karim Khan": one person."""
    return noun.end == name.start and noun.quantity.best == 1 and not (noun.named or noun.pronoun or noun.bare)


def _noun_ahead(tokens: Sequence[Word], at: int) -> bool:
    """Whether a number at `at` counts a noun a few words on (then it is no bare number)."""
    counted = quantity_at(tokens, at)
    if counted is None:
        return False
    boundaries = terms("grammar", "boundaries")
    for ahead in range(counted[2], min(counted[2] + _REACH, len(tokens))):
        if not tokens[ahead].is_word or tokens[ahead].low in boundaries:
            return False
        found = _head_at(tokens, ahead)
        if found and not _modifies(tokens, found[1]):
            return tokens[ahead].low not in ("other", "others")
    return False
