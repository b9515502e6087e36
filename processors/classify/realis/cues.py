"""The cues of realis.toml, found in a sentence."""

from __future__ import annotations

from collections import Counter
from functools import cache

from processors.classify.data.tables import table
from processors.classify.detect.phrases import Phrases
from processors.classify.detect.signals import Signals

_OFF = "off "


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


def sentence_cues(signals: Signals) -> Counter[str]:
    """Reason -> number of different cue phrases anywhere in the sentence."""
    seen = {
        (label, signals.words[first:last])
        for first, last, labels in _sentence_phrases().find(signals.words)
        for label in labels
        if not label.startswith(_OFF)
    }
    return Counter(label for label, _ in seen)


def cues_before(signals: Signals, trigger: int) -> dict[str, int]:
    """Reason -> words between its nearest cue and the trigger, for cues before it within reach (threats: anywhere)."""
    reach, phrases = _before_phrases()
    found: dict[str, int] = {}
    for first, last, labels in phrases.find(signals.words[: trigger + 1]):
        distance = max(0, trigger - last)
        for label in labels:
            if first <= trigger and (label == "threat" or distance <= reach) and not label.startswith(_OFF):
                found[label] = min(distance, found.get(label, distance))
    return found
