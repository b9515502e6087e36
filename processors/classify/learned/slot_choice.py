"""Which candidates fill a slot: a second model over what the tagger, the event models and the words say of each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from processors.classify.learned.hashing import Floats
from processors.classify.learned.slot_features import kinds_of_words
from processors.classify.learned.slots import Candidate

COLUMNS = 6
"""Log odds of the event models: any incident, and the five types."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of the article: (COLUMNS,) log odds, (sentences,) log odds of telling an incident, and how many sentences."""

    events: Floats
    sentences: Floats

    def at(self, place: int) -> float:
        return float(self.sentences[min(place, len(self.sentences) - 1)]) if len(self.sentences) else 0.0


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))


def numbers(candidates: Sequence[Candidate], told: Told, places: Mapping[int, int]) -> Floats:
    """(candidates, features), of at least one. `places`: of a sentence's index its place among those read."""
    by_kind: dict[int, list[float]] = defaultdict(list)
    by_words: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
    for each in candidates:
        by_kind[each.kind].append(each.best.probability)
        by_words[each.words][each.kind] = each.best.probability
    lines = [(each.kind, f" {' '.join(each.words)} ", each.best.probability) for each in candidates]
    rows = []
    for each, (kind, line, _) in zip(candidates, lines, strict=True):
        best, same = each.best, sorted(by_kind[kind], reverse=True)
        within = [p for k, other, p in lines if k == kind and line != other and line in other]
        around = [p for k, other, p in lines if k == kind and line != other and other in line]
        others = [p for k, p in by_words[each.words].items() if k != kind]
        probabilities = [span.probability for span in each.spans]
        at = [places[span.sentence.index] for span in each.spans]
        rows.append(
            [
                _log_odds(best.probability),
                _log_odds(best.opening),
                _log_odds(max(span.opening for span in each.spans)),
                math.log(len(each.spans)),
                math.log(sum(probabilities) + 1e-3),
                _log_odds(1 - math.prod(1 - p for p in probabilities)),
                max(others, default=0.0),
                max(within, default=0.0),
                max(around, default=0.0),
                best.probability / same[0],
                float(same.index(best.probability)),
                float(sum(p > 0.3 for p in same)),
                float(sum(p > 0.5 for p in same)),
                sum(same),
                float(min(at[0], 15)),
                float(min(places[best.sentence.index], 15)),
                float(len(each.words)),
                float(len(told.sentences)),
                *(float(value) for value in told.events),
                told.at(places[best.sentence.index]),
                max(told.at(place) for place in at),
            ]
        )
    return np.array(rows, dtype=np.float32)


def names(candidate: Candidate) -> list[str]:
    """Of its words and the words beside it, each once."""
    words, best = candidate.words, candidate.best
    tokens, kinds = best.sentence.tokens, kinds_of_words(words)
    before = tokens[best.first - 1].lower if best.first else "^"
    after = tokens[best.past].lower if best.past < len(tokens) else "$"
    found = {f"h={words[-1]}", f"f={words[0]}", f"w={' '.join(words)}", f"k={kinds[-1]}", f"kk={'|'.join(kinds[:4])}"}
    found |= {f"n={min(len(words), 5)}", f"b={before}", f"a={after}", *(f"in={word}" for word in words)}
    return sorted(found)


def apart(candidates: Sequence[Candidate], chances: Sequence[float], cuts: Floats) -> list[Candidate]:
    """Those that reach the cut of their kind, the likeliest first; of two of a kind of which one holds the other's
    words only the likelier, since they are most often one entity."""
    chosen: list[tuple[str, Candidate]] = []
    order = sorted(range(len(candidates)), key=lambda at: (-chances[at], at))
    for at in order:
        each = candidates[at]
        line = f" {' '.join(each.words)} "
        if chances[at] < cuts[each.kind]:
            continue
        if not any(c.kind == each.kind and (line in other or other in line) for other, c in chosen):
            chosen.append((line, each))
    return [each for _, each in chosen]
