"""Mentions of a toll: a casualty word joined with its people in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from processors.classify.document import Sentence
from processors.classify.extract.coordination import people
from processors.classify.extract.counted import lives, multiples
from processors.classify.extract.lexicon import person_nouns, terms
from processors.classify.extract.matcher import find
from processors.classify.extract.member import People
from processors.classify.extract.numbers import Quantity, exactly, quantity_at
from processors.classify.extract.predicates import Predicate, nobody_phrases, predicates
from processors.classify.extract.subject import subject
from processors.classify.extract.words import Word, words

_RIGHT = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """`kind` killed, injured, shot, abducted, arrested. `start:end` are characters of the article.

    `total` for a toll given as such ("the death toll rose to 12"); `rest` for "no one else was hurt"; `also` for "a
    child was also hurt", somebody new.
    """

    kind: str
    quantity: Quantity
    sentence: Sentence
    start: int
    end: int
    predicate: str
    group: People | None = None
    total: bool = False
    rest: bool = False
    also: bool = False


def sentence_case(tokens: Sequence[Word], case: str) -> str:
    """A headline in Capitals Throughout shows names no better than one in upper case."""
    if case != "mixed":
        return case
    alphabetic = [token for token in tokens if token.low[0].isalpha() and len(token.low) > 3]
    capital = sum(token.capital for token in alphabetic)
    return "upper" if len(alphabetic) >= 4 and capital / len(alphabetic) > 0.75 else "mixed"


def mentions(sentence: Sentence, case: str) -> list[Mention]:
    """All toll mentions of a sentence, in order of position."""
    read = _mentions(sentence.text, sentence.start, case)
    return [replace(mention, sentence=sentence) for mention in read]


@lru_cache(maxsize=512)
def _mentions(text: str, start: int, case: str) -> tuple[Mention, ...]:
    sentence = Sentence(0, text, start, start + len(text), 0, ())
    tokens = words(sentence)
    found = [_nobody(sentence, tokens, hit) for hit in nobody_phrases(tokens)]
    covered = [(hit[0], hit[1]) for hit in nobody_phrases(tokens)]
    found.extend(_counted(sentence, tokens))
    listed = predicates(tokens)
    if not listed and not any(token.low in terms("grammar", "remains") for token in tokens):
        return tuple(found)
    groups = people(tokens, sentence_case(tokens, case))
    found.extend(_bodies(sentence, tokens, groups))
    for predicate in listed:
        if predicate.unreal or any(start <= predicate.start < end for start, end in covered):
            continue
        if tokens[max(0, predicate.start - 1)].low == "those":  # "two of those injured succumbed"
            continue
        mention = _joined(sentence, tokens, predicate, groups)
        if mention:
            found.append(mention)
    found.extend(_and_himself(tokens, found))
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _nobody(sentence: Sentence, tokens: Sequence[Word], hit: tuple[int, int, str]) -> Mention:
    start, end, kind = hit
    return Mention(
        "both" if kind == "rest" else kind,
        exactly(0),
        sentence,
        tokens[start].start,
        tokens[end - 1].end,
        "nobody",
        rest=kind == "rest",
    )


def _joined(
    sentence: Sentence, tokens: Sequence[Word], predicate: Predicate, groups: Sequence[People]
) -> Mention | None:
    if predicate.side == "totals":
        return _total(sentence, tokens, predicate)
    group = _people_of(tokens, predicate, groups)
    if group is None or _is_thing(predicate, group) or _is_dead(tokens, predicate, group):
        return None
    if group.quantity.best == 0 and predicate.text in terms("casualty_signs", "degrees"):
        return None  # "none of the victims had life-threatening injuries": hurt all the same
    if predicate.negated and predicate.kind != "shot" and group.quantity.best != 0:
        return None
    start, end = min(group.start, predicate.start), max(group.end, predicate.end)
    among = [g for g in groups if g.part and g.perpetrators and 0 <= g.start - group.end <= 3]
    if among:  # "killed seven, including two attackers"
        group = replace(group, perpetrators=group.perpetrators + among[0].perpetrators)
    also = any(token.low == "also" for token in tokens[group.end : predicate.start])
    span = tokens[start].start, tokens[end - 1].end
    return Mention(predicate.kind, group.quantity, sentence, *span, predicate.text, group, also=also)


def _is_thing(predicate: Predicate, group: People) -> bool:
    """ "seized the town of En Nahud": what may be taken is no person for having a name."""
    return bool(group.named) and not group.head and predicate.text in terms("deeds", "takes_things")


def _is_dead(tokens: Sequence[Word], predicate: Predicate, group: People) -> bool:
    """ "the bodies of five men with gunshot wounds": nobody hurt."""
    remains = terms("grammar", "remains") | {"body", "corpse"}
    ahead = [token.low for token in tokens[max(group.start - 3, 0) : group.start]]
    return predicate.kind == "injured" and (group.head in remains or ("of" in ahead and bool(remains & set(ahead))))


def _counted(sentence: Sentence, tokens: Sequence[Word]) -> Iterator[Mention]:
    """Tolls that need no people: "has claimed at least 12 lives", "a double homicide"."""
    for counted in (*lives(tokens), *multiples(tokens)):
        yield Mention(
            counted.kind,
            counted.quantity,
            sentence,
            tokens[counted.start].start,
            tokens[counted.end - 1].end,
            counted.text,
        )


def _bodies(sentence: Sentence, tokens: Sequence[Word], groups: Sequence[People]) -> Iterator[Mention]:
    """ "had so far counted 26 bodies"."""
    for group in groups:
        if group.head in terms("grammar", "remains") and (group.quantity.best or 0) > 1:
            span = tokens[group.start].start, tokens[group.end - 1].end
            yield Mention("killed", group.quantity, sentence, *span, "bodies", group)


def _and_himself(tokens: Sequence[Word], found: Sequence[Mention]) -> Iterator[Mention]:
    """ "killed his wife and two sons before killing himself": three, and the one who did it."""
    for hit in find(tokens, "grammar", "himself"):
        end = tokens[hit.end - 1].end
        victims = [
            m
            for m in found
            if m.kind == "killed"
            and m.group
            and not m.group.pronoun
            and m.quantity.best
            and m.end <= tokens[hit.start].start
        ]
        if victims and victims[-1].predicate not in terms("grammar", "himself"):
            last = victims[-1]
            group = replace(last.group, perpetrators=1) if last.group else None
            yield replace(last, quantity=last.quantity + exactly(1), end=end, predicate="himself", group=group)


def _total(sentence: Sentence, tokens: Sequence[Word], predicate: Predicate) -> Mention | None:
    """ "rose to 12", "stood at 9", "from 9 to 12": the number after "to", else the first in eight words."""
    best: tuple[Quantity, int] | None = None
    for at in range(predicate.end, min(predicate.end + 14, len(tokens))):
        low = tokens[at].low
        if low in (";", ".") or (low == "," and best):
            break
        found = quantity_at(tokens, at)
        if found and tokens[at - 1].low in ("to", "at", "is", "was", "as", "reached", "hit", "of", "least", "than"):
            if tokens[found[1] - 1].low == "of" and best:
                continue
            best = (found[0], found[2])
            if tokens[at - 1].low == "to":
                break
    best = best or _brought_to(tokens, predicate)
    if not best or any(token.low in terms("casualty_signs", "strong") for token in tokens[best[1] : best[1] + 1]):
        return None  # "the toll is of 17 injured"
    return Mention(
        predicate.kind,
        best[0],
        sentence,
        tokens[predicate.start].start,
        tokens[best[1] - 1].end,
        predicate.text,
        total=True,
    )


def _brought_to(tokens: Sequence[Word], predicate: Predicate) -> tuple[Quantity, int] | None:
    """ "bringing to three the number of policemen killed"."""
    for at in range(max(0, predicate.start - 4), predicate.start):
        found = quantity_at(tokens, at) if at and tokens[at - 1].low == "to" else None
        if found and all(token.low == "the" for token in tokens[found[2] : predicate.start]):
            return found[0], predicate.end
    return None


def _people_of(tokens: Sequence[Word], predicate: Predicate, groups: Sequence[People]) -> People | None:
    if predicate.side == "before_people":
        return _right(tokens, predicate, groups)
    if predicate.side == "after_people":
        return subject(tokens, predicate, groups)
    auxiliary = _has_auxiliary(tokens, predicate)
    right = None if auxiliary else _right(tokens, predicate, groups)
    if right and right.bare and not right.others and right.end < len(tokens):
        # "two killed, 3 wounded"; "killed 12" is active only with the number next to it
        right = right if right.start == predicate.end else None
    left = subject(tokens, predicate, groups)
    if left and not right and not auxiliary and _acts(tokens, left, predicate):
        return None
    if right and left and _reduced(left, predicate) and left.bare:
        return left
    return right or left


def _reduced(left: People, predicate: Predicate) -> bool:
    return left.end == predicate.start


def _acts(tokens: Sequence[Word], left: People, predicate: Predicate) -> bool:
    """Whether the verb is active with an object that was not read: then the people before it are the doers."""
    if left.bare or predicate.side != "verbs":
        return False
    noun = person_nouns().get(left.head)
    doer = (
        left.pronoun
        or left.head in terms("grammar", "attackers")
        or (noun is not None and noun.actor in ("police", "state_forces"))
    )
    follows = tokens[predicate.end].low if predicate.end < len(tokens) else "."
    return (
        follows[0].isalnum()
        and follows not in terms("deed_limits", "no_object")
        and (doer or follows in terms("grammar", "determiners"))
    )


def _has_auxiliary(tokens: Sequence[Word], predicate: Predicate) -> bool:
    """Passive: a form of "be" stands before the participle, adverbs between."""
    auxiliaries, adverbs = terms("grammar", "auxiliaries"), terms("grammar", "adverbs")
    for back in range(predicate.start - 1, max(predicate.start - 5, -1), -1):
        low = tokens[back].low
        if low in ("has", "have", "had"):
            return False
        if low in auxiliaries:
            return True
        if low not in adverbs:
            return False
    return False


def _right(tokens: Sequence[Word], predicate: Predicate, groups: Sequence[People]) -> People | None:
    for group in groups:
        if group.start < predicate.end or group.end <= predicate.end:
            continue
        gap = tokens[predicate.end : group.start]
        if len(gap) > _RIGHT or any(token.low in terms("grammar", "object_stops") for token in gap):
            return None
        return group
    return None
