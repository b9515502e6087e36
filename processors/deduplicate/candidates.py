"""Which incidents a report is compared with: those near in place and day, those that share rare words or names. A few,
however many incidents are open, and found with as many steps.

A comparison costs some hundred times what a look into the index does, so each incident met gathers hope (for a cell and
a day, for each shared word by its rarity), and those with most are compared. A copy shares its words with the original:
an index of text bands beside this one found nothing more on the shooting stream.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from processors.deduplicate.place_keys import PlaceKeys
from processors.deduplicate.postings import Postings
from processors.deduplicate.rarity import Idf, Rarity
from processors.deduplicate.standing import Standing, words_of
from processors.deduplicate.view import View

MOST = 6
"""Candidates a report. On the shooting stream, where the right one is found, it is the first in 92 % and among six in
99 %; with ten no more articles are joined rightly there or in the conflict news, and of a thousand pairs joined three
more are wrong."""
_LEAST_HOPE = 0.3
"""Share of the best's hope below which nothing is compared."""
_NEAR, _AROUND = 3.0, 0.5  # hope for an incident in a cell and day near it, in its region
_TERMS = 24  # of a report's terms, most distinctive first, stand in the index
_LONGEST_TERM = 120  # incidents; a word of more is not rare
_MOST_MET = 150  # incidents met by their words: the rarest words first
_LONGEST_REGION = 400
_NEWEST = 200  # of a crowded cell


class Index:
    """The incidents in memory, open and closed, and how to find them."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._standing: dict[int, Standing] = {}
        self._seq_of: dict[str, int] = {}
        self._place_keys = PlaceKeys()
        self._places: Postings[int] = Postings()
        self._terms: Postings[str] = Postings()

    def __contains__(self, incident: str) -> bool:
        return incident in self._seq_of

    def get(self, incident: str) -> Standing | None:
        seq = self._seq_of.get(incident)
        return self._standing[seq] if seq is not None else None

    def put(self, standing: Standing) -> None:
        """Add, or replace what stood under this incident."""
        seq = standing.seq
        before = self._standing.get(seq)
        self._standing[seq] = standing
        self._seq_of[standing.id] = seq
        known = before.views if before else ()
        new = [view for view in standing.views if view not in known]
        if before:
            if new:
                self.rarity.more(words_of(new) - before.words())
        else:
            self.rarity.add(standing.words())
        for view in new:
            self._places.add(self._place_keys.of(view), seq)
            self._terms.add(_indexed_terms(view), seq)
        gone = [view for view in known if view not in standing.views]
        if gone:
            assert before is not None
            self.rarity.fewer(before.words() - standing.words())
            self._withdraw(gone, standing.views, seq)

    def drop(self, incident: str) -> None:
        seq = self._seq_of.pop(incident, None)
        if seq is None:
            return
        standing = self._standing.pop(seq)
        self.rarity.remove(standing.words())
        self._withdraw(standing.views, (), seq)

    def _withdraw(self, gone: list[View] | tuple[View, ...], staying: tuple[View, ...], seq: int) -> None:
        """Take out the keys of the views that go, but for those that a view that stays has, too."""
        places = {key for view in gone for key in self._place_keys.of(view)}
        terms = {term for view in gone for term in _indexed_terms(view)}
        for view in staying:
            places.difference_update(self._place_keys.of(view))
            terms.difference_update(_indexed_terms(view))
        self._places.remove(places, seq)
        self._terms.remove(terms, seq)

    def find(self, view: View, idf: Idf) -> list[Standing]:
        """The most promising incidents for `view`, best first, at most `MOST`."""
        hopes: dict[int, float] = defaultdict(float)
        cells, regions = self._place_keys.near(view)
        self._hope_by_place(cells, hopes)
        self._hope_by_words(view, idf, hopes)
        self._hope_by_region(regions, hopes)
        if not hopes:
            return []
        highest = sorted(hopes.values(), reverse=True)[:MOST]
        least = max(highest[-1], highest[0] * _LEAST_HOPE)
        chosen = sorted([(-hope, -seq) for seq, hope in hopes.items() if hope >= least])[:MOST]
        return [self._standing[-seq] for _, seq in chosen]

    def _hope_by_place(self, cells: Iterable[int], hopes: dict[int, float]) -> None:
        near: set[int] = set()
        for held in self._places.met(cells):
            near.update(held[-_NEWEST:])
        hopes.update(dict.fromkeys(near, _NEAR))

    def _hope_by_region(self, regions: Iterable[int], hopes: dict[int, float]) -> None:
        """What is only in the same region is compared where nothing is met that promises more."""
        met = set(hopes)
        alone = max(hopes.values(), default=0.0) * _LEAST_HOPE <= _AROUND
        around: set[int] = set()
        for held in self._places.met(regions):
            if len(held) <= _LONGEST_REGION:
                around.update(held if alone else met.intersection(held))
        for seq in around:
            hopes[seq] += _AROUND

    def _hope_by_words(self, view: View, idf: Idf, hopes: dict[int, float]) -> None:
        get = self._terms.get
        found = [(len(held), term, held) for term in _indexed_terms(view) if (held := get(term))]
        found.sort(key=lambda item: item[:2])
        left = _MOST_MET
        for count, term, held in found:
            left -= count
            if left < 0 or count > _LONGEST_TERM:
                break
            worth = idf[term] / 4.0
            for seq in held:
                hopes[seq] += worth


def _indexed_terms(view: View) -> dict[str, None]:
    return dict.fromkeys((*view.terms[:_TERMS], *sorted(view.names)[:6], *view.villages))
