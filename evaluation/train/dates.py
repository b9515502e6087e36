"""Learns `processors/classify/when/data/date_weights.tsv`: is a date named in an article the day of the incident?

    .venv/bin/python -m evaluation.train.dates --gold FOLDER

Examples: the dates that the articles of `settings.py` name, with the signs of `processors/classify/when/attach.py`,
judged (`folds.py`) through `when.resolve.likeliest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.train.folds import Subject, learn
from evaluation.train.settings import Lesson
from processors.classify.when.attach import Reading, signs
from processors.classify.when.resolve import likeliest, publication_day, read_dates
from processors.classify.when.weights import DATA


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a lesson."""

    lesson: Lesson
    readings: Sequence[Reading]
    signs: Sequence[list[str]]

    def rows(self) -> list[tuple[list[str], bool]]:
        return [(found, self._is_right(reading)) for reading, found in zip(self.readings, self.signs, strict=True)]

    def chosen(self) -> bool | None:
        ranked = likeliest(self.readings, self.signs)
        best = ranked[0][1] if ranked else None
        return self._is_right(best) if best and best.days.precision == "day" else None

    def _is_right(self, reading: Reading) -> bool:
        return reading.days.precision == "day" and reading.days.first == self.lesson.truth.day


def example(lesson: Lesson) -> Dates:
    anchor = publication_day(lesson.document, None)
    readings = read_dates(lesson.document, lesson.sentences, anchor)
    return Dates(lesson, readings, signs(readings, anchor))


if __name__ == "__main__":
    learn(Subject("date", "dates", DATA), lambda lesson: lesson.truth.day is not None, example)
