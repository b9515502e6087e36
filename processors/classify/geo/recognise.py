"""Finds the names of places in a sentence: gazetteer first, the words around decide.

Longest match wins. What a name is used for (a place, an organisation called after it, a government, a people) is
kept as its role; names of persons and streets are left out.
"""

from __future__ import annotations

import itertools
import re

from processors.classify.document import Case, Sentence
from processors.classify.geo.cues import Cues, cues
from processors.classify.geo.demonyms import demonyms
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.mention import Mention, Role
from processors.classify.geo.names import key
from processors.classify.geo.place import Candidate
from processors.classify.geo.spans import listed_together
from processors.classify.geo.words import Word, words

_LONGEST = 6
_PLAINLY = frozenset(("in", "at", "inside", "within"))
_KNOWN = 15_000  # a name alone is taken for a place from this population on
_KNOWN_UNCASED = 60_000


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
        self._cased, self._uncased = cased, uncased
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
        mention.locative, mention.beside = self._locative(i), self._beside(i)
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
        role = self._role(i, j)
        if role is None:
            return j - i
        mention = self._mention(i, j, candidates, role)
        mention.hint = self._hint(i, j)
        mention.locative = self._locative(i)
        mention.beside = self._beside(i)
        mention.weak = self._is_weak(i, j, mention)
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

    def _before(self, i: int) -> Word | None:
        return self._words[i - 1] if i and self._words[i].gap in (" ", " '", ' "', ". ", " “", " ‘", "-") else None

    def _after(self, j: int) -> Word | None:
        return self._words[j] if j < len(self._words) and self._words[j].gap in (" ", "-") else None

    def _role(self, i: int, j: int) -> Role | None:
        """None for the name of a person or a street."""
        before, after = self._before(i), self._after(j)
        if self._is_person(i, j, before, after) or self._is_street(after):
            return None
        lists = self._cues
        if self._is_government(i, j, before, after):
            return "government"
        if after and (after.capital or self._uncased) and after.lower in lists.organisation:
            return "organisation"
        if after and after.lower in ("police", "authorities", "officials", "prosecutors", "detectives", "firefighters"):
            return "organisation"
        return "place"

    def _is_person(self, i: int, j: int, before: Word | None, after: Word | None) -> bool:
        lists = self._cues
        if before and (before.capital or self._uncased) and j - i == 1:
            if before.lower in lists.titles:
                return True
            if before.lower in lists.first_names and before.lower not in lists.locative:
                return not self._gazetteer.lookup(before.text + " " + self._words[i].text)
            if len(before.text) == 1 and before.text not in "AI" and i >= 2:
                return True  # an initial: "John F. Kennedy"
        if after is None:
            return False
        word = self._words[i]
        if j - i == 1 and word.lower in lists.first_names and (after.capital or self._uncased):
            other = lists.organisation | lists.suffixes.keys() | lists.street | lists.calendar | lists.event
            named = after.lower in lists.surnames or (self._cased and not self._locative(i))
            return named and after.lower not in other
        return (
            j - i == 1
            and self._cased
            and after.lower in lists.said
            and word.lower in lists.surnames | lists.first_names
        )

    def _is_government(self, i: int, j: int, before: Word | None, after: Word | None) -> bool:
        """`Washington signaled`, `between Tehran and Washington`, `truce between factions and Washington`."""
        lists = self._cues
        raw = self._sentence.text[self._words[i].start : self._words[j - 1].end]
        seats = [
            c.place for c in self._gazetteer.lookup(raw) if c.main and (c.place.kind == "country" or c.place.capital)
        ]
        if not seats or self._locative(i):
            return False
        if after and after.lower in lists.government_verbs:
            return True
        if before and before.lower in lists.party:
            return True
        earlier = {word.lower for word in self._words[max(0, i - 5) : i]}
        return before is not None and before.lower == "and" and bool(earlier & {"between"})

    def _is_street(self, after: Word | None) -> bool:
        """`Washington Street`; not `Chicago bar`, unless the whole is a landmark the gazetteer has."""
        return after is not None and (after.capital or self._uncased) and after.lower in self._cues.street

    def _hint(self, i: int, j: int) -> str | None:
        after = self._after(j)
        for length in (3, 2):
            following = " ".join(word.lower for word in self._words[j : j + length])
            if after and following in self._cues.long_suffixes:
                return self._cues.long_suffixes[following]
        if after and after.lower in self._cues.suffixes and self._cues.suffixes[after.lower] != "any":
            return self._cues.suffixes[after.lower]
        if i >= 2 and self._words[i - 1].lower == "of":
            return self._cues.class_nouns.get(self._words[i - 2].lower)
        if i >= 1 and self._words[i].gap == " ":
            return self._cues.class_nouns.get(self._words[i - 1].lower)
        return None

    def _locative(self, i: int) -> bool:
        steps = 0
        while i > 0 and steps < 5 and self._words[i].gap in (" ", "-"):
            i -= 1
            steps += 1
            if self._words[i].lower in self._cues.strong_locative:
                return True
            if self._words[i].lower not in self._cues.fillers:
                return False
        return False

    def _beside(self, i: int) -> bool:
        """`near the heavily fortified Green Zone`, `30 miles south of Mosul`."""
        text = self._sentence.text[max(0, self._words[i].start - 30) : self._words[i].start].lower()
        if any(phrase in text for phrase in self._cues.beside_phrases):
            return True
        last = re.split(r"[,;:]", text)[-1]
        for word in reversed(words(last)[-4:]):
            if word.lower in self._cues.beside:
                return True
            if word.lower in _PLAINLY:  # "outside his house in Jamundi"
                return False
        return False

    def _is_weak(self, i: int, j: int, mention: Mention) -> bool:
        lists, word = self._cues, self._words[i]
        if mention.hint:
            return False
        if j - i == 1:
            if word.lower in lists.calendar:
                return True
            if word.lower in lists.common_words:
                return not (self._cased and mention.locative and i > 0) or len(word.text) < 3
        region = any(c.place.kind in ("country", "admin1", "region", "continent") for c in mention.candidates)
        if len(word.text) < 3 and j - i == 1:
            return not word.text.isupper() or not region
        people = max(c.place.population for c in mention.candidates if True)
        special = any(c.place.kind in ("neighbourhood", "landmark", "village", "region") for c in mention.candidates)
        special = special and not (j - i == 1 and word.lower in lists.surnames | lists.first_names)
        if self._uncased or not self._cased:
            known = people >= _KNOWN_UNCASED or region or special
            return not (mention.locative or (known and (word.lower not in lists.surnames or region)))
        if mention.locative or region or special or (j - i > 1 and people):
            return False
        if word.lower in lists.surnames or word.lower in lists.first_names:
            return people < 100_000
        return people < _KNOWN


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
