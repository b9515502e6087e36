"""People that belong together in a sentence: members joined by "and" are one group, a list behind a number or a name
behind a noun tells of the same people again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from processors.classify.extract.lexicon import terms
from processors.classify.extract.member import People
from processors.classify.extract.people import members
from processors.classify.extract.words import Word, joined

_OPENING = frozenset((",", ":", "(", "-", "- -", "--", "–", "—"))
_NAMING = frozenset((",", "named", "identified as", ", identified as", ", named"))
_MOST_LISTED = 8


def _told_once(tokens: Sequence[Word], single: Sequence[People]) -> list[People]:
    """Without members that only say who the one before them is; the last ones first, for one may describe another."""
    kept: list[People] = []
    for member in reversed(single):
        if kept and (_names(tokens, member, kept[0]) or _describes(tokens, member, kept[0])):
            told = kept.pop(0)
            age = member.age if told.age is None else told.age
            member = replace(member, end=told.end, named=member.named or told.named, age=age)
        elif last := _listed(tokens, member, kept):
            named = tuple(name for other in kept[:last] for name in other.named)
            member = replace(member, end=kept[last - 1].end, named=named)
            del kept[:last]
        kept.insert(0, member)
    return kept


def _names(tokens: Sequence[Word], noun: People, name: People) -> bool:
    """ "her father, Mark Weekly, 50, and", "a boy named Jonah Reed": one person."""
    if not name.named or noun.named or noun.pronoun or noun.bare or not noun.head or noun.quantity.best != 1:
        return False
    return _between(tokens, noun, name) in _NAMING


def _describes(tokens: Sequence[Word], one: People, other: People) -> bool:
    """ "a second victim, an 18-year-old friend, was hit": one person, unlike "a man, a woman, and a child"."""
    if one.quantity.best != 1 or other.quantity.best != 1 or one.pronoun or other.pronoun or other.others:
        return False
    if not other.head or other.bare or other.definite or _between(tokens, one, other) != ",":
        return False
    if one.definite and other.head.endswith("old"):
        return True  # "his father, a 39-year-old, and another man"
    closing = [token.low for token in tokens[other.end : other.end + 2]]
    goes_on = (terms("grammar", "transparent") | {"died"}) - {"and"}
    return len(closing) == 2 and closing[0] == "," and closing[1] in goes_on


def _listed(tokens: Sequence[Word], whole: People, following: Sequence[People]) -> int:
    """How many of those that follow count out the people of `whole` once more: "three others, two men and a woman",
    "four others -- a couple and two boys --"."""
    if whole.named or whole.pronoun or (whole.quantity.best or 0) < 2 or not following:
        return 0
    if _between(tokens, whole, following[0]) not in _OPENING:
        return 0
    total = 0
    for index, member in enumerate(following[:_MOST_LISTED]):
        if member.quantity.best is None or member.others:
            return 0
        if index and not _link(tokens, following[index - 1], member):
            return 0
        total += member.quantity.best
        if total >= (whole.quantity.best or 0):
            return index + 1 if index and total == whole.quantity.best else 0
    return 0


def _between(tokens: Sequence[Word], left: People, right: People) -> str:
    return joined(tokens[left.end : right.start])


def _link(tokens: Sequence[Word], left: People, right: People) -> str:
    between = tokens[left.end : right.start]
    if len(between) > 3:
        return ""
    text = joined(between)
    if text in ("and", ", and", "as well as", ", as well as", "along with", ", along with", "&", "and then", "plus"):
        return "and"
    return "comma" if text == "," else ""


def _merge(group: Sequence[People]) -> People:
    total = group[0].quantity
    for member in group[1:]:
        total = total + member.quantity
    return replace(
        group[0],
        end=group[-1].end,
        quantity=total,
        definite=all(member.definite for member in group),
        others=group[0].others,
        perpetrators=sum(member.perpetrators for member in group),
        named=tuple(name for member in group for name in member.named),
        members=len(group),
        bare=all(member.bare for member in group),
        head=group[-1].head or group[0].head,
    )


def people(tokens: Sequence[Word], case: str = "mixed") -> list[People]:
    """Groups in order: members joined by "and" (and the commas before it) are one group."""
    single = _told_once(tokens, members(tokens, case))
    groups: list[People] = []
    at = 0
    while at < len(single):
        last = _chain_end(tokens, single, at)
        groups.append(_merge(single[at : last + 1]) if last > at else single[at])
        at = last + 1
    return [_referred(groups, at) for at in range(len(groups))]


def _referred(groups: Sequence[People], at: int) -> People:
    """ "the man and the girl were taken to a hospital, where they died": as many as those told of before."""
    group = groups[at]
    if not group.pronoun or group.quantity.best is not None:
        return group
    earlier = next((g for g in reversed(groups[:at]) if (g.quantity.best or 0) > 1), None)
    return replace(group, quantity=earlier.quantity) if earlier else group


def _already_all(member: People) -> bool:
    return member.definite and not member.bare and not member.named and (member.quantity.best or 2) > 1


def _chain_end(tokens: Sequence[Word], single: Sequence[People], at: int) -> int:
    """Index of the last member of the coordination that begins at `at`: it must close with an "and"."""
    end = last_and = at
    while end + 1 < len(single):
        link = _link(tokens, single[end], single[end + 1])
        if not link or single[end + 1].part or (single[end].pronoun and not single[end + 1].others):
            break
        # "Ramos, 34, a teacher and father": the second describes the first
        if link == "comma" and single[end].named and not single[end + 1].named:
            break
        if single[end].bare and single[end + 1].bare and link == "comma":
            break
        # "three bodies and 12 wounded": a number alone counts what stands behind it
        if single[end + 1].bare and not (single[end].bare or single[end + 1].others):
            break
        # "a man and two children, a boy and a girl", "the victims, seven adults and a boy": the same people again
        if link == "comma" and ((last_and == end and end > at) or _already_all(single[end])):
            break
        end += 1
        if link == "and":
            last_and = end
    return last_and
