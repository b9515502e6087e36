"""An article as a `Document`: the only way into the reading steps."""

from __future__ import annotations

import re

from processors.classify.document import Case, Dateline, Document, Sentence
from processors.classify.text.boilerplate import is_boilerplate
from processors.classify.text.dateline import split_dateline
from processors.classify.text.paragraphs import paragraph_spans
from processors.classify.text.split import sentence_spans
from processors.classify.text.tokens import tokenise
from tocsin.contract.article import Article, Publisher

LONGEST_TEXT = 60_000
"""Characters read of one text: what a story tells, it tells long before; a longer page is a list or a dump."""
_DATELINE_WITHIN = 4  # paragraphs
_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,60})$")


def read_document(article: Article) -> Document:
    """Never raises; offsets are characters of `article.text` (of `article.title` in the title)."""
    text = article.text[:LONGEST_TEXT]
    case = text_case(text)
    dateline, sentences = _sentences(text, case)
    return Document(
        title=_title(article),
        sentences=sentences,
        dateline=dateline,
        case=case,
        publisher=article.publisher,
        published_at=article.published_at,
        published_day_only=article.published_day_only,
    )


def text_case(text: str) -> Case:
    """Of the first few thousand characters: wires come in capitals, some archives in lower case."""
    head = text[:4000]
    upper = sum(map(str.isupper, head))
    lower = sum(map(str.islower, head))
    if upper > 4 * lower:
        return "upper"
    return "lower" if upper * 500 < lower else "mixed"


def _sentences(text: str, case: Case) -> tuple[Dateline | None, tuple[Sentence, ...]]:
    dateline: Dateline | None = None
    out: list[Sentence] = []
    kept = 0
    for start, end in paragraph_spans(text):
        if is_boilerplate(text[start:end]):
            continue
        begin = start
        if kept < _DATELINE_WITHIN and dateline is None:
            dateline, begin = split_dateline(text, start, end)
        for first, last in sentence_spans(text, begin, end, cased=case == "mixed"):
            if not is_boilerplate(text[first:last]):
                out.append(_sentence(len(out), text, first, last, kept))
        kept += 1
    return dateline, tuple(out)


def _sentence(index: int, text: str, start: int, end: int, paragraph: int) -> Sentence:
    piece = text[start:end]
    return Sentence(index, piece, start, end, paragraph, tokenise(piece, start))


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
