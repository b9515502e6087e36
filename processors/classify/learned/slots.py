"""Who did it, what and whom it hit, with what: spans of an article that could fill a slot, as MUC-3/4 means them.

A conditional random field gives each span of tokens the probability of being a filler of each role; spans of one string
are one candidate. Only sentences with a deed are read: 94 % of the gold fillers of MUC-4 are named in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from processors.classify.document import Document, Sentence
from processors.classify.learned.slot_tags import Posterior

KINDS = ("perpetrator individual", "perpetrator organisation", "physical target", "human target", "weapon")
LABELS = 1 + 2 * len(KINDS)
"""0 outside; 1 + 2 * kind where a filler begins, 2 + 2 * kind where it goes on."""
MOST_SENTENCES = 60
LEAST, LONGEST = 0.04, 14
"""Probability from which a span is a candidate, and its longest, in tokens."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first:past` of `sentence`; `probability`: that they are a filler; `opening`: that one begins there."""

    kind: int
    sentence: Sentence
    first: int
    past: int
    probability: float
    opening: float

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.lower for token in self.sentence.tokens[self.first : self.past])

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.sentence.tokens[self.past - 1].end


@dataclass(slots=True)
class Candidate:
    """All spans of one string in one role, in reading order."""

    kind: int
    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)

    @property
    def best(self) -> Span:
        return max(self.spans, key=lambda span: (span.probability, -span.start))


def spans(sentence: Sentence, read: Posterior) -> Iterator[Span]:
    """All spans of at most `LONGEST` tokens whose probability is at least `LEAST`."""
    size = len(read.node)
    for kind in range(len(KINDS)):
        begins, goes_on = read.node[:, 1 + 2 * kind], read.goes_on[:, kind]
        for first in np.flatnonzero(begins >= LEAST).tolist():
            running, way = float(begins[first]), 0
            for past in range(first + 1, min(first + LONGEST, size) + 1):
                further = float(goes_on[past, way]) if past < size else 0.0
                if running * (1 - further) >= LEAST:
                    begin, end = _trimmed(sentence, first, past)
                    if begin < end:
                        yield Span(kind, sentence, begin, end, running * (1 - further), float(begins[first]))
                running, way = running * further, 1
                if running < LEAST:
                    break


def _trimmed(sentence: Sentence, first: int, past: int) -> tuple[int, int]:
    """Without marks and articles at the ends."""
    words = [token.lower for token in sentence.tokens[first:past]]
    begin, end = 0, len(words)
    while begin < end and (words[begin] in ("the", "a", "an") or not words[begin][0].isalnum()):
        begin += 1
    while end > begin and not words[end - 1][-1].isalnum() and not words[end - 1].endswith("."):
        end -= 1
    return first + begin, first + end


def candidates(document: Document, reads: Sequence[Posterior | None]) -> list[Candidate]:
    """In order of first mention. `reads`: of each sentence that is looked at, in order; None for one without a deed."""
    found: dict[tuple[int, tuple[str, ...]], Candidate] = {}
    for sentence, read in zip(document.all_sentences(), reads, strict=False):
        for span in spans(sentence, read) if read else ():
            key = (span.kind, span.words)
            found.setdefault(key, Candidate(*key)).spans.append(span)
    return list(found.values())
