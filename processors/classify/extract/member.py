"""A phrase that means people, with how many."""

from __future__ import annotations

from dataclasses import dataclass

from processors.classify.extract.numbers import Quantity


@dataclass(frozen=True, slots=True)
class People:
    """Words `start:end` of the sentence. `head` is the last member's noun, lower case ("" for a bare number).

    `definite` for "the man", a pronoun or a known name; `part` for "including ..." and "two of them";
    `perpetrators` counts members that are attackers; `named` holds the names in it.
    """

    start: int
    end: int
    quantity: Quantity
    head: str = ""
    definite: bool = False
    part: bool = False
    bare: bool = False
    pronoun: bool = False
    others: bool = False
    perpetrators: int = 0
    named: tuple[str, ...] = ()
    members: int = 1
    age: int | None = None
