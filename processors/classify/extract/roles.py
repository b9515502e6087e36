"""Who did it, who is accused, who claims it: the parties of a sentence by their place beside deed words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.classify.extract.lexicon import terms
from processors.classify.extract.matcher import Hit, find
from processors.classify.extract.parties import Party
from processors.classify.extract.words import Word
from tocsin.contract.vocabulary import ActorRole

_LEFT = 12
_RIGHT = 4


@dataclass(frozen=True, slots=True)
class Role:
    party: Party
    role: ActorRole
    security: bool = False


def roles(tokens: Sequence[Word], listed: Sequence[Party]) -> Iterator[Role]:
    """Roles found in a sentence, in no order; a party may have several."""
    hits = find(tokens, "deeds", "claim", "claimed_by", "accused_after", "accused_before", "between", "against")
    for hit in hits:
        yield from _stated(tokens, hit, listed)
    objects = _objects(tokens, listed)
    for hit in find(tokens, "deeds", "active", "participles"):
        security = tokens[hit.start].low in terms("deed_limits", "security")
        party = _subject(tokens, hit, [p for p in listed if p.start not in objects])
        if party and not (party.kind == "police" and not security and not _shoots(tokens, hit)):
            yield Role(party, "perpetrator", security)
    for hit in find(tokens, "deeds", "by"):
        if hit.end < len(tokens) and tokens[hit.end].low == "by":
            party = _right(tokens, hit.end + 1, listed)
            if party:
                yield Role(party, "perpetrator", tokens[hit.start].low in terms("deed_limits", "security"))


def _shoots(tokens: Sequence[Word], hit: Hit) -> bool:
    return any(
        token.low in ("shot", "killed", "fired", "opened", "kill", "shoots", "kills")
        for token in tokens[hit.start : hit.end]
    )


def _stated(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> Iterator[Role]:
    if hit.kind == "claim":
        party = _left(tokens, hit.start, listed)
        unknown = party is not None and party.person and party.kind in ("unidentified", "civilians")
        if party and not unknown and not _denied(tokens, party, hit):
            yield Role(party, "claimant")
    elif hit.kind == "claimed_by":
        party = _right(tokens, hit.end, listed)
        if party:
            yield Role(party, "claimant")
    elif hit.kind == "accused_after":
        yield from _accused(tokens, hit, listed)
    elif hit.kind == "accused_before":
        party = _left(tokens, hit.start, listed)
        if party and party.kind != "police" and party.head not in ("people", "persons"):
            yield Role(party, "accused")
    else:
        yield from _sides(tokens, hit, listed)


def _accused(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> Iterator[Role]:
    start = hit.end
    if start < len(tokens) and tokens[start].low == "on":
        start += 1
    elif any(
        token.low in ("was", "were", "been", "be", "is", "are") for token in tokens[max(hit.start - 2, 0) : hit.start]
    ):
        return
    party = _right(tokens, start, listed)
    if party and not (party.person and party.kind == "civilians"):
        yield Role(party, "accused")


def _sides(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> Iterator[Role]:
    """ "clashes between A and B", "A clashed with B"."""
    if hit.kind == "between":
        behind = [p for p in listed if p.start >= hit.end][:2]
        for party, role in zip(behind, ("perpetrator", "counterpart"), strict=False):
            yield Role(party, role)  # type: ignore[arg-type]
        return
    other = _right(tokens, hit.end, listed)
    if other:
        yield Role(other, "counterpart")


def _denied(tokens: Sequence[Word], party: Party, hit: Hit) -> bool:
    around = {token.low for token in tokens[max(party.start - 2, 0) : hit.start]}
    return bool(around & (terms("deeds", "no_doer") | terms("grammar", "negations") | {"no", "neither", "yet"}))


def _objects(tokens: Sequence[Word], listed: Sequence[Party]) -> set[int]:
    """Starts of parties that directly follow an active deed word: they were hit, they did not do it."""
    objects: set[int] = set()
    for hit in find(tokens, "deeds", "active", "participles"):
        for party in listed:
            between = [token.low for token in tokens[hit.end : party.start]]
            if 0 <= party.start - hit.end <= 1 and not (between and between[0] in terms("deed_limits", "new_clause")):
                follows = tokens[party.end].low if party.end < len(tokens) else ""
                if follows not in ("who", "that"):
                    objects.add(party.start)
    return objects


def _subject(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> Party | None:
    if hit.kind == "active" and not _is_active(tokens, hit):
        return None
    party = _left(tokens, hit.start, listed)
    # "attack" is a verb only right behind its doer ("gunmen attack church")
    if party and tokens[hit.start].low in terms("deed_limits", "noun_like") and party.end != hit.start:
        return None
    return party


def _is_active(tokens: Sequence[Word], hit: Hit) -> bool:
    """Not passive, and with an object behind it where the form alone could be a participle."""
    for back in range(hit.start - 1, max(hit.start - 4, -1), -1):
        low = tokens[back].low
        if low in (
            "was",
            "were",
            "been",
            "being",
            "be",
            "is",
            "are",
            "to",
            "would",
            "could",
            "may",
            "might",
            "if",
            "not",
        ):
            return False
        if low not in terms("grammar", "adverbs") and low not in ("has", "have", "had"):
            break
    if tokens[hit.start].low not in terms("deed_limits", "participle_like") or hit.end - hit.start > 1:
        return True
    behind = hit.end + (hit.end < len(tokens) and tokens[hit.end].low == "dead")  # "shot dead nine people"
    follows = tokens[behind].low if behind < len(tokens) else "."
    return follows not in terms("deed_limits", "no_object") and follows[0].isalnum()


def _left(tokens: Sequence[Word], at: int, listed: Sequence[Party]) -> Party | None:
    """The nearest party before `at` that hangs on no preposition; past one that does, further back."""
    for party in reversed([p for p in listed if p.end <= at and not p.pronoun]):
        gap = tokens[party.end : at]
        if len(gap) > _LEFT or any(token.low in (";", ":") for token in gap):
            return None
        before = tokens[party.start - 1].low if party.start else ""
        outer = _outer(tokens, party, listed)
        if outer:
            return outer
        if before in terms("grammar", "hanging") and (gap and not _passes(gap)):
            continue
        if _said_between(gap):
            continue
        return None if before in terms("deeds", "no_doer") or tokens[party.start].low == "no" else party
    return None


def _passes(gap: Sequence[Word]) -> bool:
    return all(t.low in terms("grammar", "transparent") and t.low != "and" for t in gap)


def _outer(tokens: Sequence[Word], party: Party, listed: Sequence[Party]) -> Party | None:
    """ "guerrillas of the FMLN": the people, when `party` is what they belong to."""
    link = party.start - 1 - (party.start > 0 and tokens[party.start - 1].low == "the")
    if party.person or link < 1 or tokens[link].low not in ("of", "from"):
        return None
    return next((p for p in listed if p.person and p.end == link), None)


def _said_between(gap: Sequence[Word]) -> bool:
    return any(token.low in ("said", "says", "reported", "told", "announced", "added", "that") for token in gap)


def _right(tokens: Sequence[Word], at: int, listed: Sequence[Party]) -> Party | None:
    """The party that begins within a few words of `at`; people before the organisation they belong to."""
    near = [p for p in listed if at <= p.end - 1 and at <= p.start <= at + _RIGHT and not p.pronoun]
    near = [p for p in near if not any(t.low in (",", ";", "for", "of", "in") for t in tokens[at : p.start])]
    return near[0] if near else None
