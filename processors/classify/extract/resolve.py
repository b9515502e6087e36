"""Many mentions, one toll.

A death toll given as such wins, the latest first; else the largest count, for parts are told beside the whole.
The injured of "four were shot, one fatally" are those shot less those killed.

Silence is read as none only where the article tells of its victims one by one: in a shooting or stabbing, whoever
counts the wounded would not leave out a death, and whoever counts the dead would not leave out the wounded. Such a
toll has min 0, best 0, max unknown and no text; there candidates are weighed (`ranked.py`). Bombs, shells and
clashes get no such reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import terms
from processors.classify.extract.member import People
from processors.classify.extract.numbers import Quantity, exactly
from processors.classify.extract.ranked import rank
from processors.classify.extract.resolved import Resolved
from processors.classify.extract.tolls import Mention
from processors.classify.extract.words import MAX_CHARACTERS

_BY_HAND = re.compile(r"\b(?:shot|shoot\w*|gun\w*|stab\w*|knife\w*|fatally)\b", re.IGNORECASE)
_DISPUTED = re.compile(r"\b(?:only|denied|denies|denying|insist\w*|rejected)\b", re.IGNORECASE)
_BLAST = re.compile(
    r"\b(?:bomb\w*|rockets?|missiles?|mortars?|shell(?:ing|ed|s)?|explo\w*|blasts?|air ?strikes?|grenades?|clash\w*"
    r"|drones?|battles?|troops|rebels?|insurgents?|militants?|guerrillas?)\b",
    re.IGNORECASE,
)
# Level-one names end in a slash: all below them.
_ONE_BY_ONE = (
    "violence_against_civilians/shooting",
    "violence_against_civilians/stabbing",
    "violence_against_civilians/assassination",
    "violence_against_civilians/attack_unspecified",
    "property/armed_robbery",
    "security_operation/",
    "other/",
)
# More dead than this are no longer told one by one.
_FEW = 4
_OPENING = 2  # sentences, the headline aside


def resolve(
    found: Sequence[Mention], sentences: Sequence[Sentence], event_type: str | None = None
) -> dict[str, Resolved]:
    """Kind of toll to its value and the mention that carries it; kinds nobody speaks of are absent."""
    found = _of_the_attacked(found)
    chosen: dict[str, Resolved] = {}
    for kind in ("killed", "abducted", "arrested"):
        resolved = _largest([m for m in found if m.kind == kind], found if kind == "killed" else ())
        if resolved:
            chosen[kind] = resolved
    injured = _injured(found, chosen.get("killed"))
    if injured:
        chosen["injured"] = injured
    if not enumerates(sentences, event_type):
        return chosen
    weighed = rank(found, sentences)
    if weighed is None:
        _imply(chosen)
        return chosen
    return {kind: chosen[kind] for kind in ("abducted", "arrested") if kind in chosen} | weighed


def enumerates(sentences: Sequence[Sentence], event_type: str | None) -> bool:
    """Whether the article is of the sort that tells of each victim."""
    if event_type is not None and not event_type.startswith(_ONE_BY_ONE):
        return False
    text = " ".join(sentence.text[:MAX_CHARACTERS] for sentence in sentences)
    return bool(_BY_HAND.search(text)) and not _BLAST.search(text)


def _size(quantity: Quantity) -> int:
    return next((n for n in (quantity.best, quantity.min, quantity.max) if n is not None), 0)


def _largest(counted: Sequence[Mention], every: Sequence[Mention]) -> Resolved | None:
    totals = [m for m in counted if m.total]
    real = [m for m in counted if _size(m.quantity) > 0]
    opening = [m for m in real if m.sentence.index < _OPENING and m.quantity.best is not None and not _disputes(m)]
    pick = totals[-1] if totals else max(opening or real, key=lambda m: _rank(m), default=None)
    if pick is None:
        zeros = [m for m in counted if m.quantity.best == 0] or [m for m in every if m.kind == "both" and not m.rest]
        return Resolved(exactly(0), zeros[0]) if zeros else None
    return Resolved(pick.quantity, pick, pick.group.perpetrators if pick.group else None)


def _of_the_attacked(found: Sequence[Mention]) -> Sequence[Mention]:
    """Without the dead of those who attacked, where others were told of: "nine soldiers died", then "eleven terrorists
    were neutralised"."""
    attackers = [m for m in found if m.kind == "killed" and m.group and _is_of_attackers(m.group)]
    others = [m for m in found if m.kind == "killed" and m not in attackers]
    return [m for m in found if m not in attackers] if any(_size(m.quantity) > 0 for m in others) else found


def _is_of_attackers(group: People) -> bool:
    """They alone: "five people and the attacker" are others, too."""
    return group.head in terms("grammar", "armed_side") and group.perpetrators in (0, group.quantity.best)


def _disputes(mention: Mention) -> bool:
    """ "denied it had hit a school, saying that only five had died": one side's figure, wherever it stands."""
    text = mention.sentence.text[: max(0, mention.end - mention.sentence.start)]
    return bool(_DISPUTED.search(text[-MAX_CHARACTERS:]))


def _rank(mention: Mention) -> tuple[int, int, bool]:
    vague = mention.quantity.best is None
    return (
        0 if vague and (mention.quantity.min or 0) <= 2 else 1,
        _size(mention.quantity),
        mention.sentence.index >= 0,
    )


def _injured(found: Sequence[Mention], killed: Resolved | None) -> Resolved | None:
    explicit = _largest([m for m in found if m.kind == "injured" and not _dead_too(m, killed)], ())
    shot = _largest([m for m in found if m.kind == "shot"], ())
    dead = (killed.quantity.best or 0) if killed else 0
    if shot and shot.quantity.best is not None and shot.quantity.best - dead > 0:
        rest = shot.quantity.best - dead
        if explicit is None or (explicit.quantity.best is not None and explicit.quantity.best < rest):
            return Resolved(exactly(rest), shot.mention)
    if explicit is None:
        zeros = [m for m in found if m.kind in ("both", "injured") and not m.rest and m.quantity.best == 0]
        return Resolved(exactly(0), zeros[0]) if zeros and not (killed and dead) else None
    return explicit


def _dead_too(mention: Mention, killed: Resolved | None) -> bool:
    """ "was taken to the hospital, where he died": one person in a definite phrase, and one death told of."""
    if killed is None or not killed.quantity.best or mention.group is None:
        return False
    one = mention.quantity.best == 1 and not mention.group.others
    weak = mention.predicate not in ("injured", "wounded", "hurt", "injuring", "wounding")
    return one and (mention.group.definite or weak)


def _imply(chosen: dict[str, Resolved]) -> None:
    killed, injured = chosen.get("killed"), chosen.get("injured")
    none = Quantity(0, 0, None)
    if injured and not killed:
        chosen["killed"] = Resolved(none, injured.mention, implied=True)
    elif killed and not injured and killed.quantity.best is not None and killed.quantity.best <= _FEW:
        chosen["injured"] = Resolved(none, killed.mention, implied=True)
