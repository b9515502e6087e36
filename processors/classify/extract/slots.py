"""Everything an incident's sentences name that could fill a slot, with the signs that speak for and against.

One candidate is one name over all sentences; its signs are those of all its mentions. They are weighed by the
linear models of `data/slot_weights.json` (`slot_model.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from processors.classify.document import Document, Sentence
from processors.classify.extract.lexicon import object_nouns, terms
from processors.classify.extract.linear import probability, weights
from processors.classify.extract.matcher import Hit, find
from processors.classify.extract.objects import object_phrases
from processors.classify.extract.parties import Party, parties
from processors.classify.extract.roles import roles
from processors.classify.extract.tolls import mentions
from processors.classify.extract.words import Word, joined, span_text, words

Sort = Literal["person", "organisation", "object"]
_NEAR = 6


@dataclass(slots=True)
class Candidate:
    """`sentence` and words `start:end` are the first mention's; `signs` those of all mentions."""

    name: str
    sort: Sort
    sentence: Sentence
    start: int
    end: int
    kind: str
    party: Party | None = None
    signs: set[str] = field(default_factory=set)
    mentions: int = 0


def candidates(document: Document, sentences: Sequence[Sentence]) -> list[Candidate]:
    """In order of first mention."""
    key = tuple((s.index, s.text, s.start, s.paragraph) for s in sentences)
    return list(_candidates(key, document.case))


@lru_cache(maxsize=8)
def _candidates(key: tuple[tuple[int, str, int, int], ...], case: str) -> tuple[Candidate, ...]:
    """Kept for a moment, since actors and targets ask for the same."""
    sentences = [Sentence(index, text, start, start + len(text), at, ()) for index, text, start, at in key]
    found: dict[tuple[Sort, str], Candidate] = {}
    for place, sentence in enumerate(sentences):
        for candidate in _in_sentence(sentence, case):
            held = found.setdefault((candidate.sort, candidate.name.casefold()), candidate)
            held.signs |= candidate.signs | {f"place:{min(place, 5) // 2}"}
            held.mentions += 1
    for candidate in found.values():
        candidate.signs.add(f"mentions:{min(candidate.mentions, 3)}")
    return tuple(found.values())


def _in_sentence(sentence: Sentence, case: str) -> Iterator[Candidate]:
    tokens = words(sentence)
    listed = [party for party in parties(sentence, case) if not party.pronoun]
    by_party: dict[int, set[str]] = {}
    for role in roles(tokens, listed):
        by_party.setdefault(id(role.party), set()).add(f"role:{role.role}{':law' if role.security else ''}")
    spans = [(m.start, m.end, m.kind) for m in mentions(sentence, case)]
    deeds = find(
        tokens, "deeds", "active", "participles", "by", "claim", "claimed_by", "accused_after", "accused_before"
    )
    hits = find(tokens, "hits", "before_object", "after_object", "people_before", "people_after")
    for party in listed:
        signs = _around(tokens, party.first, party.end, deeds, hits) | by_party.get(id(party), set())
        start, end = tokens[party.start].start, tokens[party.end - 1].end
        signs |= {f"toll:{kind}" for first, last, kind in spans if first <= start and end <= last}
        signs |= {
            f"kind:{party.kind}",
            f"head:{party.head}",
            f"named:{party.named}",
            f"known:{party.known is not None}",
        }
        if party.known:
            signs.add(f"org:{party.kind}")
        signs |= {f"in:{token.low}" for token in tokens[party.first : party.end - 1]} if not party.named else set()
        sort: Sort = "person" if party.person else "organisation"
        yield Candidate(party.name, sort, sentence, party.start, party.end, party.kind, party, _crossed(signs, sort))
    for first, end, kind in object_phrases(tokens):
        signs = _around(tokens, first, end, deeds, hits)
        head = next(joined(tokens[at:end]) for at in range(first, end) if joined(tokens[at:end]) in object_nouns())
        signs |= {f"kind:{kind}", f"head:{head}", f"size:{end - first}"}
        signs |= {f"in:{token.low}" for token in tokens[first : end - 1]}
        name = span_text(sentence, tokens[first].start, tokens[end - 1].end)
        yield Candidate(name, "object", sentence, first, end, kind, None, _crossed(signs, "object"))


def _crossed(signs: set[str], sort: Sort) -> set[str]:
    return {f"{sort}|{sign}" for sign in signs}


def _around(tokens: Sequence[Word], first: int, end: int, deeds: Sequence[Hit], hits: Sequence[Hit]) -> set[str]:
    signs: set[str] = set()
    before = [t.low for t in tokens[max(first - 4, 0) : first] if t.low not in terms("grammar", "determiners")]
    after = [t.low for t in tokens[end : end + 3]]
    signs |= {f"b1:{before[-1] if before else '^'}", f"a1:{after[0] if after else '$'}"}
    if len(before) > 1:
        signs.add(f"b2:{before[-2]} {before[-1]}")
    if len(after) > 1:
        signs.add(f"a2:{after[0]} {after[1]}")
    for name, listed in (("deed", deeds), ("hit", hits)):
        left = [h for h in listed if h.end <= first and first - h.end <= _NEAR]
        right = [h for h in listed if h.start >= end and h.start - end <= _NEAR]
        for side, near in (("l", left[-1:]), ("r", right[:1])):
            for h in near:
                distance = first - h.end if side == "l" else h.start - end
                signs.add(f"{name}{side}:{joined(tokens[h.start : h.end])}")
                signs.add(f"{name}{side}:{h.kind}:{min(distance, 4)}")
    return signs


_MODELS: dict[Sort, tuple[str, ...]] = {
    "person": ("perpetrator", "victim"),
    "organisation": ("perpetrator",),
    "object": ("target",),
}


def models_of(sort: Sort) -> tuple[str, ...]:
    """What a candidate of the sort can be: the names of its models, after the sort ("person:victim")."""
    return tuple(f"{sort}:{name}" for name in _MODELS[sort])


def weighed(document: Document, sentences: Sequence[Sentence], slot: str) -> list[tuple[Candidate, float]]:
    """Candidates for `slot` (perpetrator, victim, target) with their probabilities, in order of first mention."""
    models = weights("slot_weights")
    found: list[tuple[Candidate, float]] = []
    for candidate in candidates(document, sentences):
        model = models.get(f"{candidate.sort}:{slot}")
        if model is not None:
            found.append((candidate, probability(model, candidate.signs)))
    return found
