"""An article as a `Document`: the only way into the reading steps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from processors.classify.document import Case, Dateline, Document, Sentence
from processors.classify.text.boilerplate import is_boilerplate
from processors.classify.text.dateline import split_dateline
from processors.classify.text.items import items_of
from processors.classify.text.paragraphs import paragraph_spans
from processors.classify.text.split import sentence_spans
from processors.classify.text.tokens import tokenise
from tocsin.contract.article import Article, Publisher

LONGEST_TEXT, MOST_SENTENCES = 40_000, 400
"""Read of one text: what a story tells, it tells long before; a longer page is a list or a dump."""
_DATELINE_WITHIN = 4  # paragraphs
_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,60})$")


def read_document(article: Article, triggers: Sequence[int] | None = None) -> Document:
    """Never raises; offsets are characters of `article.text` (of `article.title` in the title).

    With `triggers` (offsets in order) only sentences that hold one get their tokens, the others none:
    `with_all_tokens` makes up for it.
    """
    text = article.text[:LONGEST_TEXT]
    case = text_case(text)
    paragraphs = [(start, end) for start, end in paragraph_spans(text) if not is_boilerplate(text[start:end])]
    items = items_of([text[start:end] for start, end in paragraphs], article.title) if case == "mixed" else {}
    dateline, sentences = _sentences(text, paragraphs, case, triggers, one_story=not items)
    return Document(
        title=_title(article),
        sentences=sentences,
        dateline=dateline,
        case=case,
        publisher=article.publisher,
        published_at=article.published_at,
        published_day_only=article.published_day_only,
        items=items,
    )


def text_case(text: str) -> Case:
    """Of the first few thousand characters: wires come in capitals, some archives in lower case."""
    head = text[:4000]
    upper = sum(map(str.isupper, head))
    lower = sum(map(str.islower, head))
    if upper > 4 * lower:
        return "upper"
    return "lower" if upper * 500 < lower else "mixed"


def with_all_tokens(document: Document) -> Document:
    filled = tuple(
        sentence if sentence.tokens else replace(sentence, tokens=tokenise(sentence.text, sentence.start))
        for sentence in document.sentences
    )
    return replace(document, sentences=filled)


def _sentences(
    text: str, paragraphs: Sequence[tuple[int, int]], case: Case, triggers: Sequence[int] | None, *, one_story: bool
) -> tuple[Dateline | None, tuple[Sentence, ...]]:
    """What opens an item of a digest is no dateline of the article."""
    dateline: Dateline | None = None
    out: list[Sentence] = []
    for kept, (start, end) in enumerate(paragraphs):
        begin = start
        if one_story and kept < _DATELINE_WITHIN and dateline is None:
            dateline, begin = split_dateline(text, start, end)
        for first, last in sentence_spans(text, begin, end, cased=case == "mixed"):
            if not is_boilerplate(text[first:last]):
                worth = triggers is None or _holds_one(triggers, first, last)
                out.append(_sentence(len(out), text, first, last, kept, worth))
        if len(out) >= MOST_SENTENCES:
            break
    return dateline, tuple(out[:MOST_SENTENCES])


def _holds_one(triggers: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(triggers, first)
    return at < len(triggers) and triggers[at] < last


def _sentence(index: int, text: str, start: int, end: int, paragraph: int, worth: bool = True) -> Sentence:
    piece = text[start:end]
    return Sentence(index, piece, start, end, paragraph, tokenise(piece, start) if worth else ())


def _title(article: Article) -> Sentence | None:
    """The headline without the outlet's name behind it."""
    title = article.title[:1000]
    end = len(title)
    found = _SUFFIX.search(title)
    if found and _names_outlet(found, article.publisher):
        end = found.start()
    start = len(title) - len(title.lstrip())
    end = len(title[:end].rstrip())
    return _sentence(-1, title, start, end, -1) if end > start else None


def _names_outlet(found: re.Match[str], publisher: Publisher) -> bool:
    if "|" in found.group():
        return True
    tail = re.sub(r"\W", "", found[1].lower())
    known = [re.sub(r"\W", "", (name or "").lower()) for name in (publisher.name, publisher.domain)]
    return any(name and (tail in name or name in tail) for name in known)
