"""Which sentences of an article its templates were filled from: found by the fillers' strings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evaluation.muc import ROLES, human_entities, plain_entities

_WORD = re.compile(r"[a-z0-9]+")
_SLOTS = ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PHYS TGT: ID", "INCIDENT: INSTRUMENT ID")
assert len(_SLOTS) + 1 == len(ROLES)


def plain(text: str) -> str:
    """Lower-case words with a space on either side of each."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _fillers(template: Mapping[str, str]) -> list[list[str]]:
    """The strings of each slot."""
    entities = [plain_entities(template[slot]) for slot in _SLOTS]
    entities.append(human_entities(template["HUM TGT: NAME"], template["HUM TGT: DESCRIPTION"]))
    return [[plain(mention) for entity in of for mention in sorted(entity.mentions)] for of in entities]


def telling(sentences: Sequence[str], templates: Sequence[Mapping[str, str]]) -> list[set[str]]:
    """The incident types each sentence tells: it holds fillers of two slots, or one where no sentence holds two."""
    texts = [plain(sentence) for sentence in sentences]
    told: list[set[str]] = [set() for _ in texts]
    for template in templates:
        slots = _fillers(template)
        counts = [sum(any(s in text for s in strings) for strings in slots) for text in texts]
        needed = min(2, max(counts, default=0))
        for at, count in enumerate(counts):
            if needed and count >= needed:
                told[at].update(part.strip() for part in template["INCIDENT: TYPE"].split("/"))
    return told
