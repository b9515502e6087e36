"""A sentence as the event models see it: its words, digits made 0, and the concepts they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processors.classify.detect.signals import Signals, read_signals
from processors.classify.document import Sentence

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class View:
    signals: Signals


def shape(word: str) -> str:
    return _DIGIT.sub("0", word)


def look(sentence: Sentence) -> View:
    return View(read_signals(sentence))
