"""The people before a casualty word: who was killed in "two people in the car were killed"."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.extract.lexicon import terms
from processors.classify.extract.member import People
from processors.classify.extract.numbers import value
from processors.classify.extract.predicates import Predicate
from processors.classify.extract.words import Word

# From the people to their verb, with a prepositional phrase between.
_LEFT = 9
_ASIDE = 26
_GOES_ON = 6
_OBJECTS = frozenset(("him", "her", "them", "us"))


def subject(tokens: Sequence[Word], predicate: Predicate, groups: Sequence[People]) -> People | None:
    """The nearest people before the word, unless a nearer phrase only hangs on a preposition."""
    asides = _asides(tokens, predicate.start)
    before = [group for group in groups if group.end <= predicate.start and not _within(group, asides)]
    chosen: People | None = None
    for group in reversed(before):
        gap = _between(tokens, group.end, predicate.start, asides)
        if group.part and not (group.definite and len(gap) <= 2):
            continue
        if tokens[group.start].low in _OBJECTS and group.pronoun and group.end < predicate.start:
            continue  # "the constable escorting her was shot"; but "found him dead"
        if len(gap) > _LEFT + 3 or any(token.low in (";", ":") for token in gap):
            break
        if predicate.kind != "killed" and _counts(gap):
            break
        if _transparent(gap) or _goes_on(gap) or _closes(tokens, group, gap):
            return group
        if any(token.low in terms("attribution", "said") for token in gap):
            break
        if len(gap) > _LEFT:
            break
        if _hangs(tokens, group):
            chosen = chosen or None
            continue
        if sum(token.low == "," for token in gap) == 1 and "," in (gap[0].low, gap[-1].low) and not _relative(gap):
            break
        chosen = group
        break
    return chosen


def _within(group: People, asides: Sequence[tuple[int, int]]) -> bool:
    return any(start <= group.start < end for start, end in asides)


def _relative(gap: Sequence[Word]) -> bool:
    return any(token.low in ("who", "was", "were", "has", "had", "have", "is", "are") for token in gap)


def _transparent(gap: Sequence[Word]) -> bool:
    table = terms("grammar", "transparent")
    return all(token.low in table or token.low.endswith("ly") for token in gap)


def _goes_on(gap: Sequence[Word]) -> bool:
    """ "returned fire and was hit": the subject of the first verb is that of the second."""
    if not 3 <= len(gap) <= _GOES_ON or [token.low for token in gap[-2:]] not in (["and", "was"], ["and", "were"]):
        return False
    return not any(token.low in terms("attribution", "said") or not token.is_word for token in gap)


def _asides(tokens: Sequence[Word], end: int) -> list[tuple[int, int]]:
    """Words `start:end` of what is said of people between commas, before `end`: ", including seven women and four
    patients," and ", who had been threatened,"; the closing comma must lead on to a verb."""
    words, found = terms("grammar", "asides"), list[tuple[int, int]]()
    at = 0
    while at + 2 < end:
        if tokens[at].low != "," or not (tokens[at + 1].low in words or _part_of(tokens, at + 1)):
            at += 1
            continue
        last = min(at + _ASIDE, end - 1)
        closing = [i for i in range(at + 2, last + 1) if tokens[i].low == ","]
        closing = [i for i in closing if i + 1 >= end or tokens[i + 1].low in terms("grammar", "transparent")]
        if closing:
            found.append((at, closing[0] + 1))
            at = closing[0]
        at += 1
    return found


def _part_of(tokens: Sequence[Word], at: int) -> bool:
    """ "three of them children"."""
    return at + 1 < len(tokens) and tokens[at + 1].low == "of" and value(tokens[at].low) is not None


def _between(tokens: Sequence[Word], start: int, end: int, asides: Sequence[tuple[int, int]]) -> list[Word]:
    """The words from `start` to `end` outside the asides."""
    skipped = {at for span in asides for at in range(*span)}
    return [tokens[at] for at in range(start, end) if at not in skipped]


def _counts(gap: Sequence[Word]) -> bool:
    """ "two rebels slain, three rifles seized": a number of something else stands nearer; an age is none."""
    ages = {at for at, token in enumerate(gap) if at and gap[at - 1].low in ("of", "aged")}
    return any(value(t.low) is not None and t.low != "one" and at not in ages for at, t in enumerate(gap))


def _closes(tokens: Sequence[Word], group: People, gap: Sequence[Word]) -> bool:
    """ "one of the workers, a man of 19, died": the comma only closes what was said of them."""
    inside = any(token.low == "," for token in tokens[group.start : group.end])
    return inside and bool(gap) and gap[0].low == "," and _transparent(gap[1:])


def _hangs(tokens: Sequence[Word], group: People) -> bool:
    """Whether the people only complete a preposition ("the home of his mother", "by two men")."""
    return group.start > 0 and tokens[group.start - 1].low in terms("grammar", "hanging")
