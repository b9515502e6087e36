"""The cues of realis.toml, found in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.data.tables import table
from processors.classify.detect.phrases import Phrases

_OFF = "off "


@dataclass(frozen=True, slots=True)
class Cues:
    """Kind -> the different cue phrases of one sentence."""

    found: dict[str, frozenset[tuple[str, ...]]]

    def count(self, kind: str) -> int:
        return len(self.found.get(kind, ()))

    def phrases(self, kind: str) -> frozenset[tuple[str, ...]]:
        return self.found.get(kind, frozenset())


@cache
def _sentence_phrases() -> Phrases:
    data = table("realis")
    off = {_OFF + name: phrases for name, phrases in data["unless"].items() if name in data["sentence"]}
    return Phrases({**data["sentence"], **off})


@cache
def _before_phrases() -> tuple[int, Phrases]:
    data = table("realis")
    lists = {name: phrases for name, phrases in data["before"].items() if name != "reach"}
    off = {_OFF + name: phrases for name, phrases in data["unless"].items() if name in lists}
    return data["before"]["reach"], Phrases({**lists, **off})


def sentence_cues(words: Sequence[str]) -> Cues:
    """The cues anywhere in the sentence."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for first, last, labels in _sentence_phrases().find(words, overlapping=True):
        for label in labels:
            if not label.startswith(_OFF):
                found.setdefault(label, set()).add(tuple(words[first:last]))
    return Cues({kind: frozenset(phrases) for kind, phrases in found.items()})


@cache
def _after_phrases() -> tuple[int, Phrases]:
    data = table("realis")["after"]
    return data["reach"], Phrases({name: phrases for name, phrases in data.items() if name != "reach"})


def cues_after(words: Sequence[str], trigger: int) -> set[str]:
    """Kinds with a cue within reach after the trigger."""
    reach, phrases = _after_phrases()
    following = words[trigger + 1 : trigger + 1 + reach + 3]
    return {label for first, _, labels in phrases.find(following) if first < reach for label in labels}


def cues_before(words: Sequence[str], trigger: int) -> dict[str, int]:
    """Kind -> words between its nearest cue and the trigger, for cues before it within reach (threats: anywhere)."""
    reach, phrases = _before_phrases()
    found: dict[str, int] = {}
    for first, last, labels in phrases.find(words[: trigger + 1]):
        distance = max(0, trigger - last)
        for label in labels:
            if first <= trigger and (label == "threat" or distance <= reach) and not label.startswith(_OFF):
                found[label] = min(distance, found.get(label, distance))
    return found
