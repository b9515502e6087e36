"""A made-up world and what its newsrooms write: accounts as classify makes them, in order of time, without end.

Nothing in it is real. Towns lie in 150 countries of 20 provinces; a few are told of daily, most once a year
(a power law). An incident has a day, a town, a type, tolls, victims with rare names and its own words among the common
ones of the trade; outlets tell it with other tolls, vaguer places, other types, their own words, and some reprint one
another. Same seed, same accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from evaluation.bench.deduplicate.telling import Outlet, tell
from tocsin.contract.report import Account
from tocsin.contract.vocabulary import EventType

START = datetime(2026, 3, 1, tzinfo=UTC)
TYPES: dict[EventType, float] = {
    "violence_against_civilians/shooting": 0.28,
    "explosion/bombing": 0.1,
    "explosion/rocket_or_missile_attack": 0.08,
    "explosion/drone_strike": 0.08,
    "explosion/shelling": 0.06,
    "battle/armed_clash": 0.12,
    "violence_against_civilians/attack_unspecified": 0.06,
    "violence_against_civilians/abduction": 0.06,
    "violence_against_civilians/stabbing": 0.04,
    "unrest/peaceful_protest": 0.06,
    "unrest/riot": 0.03,
    "security_operation/raid": 0.03,
}
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Happening:
    """What is true of one incident. `words`: its own; `names`: of its victims."""

    number: int
    town: Town
    at: datetime
    type: EventType
    killed: int
    injured: int
    words: tuple[str, ...]
    names: tuple[str, ...]


class World:
    """`per_day` incidents begin a day; each is told by one outlet or more, on average by `tellings`."""

    def __init__(self, per_day: float, seed: int = 1, towns: int = 40_000) -> None:
        self._random = Random(seed)
        self._per_day = per_day
        self._made = 0
        self._towns = [self._town(i) for i in range(towns)]
        self._town_weights = list(accumulate((i + 5) ** -0.5 for i in range(towns)))
        self._words = [self._word(2 + i % 2) for i in range(20_000)]
        self._word_weights = list(accumulate(1.0 / (i + 20) for i in range(len(self._words))))
        self._outlets = [self._outlet(i) for i in range(3_000)]
        self._outlet_weights = list(accumulate((i + 10) ** -0.7 for i in range(len(self._outlets))))

    def opening(self, count: int, days: float = 20.0) -> Iterator[tuple[Happening, Account]]:
        """`count` incidents spread over `days`, each with its first account: what is open on the last day."""
        for number in range(count):
            happening = self.happening(START + timedelta(days=days * number / count))
            yield happening, self.account(happening, 0, happening.at + timedelta(hours=1))

    def day(self, known: Sequence[Happening], accounts: int, since: datetime, fresh: float) -> Iterator[Account]:
        """`accounts` of the hours after `since`: a share `fresh` tells something new, the others one of the `known` of
        the week before or something just begun."""
        recent = list(known)
        for i in range(accounts):
            now = since + timedelta(minutes=1 + i / 10)
            if self._random.random() < fresh:
                happening, nth = self.happening(now - timedelta(hours=1)), 0
                recent.append(happening)
            else:
                happening, nth = self._random.choice(recent[-(len(recent) // 3 + 1) :]), self._random.randint(1, 12)
            yield self.account(happening, nth, now)

    def stream(self, incidents: int) -> list[tuple[int, Account]]:
        """A whole small world in order of time: (number of the incident, account); some are told once, some often."""
        told: list[tuple[datetime, int, Account]] = []
        for number in range(incidents):
            happening = self.happening(START + timedelta(days=number / self._per_day))
            for nth in range(min(40, int(self._random.paretovariate(1.1)))):
                at = happening.at + timedelta(hours=1 + self._random.expovariate(1 / 20) * (nth > 0))
                told.append((at, happening.number, self.account(happening, nth, at)))
        told.sort(key=lambda item: (item[0], item[2].article.id))
        return [(number, account) for _, number, account in told]

    def happening(self, at: datetime) -> Happening:
        random = self._random
        self._made += 1
        (town,) = random.choices(self._towns, cum_weights=self._town_weights)
        (kind,) = random.choices(list(TYPES), list(TYPES.values()))
        peaceful = kind.startswith("unrest/peaceful")
        return Happening(
            number=self._made,
            town=town,
            at=at,
            type=kind,
            killed=0 if peaceful else min(300, int(random.paretovariate(1.0)) - 1),
            injured=0 if peaceful else min(900, int(random.paretovariate(0.8)) - 1),
            words=tuple(random.choices(self._words, cum_weights=self._word_weights, k=30)),
            names=tuple(f"{self._word(3)} {self._word(3)}" for _ in range(4)),
        )

    def account(self, happening: Happening, nth: int, at: datetime) -> Account:
        (outlet,) = self._random.choices(self._outlets, cum_weights=self._outlet_weights)
        common = self._random.choices(self._words, cum_weights=self._word_weights, k=12)
        return tell(happening, outlet, nth, at, common, self._random)

    def _town(self, number: int) -> Town:
        country = number % 150
        middle = 7.0 * (country // 15) - 30.0, 24.0 * (country % 15) - 170.0
        admin1 = self._random.randrange(20)
        return Town(
            name=self._word(3).capitalize(),
            country=chr(65 + country // 26) + chr(65 + country % 26),
            admin1=f"province {admin1}",
            latitude=middle[0] + 1.2 * (admin1 // 5) + self._random.random() * 1.2,
            longitude=middle[1] + 3.0 * (admin1 % 5) + self._random.random() * 3.0,
        )

    def _outlet(self, number: int) -> Outlet:
        return Outlet(f"{self._word(3)} post", f"outlet-{number}.example")

    def _word(self, syllables: int) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=syllables))
