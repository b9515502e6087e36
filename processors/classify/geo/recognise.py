"""Finds the names of places in a sentence: gazetteer first, the words around decide.

Longest match wins. What a name is used for (a place, an organisation called after it, a government, a people) is
kept as its role (`around.py`); names of persons and streets are left out.
"""

from __future__ import annotations

import itertools

from processors.classify.document import Case, Sentence
from processors.classify.geo.around import Around
from processors.classify.geo.cues import Cues, cues
from processors.classify.geo.demonyms import demonyms
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.mention import Mention, Role
from processors.classify.geo.names import key
from processors.classify.geo.place import Candidate
from processors.classify.geo.spans import listed_together
from processors.classify.geo.words import Word, words

_LONGEST = 6


def recognise(sentence: Sentence, case: Case, gazetteer: Gazetteer) -> list[Mention]:
    """In order of appearance, not overlapping; offsets are the document's."""
    listed = words(sentence.text)
    cased = case == "mixed" and not _title_case(listed)
    reader = _Reader(sentence, listed, gazetteer, cased, uncased=case != "mixed")
    mentions = reader.read()
    _link_parents(sentence, mentions)
    return [mention for mention in mentions if not mention.weak or _is_chained(mention, mentions)]


def _is_chained(mention: Mention, mentions: list[Mention]) -> bool:
    """`Nice, France` and `Mobile, Ala.` are places although the words alone do not show it."""
    if mention.parent:
        return mention.parent.is_region() and not mention.parent.weak
    return mention.is_parent and any(other.parent is mention and not other.weak for other in mentions)


def _title_case(listed: list[Word]) -> bool:
    """Whether nearly every word has a capital, as in headlines: a capital then says nothing."""
    long = [word for word in listed if len(word.lower) > 3]
    return len(long) > 3 and sum(word.capital for word in long) > 0.8 * len(long)


class _Reader:
    def __init__(
        self, sentence: Sentence, listed: list[Word], gazetteer: Gazetteer, cased: bool, *, uncased: bool
    ) -> None:
        self._sentence, self._words, self._gazetteer = sentence, listed, gazetteer
        self._uncased = uncased
        self._around = Around(sentence.text, listed, gazetteer, cased, uncased=uncased)
        self._cues: Cues = cues()

    def read(self) -> list[Mention]:
        found: list[Mention] = []
        i = 0
        while i < len(self._words):
            taken = self._demonym(i, found) or self._capital(i, found) or self._name(i, found)
            i += max(1, taken)
        return found

    def _demonym(self, i: int, found: list[Mention]) -> int:
        for length in (2, 1):
            span = self._words[i : i + length]
            if len(span) < length or (not self._uncased and not span[0].capital):
                continue
            code = demonyms().get(" ".join(word.lower for word in span))
            place = self._gazetteer.by_code(code) if code else None
            if place:
                found.append(self._mention(i, i + length, (Candidate(place, True),), "demonym"))
                return length
        return 0

    def _capital(self, i: int, found: list[Mention]) -> int:
        """`the capital`, `the Somali capital`: which one is resolved by the countries of the text."""
        if self._words[i].lower != "capital" or i == 0:
            return 0
        country = (
            found[-1]
            if found
            and found[-1].role == "demonym"
            and found[-1].end == self._sentence.start + self._words[i].start - 1
            else None
        )
        if country is None and self._words[i - 1].lower != "the":
            return 0
        mention = self._mention(i, i + 1, (), "capital")
        mention.locative, mention.beside = self._around.locative(i), self._around.beside(i)
        mention.parent = country
        found.append(mention)
        return 1

    def _name(self, i: int, found: list[Mention]) -> int:
        """Tries the longest name first; returns how many words were consumed."""
        word = self._words[i]
        if not self._may_start(word):
            return 0
        head = key(word.text).partition(" ")[0]
        longest = min(_LONGEST, self._gazetteer.lengths(head).bit_length())
        for j in range(min(len(self._words), i + longest), i, -1):
            if not self._holds_together(i, j):
                continue
            raw = self._sentence.text[word.start : self._words[j - 1].end]
            candidates = self._gazetteer.lookup(raw)
            if candidates and not self._is_acronym(raw, candidates):
                return self._take(i, j, candidates, found)
        return 0

    def _may_start(self, word: Word) -> bool:
        if self._uncased:
            return len(word.lower) > 2 and word.lower not in self._cues.particles
        return word.capital

    def _holds_together(self, i: int, j: int) -> bool:
        if any(word.gap not in (" ", "-", "/") for word in self._words[i + 1 : j]):
            return False
        last = self._words[j - 1]
        if self._uncased or j - i == 1:
            return True
        small = self._cues.particles | self._cues.suffixes.keys()
        ending = self._cues.suffixes.keys() | self._cues.street
        return (last.capital or last.lower in ending) and all(
            word.capital or word.lower in small for word in self._words[i + 1 : j - 1]
        )

    def _is_acronym(self, raw: str, candidates: tuple[Candidate, ...]) -> bool:
        """`ELN` is not Elne: capitals in mixed text are a place's only if it is called just so."""
        return not self._uncased and raw.isupper() and len(raw) <= 5 and not any(c.main for c in candidates)

    def _take(self, i: int, j: int, candidates: tuple[Candidate, ...], found: list[Mention]) -> int:
        role = self._around.role(i, j)
        if role is None:
            return j - i
        mention = self._mention(i, j, candidates, role)
        mention.hint = self._around.hint(i, j)
        mention.locative = self._around.locative(i)
        mention.beside = self._around.beside(i)
        mention.weak = self._around.is_weak(i, j, mention)
        found.append(mention)
        return j - i

    def _mention(self, i: int, j: int, candidates: tuple[Candidate, ...], role: Role) -> Mention:
        first, last, base = self._words[i], self._words[j - 1], self._sentence.start
        return Mention(
            start=base + first.start,
            end=base + last.end,
            text=self._sentence.text[first.start : last.end],
            sentence=self._sentence.index,
            candidates=candidates,
            role=role,
        )


def _link_parents(sentence: Sentence, mentions: list[Mention]) -> None:
    """`Paris, Texas` and `Zliten, a town in Libya` are chains: what follows the comma holds what stands before."""
    for child, parent in itertools.pairwise(mentions):
        between = sentence.text[child.end - sentence.start : parent.start - sentence.start]
        if (
            (
                between.strip(" .") in (",", "(", "", ", in")
                and between != ""
                and ("," in between or "(" in between or parent.is_region())
            )
            and any(_may_hold(c) for c in parent.candidates)
            and not listed_together(child, parent)
        ):
            child.parent, parent.is_parent = parent, True


def _may_hold(candidate: Candidate) -> bool:
    return candidate.place.kind in ("country", "admin1", "admin2", "region", "city")
