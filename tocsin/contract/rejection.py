"""Topic `rejections`: the mentions of one article version that are not current incidents, and why."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.contract import fields as f
from tocsin.contract import vocabulary as v
from tocsin.contract.article import ArticleRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One sentence with a trigger word. `type` is what it would have been, None if that is not clear."""

    id: str
    sentence: f.Sentence
    reason: v.RejectionReason
    type: v.EventType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    article: ArticleRef
    rejections: tuple[Rejection, ...]
    rules_version: str
