"""Where a report belongs: its former incident if it is an edit, else the best match, else a new incident."""

from __future__ import annotations

from dataclasses import dataclass

from processors.deduplicate.match import Match, weights
from processors.deduplicate.standing import Standing
from processors.deduplicate.view import View
from processors.deduplicate.work import Work

Scored = tuple[Standing, Match]


_TELLING = frozenset(("terms", "title", "title_told", "names", "any_rare", "ages_agree", "killed_agree", "copy"))
"""Features of which one must hold for a closed incident to be opened again."""


@dataclass(frozen=True, slots=True)
class Place:
    """`standing` is None for a new incident; `found` is the best match, good enough or not.

    `others`: what else it was compared with.
    """

    standing: Standing | None
    found: Match | None
    others: tuple[Scored, ...] = ()


def assign(work: Work, view: View, former: list[str], taken: set[str]) -> Place:
    """`former`: incidents that held this article's former reports; `taken`: those its other reports are in now."""
    model = weights()
    scored = _scored(work, view, former, taken)
    scored = [pair for pair in scored if pair[0].id in former or _may_be(view, *pair)]
    kept = _best([pair for pair in scored if pair[0].id in former and pair[0].id not in taken])
    stays = kept is not None and kept[1].score >= model.keep
    best = kept if stays else _best(scored)
    if best is None:
        return Place(None, None)
    standing, found = best
    least = model.again if standing.id in taken else model.join
    if not stays and found.score < least:
        return Place(None, found, tuple(scored))
    return Place(standing, found, tuple(pair for pair in scored if pair is not best))


def _may_be(view: View, standing: Standing, found: Match) -> bool:
    """News that is merely like a closed incident, and is not said to be of a day as old, is news of another."""
    if not standing.closed or reopens(found):
        return True
    return view.days is not None and view.days[0] <= max(known.published for known in standing.views)


def reopens(found: Match | None) -> bool:
    """A good match that says more than where, when and what: in a city of many shootings that is another one."""
    return found is not None and found.score >= weights().reopen and not _TELLING.isdisjoint(found.features)


def _scored(work: Work, view: View, former: list[str], taken: set[str]) -> list[Scored]:
    idf = work.idf()
    candidates = work.index.find(view, idf)
    known = {standing.id for standing in candidates}
    named = [i for i in dict.fromkeys((*former, *sorted(taken))) if i not in known]
    candidates += [standing for i in named if (standing := work.index.get(i))]
    match = work.comparison().match
    return [(s, match((view,), s.views, mixed=s.mixed)) for s in candidates]


def _best(scored: list[Scored]) -> Scored | None:
    # of equal scores the open before the closed, the older before the younger
    return max(scored, key=lambda pair: (pair[1].score, not pair[0].closed, -pair[0].seq), default=None)
