"""Articles with a known account each, for the fault tests: what must be found again at the other end.

Ten articles make a town's story: three tell one incident, two another a day later; an agency's story is edited so
that two incidents become one (a merge); one tells nothing any more in its second version (a retraction). Towns are
far apart, so the expected grouping does not depend on the order in which they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tocsin.contract import fields as f
from tocsin.contract import identity
from tocsin.contract.article import Article, ArticleRef, Feed, Publisher
from tocsin.contract.codec import decode, encode
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.report import Account, Report
from tocsin.contract.vocabulary import EventType

START = datetime(2026, 3, 8, 6, tzinfo=UTC)
PER_TOWN = 10


@dataclass(frozen=True)
class Classified:
    account: Account | None
    rejections: None = None
    language: str | None = "en"


def classify(article: Article) -> Classified:
    """The core of the fault tests: the account stands in the article's text. Raises for a poisonous one."""
    if article.text.startswith("poison"):
        raise ValueError("this article cannot be read")
    return Classified(decode(Account, article.text.encode()))


def articles(count: int) -> list[Article]:
    """The same for the same count; in the order of their fetching."""
    towns = (count + PER_TOWN - 1) // PER_TOWN
    return [article for town in range(towns) for article in _town(town)][:count]


def poison(number: int) -> Article:
    return _article(f"poison{number}", 1, START, "poison")


def _town(town: int) -> list[Article]:
    name = f"t{town}"
    minutes = town * PER_TOWN
    told = [
        (f"{name}a", 1, [_report(f"{name}a", 1, town, 0, killed=2)]),
        (f"{name}b", 1, [_report(f"{name}b", 1, town, 0, killed=2)]),
        (f"{name}c", 1, [_report(f"{name}c", 1, town, 0, killed=2)]),
        (f"{name}d", 1, [_report(f"{name}d", 1, town, 9, what="violence_against_civilians/abduction")]),
        (f"{name}e", 1, [_report(f"{name}e", 1, town, 9, what="violence_against_civilians/abduction")]),
        (f"{name}f", 1, [_report(f"{name}f", 1, town, 18, what="battle/armed_clash", terms=_words(town))]),
        (f"{name}g", 1, [_report(f"{name}g", 1, town, 30, what="battle/armed_clash", away=5.3)]),
        (f"{name}g", 2, [_report(f"{name}g", 2, town, 18, what="battle/armed_clash", terms=_words(town))]),
        (f"{name}h", 1, [_report(f"{name}h", 1, town, 40, what="unrest/riot", killed=5)]),
        (f"{name}h", 2, []),
    ]
    return [
        _article(article, version, START + timedelta(minutes=minutes + i), encode(_account(article, version, reports)))
        for i, (article, version, reports) in enumerate(told)
    ]


def _words(town: int) -> tuple[str, ...]:
    return (f"saleh{town}", f"hotel{town}", f"pontoon{town}")


def _account(article: str, version: int, reports: list[Report]) -> Account:
    return Account(article=_ref(article, version), reports=tuple(reports), rules_version="faults")


def _ref(article: str, version: int) -> ArticleRef:
    return ArticleRef(
        id=article,
        version=version,
        url=f"https://{article}.example/",
        title=f"Title of {article}",
        publisher=Publisher(name=article, domain=f"{article}.example"),
        fetched_at=START,
        published_at=START,
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
    town: int,
    days: int,
    *,
    what: EventType = "explosion/bombing",
    killed: int | None = None,
    away: float = 0.0,
    terms: tuple[str, ...] = (),
) -> Report:
    identity_ = identity.report_id(article, version, 0)
    on = date(2026, 3, 1) + timedelta(days=days)
    start = datetime(on.year, on.month, on.day, tzinfo=UTC)
    column, row = divmod(town, 60)
    return Report(
        id=identity_,
        primary=True,
        type=what,
        crosswalk=crosswalk(what),
        when=f.When(
            date=on, timezone="UTC", start=start, end=start + timedelta(days=1), precision="day", text=on.isoformat()
        ),
        where=f.Where(
            name=f"Town {town}{'' if not away else ' North'}",
            city=f"Town {town}{'' if not away else ' North'}",
            country="IQ",
            latitude=-60.0 + 2 * row + away,
            longitude=-170.0 + 2 * column,
            radius_km=5.0,
            precision="city",
        ),
        casualties=f.Casualties(killed=f.Toll(min=killed, best=killed, max=killed)) if killed else f.Casualties(),
        terms=terms or (f"market{town}", f"street{town}x{days}"),
        summary=f.Sentence(index=0, text=f"Sentence of {article}."),
    )
