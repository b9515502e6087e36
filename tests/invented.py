"""Invented messages, for tests that need one and do not care which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tocsin.contract import fields as f
from tocsin.contract.article import Article, ArticleRef, Feed, Publisher
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.incident import AccountRef, Change, FieldChange, Incident, ReportRef, Sources
from tocsin.contract.rejection import Rejection, Rejections
from tocsin.contract.report import Account, Report

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUBLISHER = Publisher(name="North Post", domain="north-post.example", country="NG", timezone="Africa/Lagos")
SENTENCE = f.Sentence(index=0, text="Gunmen killed four traders at the Kaura market, police said.")


def article(number: int = 1, version: int = 1) -> Article:
    return Article(
        id=f"a{number}",
        version=version,
        content_hash=f"c{number}.{version}",
        url=f"https://north-post.example/{number}",
        feed=Feed(id="f", url="https://north-post.example/feed"),
        publisher=PUBLISHER,
        title="Traders killed at market",
        text=SENTENCE.text,
        fetched_at=NOON + timedelta(minutes=number),
        rules_version="t",
        published_at=NOON,
    )


def article_ref(number: int = 1, version: int = 1) -> ArticleRef:
    full = article(number, version)
    return ArticleRef(
        id=full.id,
        version=version,
        url=full.url,
        title=full.title,
        publisher=PUBLISHER,
        fetched_at=full.fetched_at,
        published_at=NOON,
    )


def report(number: int = 1, version: int = 1, killed: int = 4) -> Report:
    identity = f"r{number}.{version}"
    claim = f.Claim(
        id=f"claim-{identity}",
        kind="asserts",
        by=f.Speaker(name="police", kind="police"),
        report=identity,
        sentence=SENTENCE,
        start=0,
        end=26,
        field="casualties.killed",
        value=killed,
    )
    return Report(
        id=identity,
        primary=True,
        type="violence_against_civilians/shooting",
        crosswalk=crosswalk("violence_against_civilians/shooting"),
        when=f.When(date=date(2026, 2, 28), precision="day"),
        where=f.Where(name="Kaura", country="NG", latitude=12.6, longitude=6.6, radius_km=5.0, precision="city"),
        casualties=f.Casualties(killed=f.Toll(min=killed, best=killed, max=killed, text="four")),
        claims=(claim,),
        summary=SENTENCE,
    )


def account(number: int = 1, version: int = 1, killed: int = 4) -> Account:
    return Account(article=article_ref(number, version), reports=(report(number, version, killed),), rules_version="t")


def rejections(number: int = 1) -> Rejections:
    rejection = Rejection(id=f"x{number}", sentence=SENTENCE, reason="threat")
    return Rejections(article=article_ref(number), rejections=(rejection,), rules_version="t")


def incident(number: int = 1, revision: int = 1, killed: int = 4) -> Incident:
    told = report(number, 1, killed)
    changed = FieldChange(before=None if revision == 1 else killed - 1, after=killed)
    return Incident(
        id=f"i{number}",
        revision=revision,
        change=Change(
            kind="opened" if revision == 1 else "updated",
            account=AccountRef(article=f"a{number}", version=1),
            fields={"casualties.killed.best": changed},
        ),
        status="open",
        type=told.type,
        crosswalk=told.crosswalk,
        headline=f"Gunmen kill {killed} in Kaura",
        severity=3,
        confirmation="single_origin",
        when=told.when,
        where=told.where,
        sources=Sources(articles=1, publishers=1, independent_origins=1),
        first_reported_at=NOON,
        last_reported_at=NOON,
        rules_version="t",
        casualties=told.casualties,
        reports=(
            ReportRef(report=told.id, article=f"a{number}", version=1, title="Traders killed", publisher=PUBLISHER),
        ),
        total_reports=1,
    )


def empty_account(number: int = 1, version: int = 2) -> Account:
    return replace(account(number, version), reports=())
