"""People and things that were hit or aimed at, in the article's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.classify.document import Document, Sentence
from processors.classify.extract.lexicon import person_nouns, terms
from processors.classify.extract.matcher import Hit, find
from processors.classify.extract.objects import object_phrases
from processors.classify.extract.parties import Party, parties
from processors.classify.extract.slots import Candidate, weighed
from processors.classify.extract.tolls import mentions
from processors.classify.extract.words import Word, span_text, words
from tocsin.contract.fields import Evidence, Target
from tocsin.contract.vocabulary import TargetEntity, TargetKind

MOST = 10
# As in `actors.py`, chosen on the half of MUC-4 that did not train the weights.
UNLIKELY = 0.03
LIKELY = 0.30
# A name in mixed case is often a speaker's or a place's: asked for more.
SURE = 0.6
# They count, and say nothing of whom.
_NO_NAME = frozenset(("other", "others", "body", "bodies", "casualties", "casualty"))


@dataclass(frozen=True, slots=True)
class _Found:
    """Characters `start:end` of the article."""

    name: str
    entity: TargetEntity
    kind: TargetKind
    sentence: Sentence
    start: int
    end: int


def read(
    document: Document, sentences: Sequence[Sentence], event_type: str | None = None
) -> tuple[tuple[Target, ...], dict[str, Evidence]]:
    """Targets in order of mention, each name once; at most `MOST`."""
    del event_type
    found: list[_Found] = []
    for sentence in sentences:
        found.extend(_people(sentence, document.case))
        found.extend(_things(sentence))
    chosen = _distinct(_likely(document, sentences, found))[:MOST]
    targets = tuple(
        Target(name=t.name, entity=t.entity, kind=t.kind, text=span_text(t.sentence, t.start, t.end)) for t in chosen
    )
    return targets, {f"targets.{at}": t.sentence.evidence(t.start, t.end) for at, t in enumerate(chosen)}


def _likely(document: Document, sentences: Sequence[Sentence], found: Sequence[_Found]) -> list[_Found]:
    """Without the unlikely that only syntax points at, and with the likely that no syntax does."""
    weights = [*weighed(document, sentences, "victim"), *weighed(document, sentences, "target")]
    likely = {candidate.name.casefold(): p for candidate, p in weights}
    kept = [item for item in found if likely.get(item.name.casefold(), 1.0) >= UNLIKELY]
    for candidate, p in weights:
        if candidate.party is not None and candidate.party.named and document.case == "mixed" and p < SURE:
            continue
        if candidate.party is not None and candidate.party.head in ("other", "others"):
            continue
        if p >= LIKELY and candidate.party is not None:
            kept.append(_of_candidate(candidate, _person_kind(candidate.party)))
        elif p >= LIKELY:
            kept.append(_of_candidate(candidate, candidate.kind))  # type: ignore[arg-type]
    return kept


def _of_candidate(candidate: Candidate, kind: TargetKind) -> _Found:
    tokens = words(candidate.sentence)
    start, end = tokens[candidate.start].start, tokens[candidate.end - 1].end
    entity: TargetEntity = "object" if candidate.sort == "object" else "person"
    return _Found(candidate.name, entity, kind, candidate.sentence, start, end)


def _people(sentence: Sentence, case: str) -> Iterator[_Found]:
    """Those a toll mention or a word of attack takes in, attackers left out."""
    tokens = words(sentence)
    spans = [
        (m.start, m.end) for m in mentions(sentence, case) if m.group and m.kind != "arrested" and m.quantity.best != 0
    ]
    hits = find(tokens, "hits", "people_before", "people_after")
    if not spans and not hits:
        return
    for party in parties(sentence, case):
        start, end = tokens[party.start].start, tokens[party.end - 1].end
        inside = any(first <= start and end <= last for first, last in spans)
        if party.pronoun or not party.person or party.head in terms("grammar", "attackers"):
            continue
        if party.head in _NO_NAME or party.head.endswith(("-old", "-olds")):
            continue
        if inside or any(_beside(party, hit) for hit in hits):
            yield _Found(party.name, "person", _person_kind(party), sentence, start, end)


def _beside(party: Party, hit: Hit) -> bool:
    if hit.kind == "people_before":
        return 0 <= party.start - hit.end <= 1
    return 0 <= hit.start - party.end <= 2


def _person_kind(party: Party) -> TargetKind:
    noun = person_nouns().get(party.head)
    return noun.kind if noun else "civilians"  # type: ignore[return-value]


def _things(sentence: Sentence) -> Iterator[_Found]:
    tokens = words(sentence)
    hits = find(tokens, "hits", "before_object", "after_object")
    if not hits:
        return
    phrases = list(object_phrases(tokens))
    taken: set[int] = set()
    for hit in hits:
        for first, end, kind in _of_hit(tokens, hit, phrases):
            if first not in taken:
                taken.add(first)
                start, stop = tokens[first].start, tokens[end - 1].end
                yield _Found(span_text(sentence, start, stop), "object", kind, sentence, start, stop)


def _of_hit(
    tokens: Sequence[Word], hit: Hit, phrases: Sequence[tuple[int, int, TargetKind]]
) -> list[tuple[int, int, TargetKind]]:
    """The thing beside the hit word, and those joined to it by commas and "and"."""
    if hit.kind == "after_object":
        near = [p for p in phrases if 0 <= hit.start - p[1] <= 3][-1:]
        return near
    chosen: list[tuple[int, int, TargetKind]] = []
    for phrase in phrases:
        if phrase[0] < hit.end:
            continue
        gap = [token.low for token in tokens[(chosen[-1][1] if chosen else hit.end) : phrase[0]]]
        if not chosen and (len(gap) > 4 or {",", ";", ".", "and", "by"} & set(gap)):
            break
        if chosen and not (gap and len(gap) <= 3 and {",", "and"} & set(gap)):
            break
        chosen.append(phrase)
    return chosen


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    seen: dict[str, _Found] = {}
    for item in found:
        seen.setdefault(item.name.casefold(), item)
    return list(seen.values())
