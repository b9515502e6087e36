"""An article as the reading steps see it: sentences and tokens with offsets into the published text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tocsin.contract.article import Publisher
from tocsin.contract.fields import Evidence
from tocsin.contract.fields import Sentence as ContractSentence

Case = Literal["mixed", "upper", "lower"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark. `start:end` are characters of the article's text (of its title in the title)."""

    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """`index` as in the contract: 0.. in the text, -1 the title. `paragraph` counts from 0; the title's is -1."""

    index: int
    text: str
    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]

    def published(self) -> ContractSentence:
        return ContractSentence(index=self.index, text=self.text)

    def evidence(self, start: int, end: int) -> Evidence:
        """`start:end` in the article's text (in the title for the title's sentence)."""
        return Evidence(sentence=self.published(), start=start, end=end)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`BAGHDAD, March 8 (Agency) -`: the place as written, the date as written, the agency."""

    place: str | None
    date: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """`title` is None for an article without one. `sentences` are the text's, boilerplate left out.

    `published_day_only`: the publication time is known to the day only, `published_at` is that day 00:00 UTC.
    `items`: the paragraphs that open an item of a digest, with their labels in lower case; none in a story.
    """

    title: Sentence | None
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None
    case: Case
    publisher: Publisher
    published_at: datetime | None
    published_day_only: bool
    items: Mapping[int, str] = field(default_factory=dict)

    def all_sentences(self) -> tuple[Sentence, ...]:
        """The title, if any, and then the text."""
        return (self.title, *self.sentences) if self.title else self.sentences

    def by_item(self) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
        """The label and the sentences of each item of a digest; before them, without a label, what opens it."""
        label, item, paragraph = "", list[Sentence](), -1
        for sentence in self.sentences:
            if sentence.paragraph != paragraph and sentence.paragraph in self.items:
                if item:
                    yield label, tuple(item)
                label, item = self.items[sentence.paragraph], []
            paragraph = sentence.paragraph
            item.append(sentence)
        if item:
            yield label, tuple(item)
