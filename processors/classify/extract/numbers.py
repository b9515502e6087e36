"""Numbers of people as news writes them, with what the hedge before them allows.

at least N, no fewer than N     min N, best N
more than N, over N             min N + 1, best unknown
up to N, as many as N           max N, best unknown
fewer than N                    max N - 1, best unknown
nearly N, almost N              max N, best N
about N, some N, N              best N
N to M, between N and M         min N, max M, best unknown
dozens, scores, hundreds        min 24, 40, 200, best unknown
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.extract.lexicon import number_words, phrases, terms
from processors.classify.extract.words import Word, joined

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d{1,7}$")
_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})$")
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """Known bounds; `min <= best <= max` where known. `exact` is a plain number without a hedge."""

    min: int | None = None
    best: int | None = None
    max: int | None = None

    @property
    def exact(self) -> bool:
        return self.best is not None and self.min == self.best == self.max

    def __add__(self, other: Quantity) -> Quantity:
        def plus(a: int | None, b: int | None) -> int | None:
            return None if a is None or b is None else a + b

        low = (self.min or 0) + (other.min or 0)
        return Quantity(low or None, plus(self.best, other.best), plus(self.max, other.max))


def exactly(number: int) -> Quantity:
    return Quantity(number, number, number)


def value(low: str) -> int | None:
    """The number a single word means ("12", "4,000", "twenty-two"), None for any other word."""
    if _DIGITS.match(low):
        number = int(low.replace(",", ""))
        return number if number <= LARGEST else None
    table = number_words()
    if low in table:
        return table[low]
    tens, dash, unit = low.partition("-")
    if dash and table.get(tens, 0) in range(20, 91) and table.get(unit, 0) in range(1, 10):
        return table[tens] + table[unit]
    return None


def _spelled(tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Number and words used: "two hundred", "twenty two", "a dozen", "two dozen", "4,000"."""
    low = tokens[at].low
    number = value(low)
    if number is None:
        if low in ("a", "an") and at + 1 < len(tokens) and tokens[at + 1].low in ("dozen", "hundred", "thousand"):
            return {"dozen": 12, "hundred": 100, "thousand": 1000}[tokens[at + 1].low], 2
        return None
    used = 1
    while at + used < len(tokens) and used < 5:
        following = tokens[at + used].low
        scale = {"dozen": 12, "hundred": 100, "thousand": 1000}.get(following)
        more = value(following)
        if scale:
            number *= scale
        elif more and low in number_words() and ((20 <= number <= 90 and more < 10) or (number >= 100 and more < 100)):
            number += more
        else:
            break
        used += 1
    return (number, used) if number <= LARGEST else None


def _hedge(tokens: Sequence[Word], at: int) -> tuple[str, int]:
    """Kind of the hedge that ends just before `at` and the number of its words."""
    table = phrases("numbers", "hedges")
    for size in (4, 3, 2, 1):
        if at >= size:
            kind = table.get(joined(tokens[at - size : at]))
            if kind and not (kind == "up_to" and at > size and tokens[at - size - 1].low in terms("numbers", "rises")):
                return kind, size
    return "", 0


def _hedged(kind: str, number: int) -> Quantity:
    if kind == "at_least":
        return Quantity(number, number, None)
    if kind == "more_than":
        return Quantity(number + 1, None, None)
    if kind == "up_to":
        return Quantity(None, None, number)
    if kind == "fewer_than":
        return Quantity(None, None, max(number - 1, 0))
    if kind == "nearly":
        return Quantity(None, number, number)
    if kind == "about":
        return Quantity(None, number, None)
    return exactly(number)


def _between(tokens: Sequence[Word], at: int, first: int, end: int) -> tuple[Quantity, int] | None:
    """The upper end of "N to M", "N or M", "between N and M"."""
    if end + 1 >= len(tokens):
        return None
    link, second = tokens[end].low, _spelled(tokens, end + 1)
    between = at > 0 and tokens[at - 1].low == "between"
    if second and second[0] > first and (link in ("to", "or", "-") or (between and link == "and")):
        return Quantity(first, None, second[0]), end + 1 + second[1]
    return None


def quantity_at(tokens: Sequence[Word], at: int) -> tuple[Quantity, int, int] | None:
    """Quantity whose number begins at word `at`, with its first word (hedge included) and the word after it."""
    low = tokens[at].low
    spread = _RANGE.match(low)
    if spread and int(spread[1]) < int(spread[2]):
        return Quantity(int(spread[1]), None, int(spread[2])), at, at + 1
    vague = phrases("numbers", "vague").get(low)
    if vague and not (at and value(tokens[at - 1].low) is not None):
        after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].low == "of" else at + 1
        return Quantity(int(vague), None, None), at, after
    spelled = _spelled(tokens, at)
    if spelled is None:
        return None
    number, used = spelled
    spread_out = _between(tokens, at, number, at + used)
    if spread_out:
        return spread_out[0], at - (tokens[at - 1].low == "between" if at else 0), spread_out[1]
    kind, size = _hedge(tokens, at)
    return _hedged(kind, number), at - size, at + used
