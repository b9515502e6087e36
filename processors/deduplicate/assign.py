"""Where a report belongs: its former incident if it is an edit, else the best match, else a new incident."""

from __future__ import annotations

from dataclasses import dataclass

from processors.deduplicate.match import Match, match, weights
from processors.deduplicate.standing import Standing
from processors.deduplicate.view import View
from processors.deduplicate.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """`standing` is None for a new incident; then `found` is the best that was not good enough."""

    standing: Standing | None
    found: Match | None


def assign(work: Work, view: View, former: list[str], taken: set[str]) -> Place:
    """`former`: incidents that held this article's former reports; `taken`: those its other reports are in now."""
    model = weights()
    own = [s for i in former if i not in taken and (s := work.index.get(i))]
    kept = _best(work, view, own)
    if kept and kept[1].score >= model.keep:
        return Place(*kept)
    best = _best(work, view, _admissible(work, view, taken))
    if best is None:
        return Place(None, None)
    standing, found = best
    least = model.again if standing.id in taken else model.join
    return Place(standing, found) if found.score >= least else Place(None, found)


def _admissible(work: Work, view: View, taken: set[str]) -> list[Standing]:
    found = work.index.find([view])
    known = {s.id for s in found}
    return found + [s for i in sorted(taken - known) if (s := work.index.get(i))]


def _best(work: Work, view: View, candidates: list[Standing]) -> tuple[Standing, Match] | None:
    scored = [(s, match([view], s.views, work.index.rarity, mixed=s.mixed)) for s in candidates]
    # of equal scores the open before the closed, the older before the younger
    return max(scored, key=lambda pair: (pair[1].score, not pair[0].closed, -pair[0].seq), default=None)
