"""The shapes of answers, for the OpenAPI document. Times are RFC 3339 UTC; null is unknown."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tocsin.contract.incident import Change
from tocsin.contract.report import Report


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str


PROBLEM: dict[str, Any] = {"application/problem+json": {"schema": Problem.model_json_schema()}}


class Point(BaseModel):
    """An incident in one line: columns of the store's table `incidents`."""

    id: str
    revision: int
    status: str
    type: str
    headline: str
    severity: int
    confirmation: str
    country: str | None
    admin1: str | None
    city: str | None
    place: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    place_precision: str
    date: str | None
    part_of_day: str
    when_start: str | None
    when_end: str | None
    time_precision: str
    killed_min: int | None
    killed_best: int | None
    killed_max: int | None
    injured_min: int | None
    injured_best: int | None
    injured_max: int | None
    articles: int
    publishers: int
    independent_origins: int
    first_reported_at: str
    last_reported_at: str
    merged_into: str | None


class IncidentList(BaseModel):
    incidents: list[Point]
    next: str | None


class Counts(BaseModel):
    total: int
    type: dict[str, int]
    country: dict[str, int]
    confirmation: dict[str, int]
    severity: dict[str, int]
    day: dict[str, int]


class Map(BaseModel):
    store: str
    seq: int
    total: int
    columns: list[str]
    rows: list[list[Any]]


class RevisionLine(BaseModel):
    seq: int
    caused_at: str | None
    revision: int
    status: str
    headline: str
    change: Change


class Revisions(BaseModel):
    revisions: list[RevisionLine]


class Source(BaseModel):
    id: str
    version: int | None
    url: str | None
    title: str | None
    publisher: str | None
    domain: str | None
    country: str | None
    origin: str | None
    published_at: str | None
    fetched_at: str | None


class LedgerLine(BaseModel):
    report_id: str
    report: Report | None
    source: Source
    origin_family: str | None
    score: float | None


class Ledger(BaseModel):
    reports: list[LedgerLine]


class SimilarLine(BaseModel):
    score: float
    id: str
    headline: str
    type: str
    status: str
    merged_into: str | None


class Similar(BaseModel):
    similar: list[SimilarLine]


class RejectedMention(BaseModel):
    id: str
    article_version: int
    type: str | None
    reason: str
    sentence_index: int
    sentence: str


class RejectedMentions(BaseModel):
    rejections: list[RejectedMention]


class Brief(BaseModel):
    """A revision in few words; `point` has the columns of `Map`."""

    seq: int
    caused_at: str | None
    point: list[Any]
    speaker: str | None
    change: dict[str, Any]


class Briefs(BaseModel):
    store: str
    columns: list[str]
    revisions: list[Brief]


class Throughput(BaseModel):
    """Rates of the last minutes, where known: from this process's metrics, or those of the services named."""

    feeds: int | None
    polls_per_second: float | None
    articles_per_second: float | None
    revisions_per_second: float | None
    latency_seconds: float | None
    lag: int | None
    incidents_last_hour: int
    revisions_last_hour: int
    incidents: int
    clients: int
    at: str
