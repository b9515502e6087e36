"""A name in the text that may be a place's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from processors.classify.geo.place import Candidate, Place

# place: said to be somewhere; organisation: "Chicago police"; government: "Washington signaled";
# demonym: "Iraqi"; capital: "the capital"
Role = Literal["place", "organisation", "government", "demonym", "capital"]


@dataclass(slots=True)
class Mention:
    """`start:end` are characters of the text it stands in, `sentence` that sentence's index (-1 the title).

    `hint` is the kind its neighbours give it ("Borno state": admin1), `parent` the mention it is inside by a
    comma ("Paris, Texas"), `locative` whether a preposition of place stands before it (`beside`: one of nearness),
    `weak` whether the words alone do not show that it is a place. `place` is filled in by resolution.
    """

    start: int
    end: int
    text: str
    sentence: int
    candidates: tuple[Candidate, ...]
    role: Role = "place"
    hint: str | None = None
    locative: bool = False
    weak: bool = False
    beside: bool = False
    parent: Mention | None = None
    is_parent: bool = False
    place: Place | None = None
    score: float = field(default=0.0)

    def is_region(self) -> bool:
        """Whether it may be a country or a first-level division."""
        return any(candidate.place.kind in ("country", "admin1") for candidate in self.candidates)
