"""Documents for these tests: sentences given as text, one after the other, offsets as in the joined article."""

from __future__ import annotations

from datetime import datetime

from processors.classify.document import Document, Sentence
from processors.classify.extract import casualties
from processors.classify.text.read import text_case
from tocsin.contract.article import Publisher
from tocsin.contract.fields import Casualties


def document(*texts: str, title: str | None = None, published_at: datetime | None = None) -> Document:
    """A document of these sentences, joined by one space in the article's text."""
    sentences: list[Sentence] = []
    start = 0
    for index, text in enumerate(texts):
        sentences.append(Sentence(index, text, start, start + len(text), 0, ()))
        start += len(text) + 1
    head = Sentence(-1, title, 0, len(title), -1, ()) if title else None
    return Document(head, tuple(sentences), None, text_case(" ".join(texts)), Publisher(), published_at, False)


def tolls(*texts: str, title: str | None = None, event_type: str | None = "explosion/bombing") -> Casualties:
    """The casualties read from these sentences; by default of a type in which silence is never none."""
    doc = document(*texts, title=title)
    return casualties.read(doc, doc.all_sentences(), event_type)[0]
