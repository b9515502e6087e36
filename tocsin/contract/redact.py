"""Messages without an article's words. Pure. Numbers, codes, names and ids stay; quotations become "".

What is an article's: its title, summary and text, and every sentence with its reports as the witness. A phrase
(`text` of a toll, place or actor) goes with the sentence it stands in, wherever in the message it is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TypeVar

from tocsin.contract.article import Article, ArticleRef
from tocsin.contract.codec import from_builtins, to_builtins
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Report

T = TypeVar("T")


def article(value: Article) -> Article:
    return replace(value, title="", summary="", text="", authors=())


def account(value: Account) -> Account:
    """Of the forgotten article itself: no sentence, phrase or distinctive word is left."""
    return replace(value, article=_ref(value.article), reports=tuple(map(report, value.reports)))


def rejections(value: Rejections) -> Rejections:
    kept = tuple(replace(r, sentence=replace(r.sentence, text="")) for r in value.rejections)
    return replace(value, article=_ref(value.article), rejections=kept)


def incident(value: Incident, forgotten: Mapping[str, Set[str]], words: Set[str] = frozenset()) -> Incident:
    """`forgotten` maps article ids to the ids of their reports, as far as known; `words` are more sentences of theirs.

    The very same value if none of them has a part in it.
    """
    reports = {ref.report for ref in value.reports if ref.article in forgotten}
    reports |= {report for known in forgotten.values() for report in known} & _mentioned(value)
    if not reports and value.change.account.article not in forgotten:
        return value
    sentences = set(words)
    sentences |= {c.claim.sentence.text for c in value.claims if c.claim.report in reports}
    sentences |= {e.sentence.text for path, e in value.evidence.items() if value.witnesses.get(path) in reports}
    titles = tuple(replace(ref, title="") if ref.article in forgotten else ref for ref in value.reports)
    return _without(Incident, replace(value, reports=titles), sentences - {""})


def report(value: Report) -> Report:
    return from_builtins(Report, {**_blank(to_builtins(value), None), "terms": []})


def sentences_of(value: Account) -> set[str]:
    """The title, and every sentence that the account quotes."""
    found = {value.article.title}
    for told in value.reports:
        found |= sentences_of_report(told)
    return found - {""}


def sentences_of_report(value: Report) -> set[str]:
    found = {claim.sentence.text for claim in value.claims}
    found |= {evidence.sentence.text for evidence in value.evidence.values()}
    return found | ({value.summary.text} if value.summary else set())


def _mentioned(value: Incident) -> set[str]:
    claims = {standing.claim.report for standing in value.claims}
    return claims | set(value.witnesses.values()) | {ref.report for ref in value.reports}


def _ref(value: ArticleRef) -> ArticleRef:
    return replace(value, title="")


def _without(kind: type[T], value: T, sentences: Set[str]) -> T:
    return from_builtins(kind, _blank(to_builtins(value), sentences)) if sentences else value


def _blank(value: object, sentences: Set[str] | None) -> dict[str, object]:
    """A JSON object in which every `text` that occurs in one of `sentences` (None: every one) is ""."""
    blanked = _blanked(value, sentences)
    if not isinstance(blanked, dict):
        raise TypeError(f"{type(value).__name__} is no message")
    return blanked


def _blanked(value: object, sentences: Set[str] | None) -> object:
    if isinstance(value, dict):
        return {key: _text(item, sentences) if key == "text" else _blanked(item, sentences)
                for key, item in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_blanked(item, sentences) for item in value]
    return value


def _text(value: object, sentences: Set[str] | None) -> object:
    if isinstance(value, str) and (sentences is None or any(value in sentence for sentence in sentences)):
        return ""
    return value
