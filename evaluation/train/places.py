"""Learns `processors/classify/geo/data/place_weights.tsv`: is a place named in an article where the incident happened?

    .venv/bin/python -m evaluation.train.places --gold FOLDER

Examples: the towns (and what lies within them) that the articles of `settings.py` name, each with the signs of
`processors/classify/geo/signs.py`, judged (`folds.py`) through `choose.choose`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.train.folds import Subject, learn
from evaluation.train.settings import Lesson
from processors.classify.geo.choose import FINENESS, WEIGHTS, choose
from processors.classify.geo.signs import Site, signs
from processors.classify.geo.where import sites_of, within_lead

_TOWN = FINENESS["city"]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a lesson."""

    lesson: Lesson
    sites: Sequence[Site]
    signs: Sequence[list[str]]

    def rows(self) -> list[tuple[list[str], bool]]:
        both = zip(self.sites, self.signs, strict=True)
        return [(found, self._is_right(site)) for site, found in both if _is_town(site)]

    def chosen(self) -> bool | None:
        site = choose(self.sites, self.lesson.places)
        return self._is_right(site) if site and _is_town(site) else None

    def _is_right(self, site: Site) -> bool:
        return self.lesson.truth.holds(site.place, site.mention.text)


def _is_town(site: Site) -> bool:
    return FINENESS[site.place.kind] >= _TOWN


def example(lesson: Lesson) -> Places:
    sites = within_lead(sites_of(lesson.document, lesson.sentences, lesson.places), lesson.places)
    return Places(lesson, sites, signs(sites, lesson.places))


if __name__ == "__main__":
    learn(Subject("place", "places", WEIGHTS), lambda lesson: lesson.truth.places, example)
