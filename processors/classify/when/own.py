"""The days that some of an article's sentences themselves give what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from processors.classify.document import Document, Sentence
from processors.classify.when.attach import Reading, signs
from processors.classify.when.resolve import likeliest, publication_day, publication_hour, read_dates
from processors.classify.when.rules import Days


class OwnDays:
    """Of one article, whose dates are read once, when they are first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._anchor = publication_day(document, None)

    def of(self, sentences: Sequence[Sentence]) -> Days | None:
        """None if they name none."""
        orders = {sentence.index: order for order, sentence in enumerate(sentences)}
        dated = [reading for reading in self._dates if reading.sentence.index in orders]
        readings = [replace(reading, order=orders[reading.sentence.index]) for reading in dated]
        likely = likeliest(readings, signs(readings, self._anchor))
        return likely[0][1].days if likely else None

    @cached_property
    def _dates(self) -> list[Reading]:
        hour = publication_hour(self._document, None)
        return read_dates(self._document, self._document.all_sentences(), self._anchor, hour)
