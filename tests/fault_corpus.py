"""Articles with a known account each, for the fault tests: what must be found again at the other end.

Ten articles make a town's story: three tell one incident, two another a day later; an agency's story is edited so
that two incidents become one (a merge); one tells nothing any more in its second version (a retraction). Each has a
place of its own, 200 km from others, so the expected grouping does not depend on the order in which they come.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from tocsin.contract import fields as f
from tocsin.contract import identity
from tocsin.contract.article import Article, ArticleRef, Feed, Publisher
from tocsin.contract.codec import decode, encode
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.report import Account, Report
from tocsin.contract.vocabulary import EventType

START = datetime(2026, 3, 8, 6, tzinfo=UTC)
TWO_YEARS = timedelta(days=730)
PER_TOWN = 10
PLACES_PER_TOWN = 5
MOST = 10_000  # articles of a live run


@dataclass(frozen=True)
class Classified:
    account: Account | None
    rejections: None = None
    language: str | None = "en"


def classify(article: Article) -> Classified:
    """The core of the fault tests: the account stands in the article's text. Raises for a poisonous one."""
    if article.text.startswith("poison"):
        raise ValueError("this article cannot be read")
    text = article.text.encode()
    return Classified(decode(Account, text if text.startswith(b"{") else base64.b64decode(text)))


def articles(count: int) -> list[Article]:
    """The same for the same count; in the order of their fetching."""
    return _of_towns(range(_towns(count)), START)[:count]


def old_articles(count: int) -> list[Article]:
    """Other towns' stories, all of them fetched and told two years earlier."""
    return _of_towns(range(_towns(MOST), _towns(MOST) + _towns(count)), START - TWO_YEARS)[:count]


def _towns(count: int) -> int:
    return (count + PER_TOWN - 1) // PER_TOWN


def _of_towns(towns: range, start: datetime) -> list[Article]:
    return [article for town in towns for article in _town(town, start)]


def poison(number: int) -> Article:
    return _article(f"poison{number}", 1, START, "poison")


def _town(town: int, start: datetime) -> list[Article]:
    name = f"t{town}"
    minutes = town * PER_TOWN
    market, road, river, hill, port = (PLACES_PER_TOWN * town + n for n in range(PLACES_PER_TOWN))
    told = [
        (f"{name}a", 1, [_report(f"{name}a", 1, market, 0, killed=2)]),
        (f"{name}b", 1, [_report(f"{name}b", 1, market, 0, killed=2)]),
        (f"{name}c", 1, [_report(f"{name}c", 1, market, 0, killed=2)]),
        (f"{name}d", 1, [_report(f"{name}d", 1, road, 9, what="violence_against_civilians/abduction")]),
        (f"{name}e", 1, [_report(f"{name}e", 1, road, 9, what="violence_against_civilians/abduction")]),
        (f"{name}f", 1, [_report(f"{name}f", 1, river, 18, what="battle/armed_clash", terms=_words(town))]),
        (f"{name}g", 1, [_report(f"{name}g", 1, hill, 30, what="battle/armed_clash")]),
        (f"{name}g", 2, [_report(f"{name}g", 2, river, 18, what="battle/armed_clash", terms=_words(town))]),
        (f"{name}h", 1, [_report(f"{name}h", 1, port, 40, what="unrest/riot", killed=5)]),
        (f"{name}h", 2, []),
    ]
    times = [start + timedelta(minutes=minutes + i) for i in range(len(told))]
    return [
        _article(
            article, version, at, encode(_account(article, version, at, [_moved(r, start - START) for r in reports]))
        )
        for at, (article, version, reports) in zip(times, told, strict=True)
    ]


def _words(town: int) -> tuple[str, ...]:
    return (f"saleh{town}", f"hotel{town}", f"pontoon{town}")


def _account(article: str, version: int, fetched: datetime, reports: list[Report]) -> Account:
    return Account(article=_ref(article, version, fetched), reports=tuple(reports), rules_version="faults")


def _moved(report: Report, by: timedelta) -> Report:
    when = report.when
    assert when.date is not None
    assert when.start is not None
    assert when.end is not None
    return replace(report, when=replace(when, date=when.date + by, start=when.start + by, end=when.end + by))


def _ref(article: str, version: int, fetched: datetime) -> ArticleRef:
    return ArticleRef(
        id=article,
        version=version,
        url=f"https://{article}.example/",
        title=f"Title of {article}",
        publisher=Publisher(name=article, domain=f"{article}.example"),
        fetched_at=fetched,
        published_at=fetched,
    )


def _article(article: str, version: int, fetched: datetime, text: bytes | str) -> Article:
    return Article(
        id=article,
        version=version,
        content_hash=f"{article}.{version}",
        url=f"https://{article}.example/",
        feed=Feed(id="faults", url="https://faults.example/feed"),
        publisher=Publisher(name=article, domain=f"{article}.example"),
        title=f"Title of {article}",
        text=text if isinstance(text, str) else text.decode(),
        fetched_at=fetched,
        published_at=fetched,
        rules_version="faults",
    )


def _report(
    article: str,
    version: int,
    place: int,
    days: int,
    *,
    what: EventType = "explosion/bombing",
    killed: int | None = None,
    terms: tuple[str, ...] = (),
) -> Report:
    identity_ = identity.report_id(article, version, 0)
    on = date(2026, 3, 1) + timedelta(days=days)
    start = datetime(on.year, on.month, on.day, tzinfo=UTC)
    column, row = divmod(place, 60)
    return Report(
        id=identity_,
        primary=True,
        type=what,
        crosswalk=crosswalk(what),
        when=f.When(
            date=on, timezone="UTC", start=start, end=start + timedelta(days=1), precision="day", text=on.isoformat()
        ),
        where=f.Where(
            name=f"Place {place}",
            city=f"Place {place}",
            country="IQ",
            latitude=-60.0 + 2 * row,
            longitude=-170.0 + 2 * column,
            radius_km=5.0,
            precision="city",
        ),
        casualties=f.Casualties(killed=f.Toll(min=killed, best=killed, max=killed)) if killed else f.Casualties(),
        terms=terms or (f"market{place}", f"street{place}x{days}"),
        summary=f.Sentence(index=0, text=f"Sentence of {article}."),
    )
