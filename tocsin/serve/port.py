"""What the API asks of a store. One contract suite (tests/contract/test_reader_contract.py) holds every one to it.

Bodies are messages as published, parsed JSON. A `seq` counts the store's revisions in the order of storing and never
comes to light below one already seen: who has read up to n asks for what is after n and misses nothing.
Every method raises `StoreUnavailable` (ask again later), `StoreMisconfigured` or `StoreError` (sinks/port.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from tocsin.serve.query import Order, Query

Json = dict[str, Any]
POINT_COLUMNS = (
    "id", "revision", "status", "type", "headline", "severity", "confirmation", "country", "admin1", "city", "place",
    "latitude", "longitude", "radius_km", "place_precision", "date", "part_of_day", "when_start", "when_end",
    "time_precision", "killed_min", "killed_best", "killed_max", "injured_min", "injured_best", "injured_max",
    "articles", "publishers", "independent_origins", "first_reported_at", "last_reported_at", "merged_into",
)  # fmt: skip
"""Of one incident, what a list or a map needs: columns of the table `incidents`."""


@dataclass(frozen=True, slots=True)
class State:
    """`store` tells one store from another that was filled anew; `seq` is the newest revision's."""

    store: str
    seq: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. `rows` have `POINT_COLUMNS`; `next` is the cursor of the page after it."""

    rows: list[Json]
    next: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision with its place in the store's order."""

    seq: int
    caused_at: str | None
    body: Json


class Reader(Protocol):
    """Of any thread."""

    def state(self) -> State: ...

    def total(self, query: Query) -> int: ...

    def points(self, query: Query, limit: int) -> list[tuple[object, ...]]:
        """`POINT_COLUMNS` of the newest `limit` incidents, the newest report first."""
        ...

    def listed(self, query: Query, order: Order, cursor: str | None, limit: int) -> Listed:
        """Raises `CursorError`."""
        ...

    def counts(self, query: Query, facet: str) -> dict[str, int]:
        """How many for each value of the facet, its own filter left out."""
        ...

    def bodies(self, query: Query, after: str, limit: int) -> list[Json]:
        """Whole incidents, by id, those after the id `after`."""
        ...

    def incident(self, identity: str) -> Json | None: ...

    def reports(self, identity: str) -> list[Json]:
        """The ledger: `{report, source, origin_family, score}` for every report the incident stands on."""
        ...

    def revisions(self, identity: str) -> list[Stored]:
        """Every revision of one incident, the first one first."""
        ...

    def after(self, seq: int, limit: int) -> list[Stored]: ...

    def before(self, seq: int | None, limit: int) -> list[Stored]:
        """The newest below `seq`, the newest first."""
        ...

    def rejections(self, article: str) -> list[Json]: ...

    def rates(self, since: str) -> dict[str, int]:
        """Of what was fetched since then: `accounts`, `opened`, `revisions`."""
        ...

    def close(self) -> None: ...
