"""The articles of the benchmark: one in twenty reports an incident, one in twenty only speaks of violence.

Both kinds are the project's own development articles; the rest is calm news put together from the sentences below,
of the length of a usual article, one in ten of them with a word that the gate must weigh.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evaluation import fixtures as own
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.identity import content_hash

FIXTURES = Path("tests/fixtures/understanding/development")
INCIDENTS = TRAPS = 0.05
_SEED = 4
_START = datetime(2026, 3, 1, 6, tzinfo=UTC)
_WHO = ("The council", "A spokeswoman", "The ministry", "The club's chairman", "The bank", "An adviser", "The museum")
_DID = ("approved", "put off", "welcomed", "described", "praised", "reviewed", "presented", "questioned", "doubled")
_WHAT = (
    *(
        "a plan for cheaper bus fares",
        "the budget for new classrooms",
        "an exhibition of old maps",
        "a loan to dairies",
    ),
    *(
        "the timetable of the ferry",
        "a fund for repairs of the theatre",
        "last quarter's results",
        "the rules on parking",
    ),
)
_WHERE = ("in Porto", "in Nairobi", "near Lyon", "in the Malaysian state of Johor", "in Ohio", "in Gdansk", "in Pune")
_WHEN = ("on Monday", "on Tuesday evening", "last week", "after a long debate", "in a letter", "at a meeting in March")
_MORE = (
    "Nobody at the table disagreed, and the coffee was said to be excellent.",
    "Prices rose by 3.4 percent in the year to February, less than most economists had expected.",
    "Visitors may bring children under twelve free of charge from Wednesday to Sunday.",
    "“We have waited eleven years for this, and another week will do us no harm,” one of the members said.",
    "Rain is expected along the coast until Thursday, with a light wind from the west.",
    "The team travels to the capital next, where it has not won since the new stand was opened.",
)
_WEIGHED = (
    "Shares shot up in early trading before they gave up most of the gain.",
    "Teachers may strike in the autumn if the talks lead to nothing.",
    "The coach, who was fired in January, has found a new post in Norway.",
    "The storm blew over without the damage that had been forecast.",
)


def articles(count: int) -> list[Article]:
    """`count` of them, mixed, the same every time."""
    told = [f.article for f in own.understanding(FIXTURES) if f.reports]
    traps = [f.article for f in own.understanding(FIXTURES) if not f.reports]
    dice = random.Random(_SEED)
    made = [*_again(told, int(count * INCIDENTS)), *_again(traps, int(count * TRAPS))]
    made += [_calm(dice, number) for number in range(count - len(made))]
    dice.shuffle(made)
    return made


def _again(originals: list[Article], count: int) -> Iterator[Article]:
    """Copies with an id and a last sentence of their own, so that no cache knows them."""
    for number in range(count):
        article = originals[number % len(originals)]
        text = f"{article.text}\n\nThe desk filed this as number {number}."
        yield replace(article, id=f"{article.id}-{number}", text=text)


def _calm(dice: random.Random, number: int) -> Article:
    sentences = [_sentence(dice) for _ in range(dice.randint(12, 24))]
    if number % 10 == 0:
        sentences.insert(3, dice.choice(_WEIGHED))
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    title, text = sentences[0].rstrip("."), "\n\n".join(paragraphs)
    published = _START + timedelta(minutes=number)
    return Article(
        id=f"calm-{number}",
        version=1,
        content_hash=content_hash(title, text),
        url=None,
        feed=Feed(id="bench", url="bench:"),
        publisher=Publisher(name="North Post", domain="north-post.example", country="GB", timezone="Europe/London"),
        title=title,
        text=text,
        fetched_at=published,
        published_at=published,
        rules_version="",
    )


def _sentence(dice: random.Random) -> str:
    if dice.random() < 0.4:
        return dice.choice(_MORE)
    return " ".join(dice.choice(part) for part in (_WHO, _DID, _WHAT, _WHERE, _WHEN)) + "."
