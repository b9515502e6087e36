"""What the words around a name tell: what it is used for, which kind of place it is, whether something was in it."""

from __future__ import annotations

import re

from processors.classify.geo.cues import Cues, cues
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.mention import Mention, Role
from processors.classify.geo.words import Word, words

_PLAINLY = frozenset(("in", "at", "inside", "within"))
_KNOWN = 15_000  # a name alone is taken for a place from this population on
_KNOWN_UNCASED = 60_000


class Around:
    """In one sentence, where a name is `words[i:j]`. `cased`: a capital tells a name here; `uncased`: the whole text is
    in one case."""

    def __init__(self, text: str, listed: list[Word], gazetteer: Gazetteer, cased: bool, *, uncased: bool) -> None:
        self._text, self._words, self._gazetteer = text, listed, gazetteer
        self._cased, self._uncased = cased, uncased
        self._cues: Cues = cues()

    def _before(self, i: int) -> Word | None:
        return self._words[i - 1] if i and self._words[i].gap in (" ", " '", ' "', ". ", " “", " ‘", "-") else None

    def _after(self, j: int) -> Word | None:
        return self._words[j] if j < len(self._words) and self._words[j].gap in (" ", "-") else None

    def role(self, i: int, j: int) -> Role | None:
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
            named = after.lower in lists.surnames or (self._cased and not self.locative(i))
            return named and after.lower not in other
        return (
            j - i == 1
            and self._cased
            and after.lower in lists.said
            and word.lower in lists.surnames | lists.first_names
        )

    def _is_government(self, i: int, j: int, before: Word | None, after: Word | None) -> bool:
        """`Washington signaled`, `between Tehran and Washington`, `truce between factions and Washington`, `the defence
        ministry in Ankara said`."""
        lists = self._cues
        raw = self._text[self._words[i].start : self._words[j - 1].end]
        seats = [
            c.place for c in self._gazetteer.lookup(raw) if c.main and (c.place.kind == "country" or c.place.capital)
        ]
        speaks = after is not None and after.lower in lists.government_verbs
        seat = before is not None and before.lower == "in" and i > 1 and self._words[i - 2].lower in lists.seats
        if not seats or (self.locative(i) and not (seat and speaks)):
            return False
        if speaks:
            return True
        if before and before.lower in lists.party:
            return True
        earlier = {word.lower for word in self._words[max(0, i - 5) : i]}
        return before is not None and before.lower == "and" and bool(earlier & {"between"})

    def _is_street(self, after: Word | None) -> bool:
        """`Washington Street`; not `Chicago bar`, unless the whole is a landmark the gazetteer has."""
        return after is not None and (after.capital or self._uncased) and after.lower in self._cues.street

    def hint(self, i: int, j: int) -> str | None:
        """The kind of place that the text says it is: `Sagaing region`, `the town of Mandera`."""
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

    def locative(self, i: int) -> bool:
        """`in Kano`, `at the northern Iraqi city of Mosul`."""
        steps = 0
        while i > 0 and steps < 5 and self._words[i].gap in (" ", "-"):
            i -= 1
            steps += 1
            if self._words[i].lower in self._cues.strong_locative:
                return True
            if self._words[i].lower not in self._cues.fillers:
                return False
        return False

    def beside(self, i: int) -> bool:
        """`near the heavily fortified Green Zone`, `30 miles south of Mosul`."""
        text = self._text[max(0, self._words[i].start - 30) : self._words[i].start].lower()
        if any(phrase in text for phrase in self._cues.beside_phrases):
            return True
        last = re.split(r"[,;:]", text)[-1]
        for word in reversed(words(last)[-4:]):
            if word.lower in self._cues.beside:
                return True
            if word.lower in _PLAINLY:  # "outside his house in Jamundi"
                return False
        return False

    def is_weak(self, i: int, j: int, mention: Mention) -> bool:
        """Whether it may well be no place: a surname, a common word, a hamlet's name that nothing stands by."""
        lists, word = self._cues, self._words[i]
        if mention.hint:
            return False
        if j - i == 1:
            if word.lower in lists.calendar or word.lower in lists.part_of_a_name:
                return True
            if word.lower in lists.common_words:
                return not (self._cased and mention.locative and i > 0) or len(word.text) < 3
        region = any(c.place.kind in ("country", "admin1", "region", "continent") for c in mention.candidates)
        if len(word.text) < 3 and j - i == 1:
            return not word.text.isupper() or not region
        people = max(c.place.population for c in mention.candidates)
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
