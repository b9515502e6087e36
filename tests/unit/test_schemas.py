"""The committed JSON Schemas are those of the types, and example messages keep them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tocsin.contract import fields as f
from tocsin.contract.article import Article, ArticleRef, Feed, Publisher
from tocsin.contract.codec import to_builtins
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.incident import AccountRef, Change, FieldChange, Incident, Sources
from tocsin.contract.rejection import Rejection, Rejections
from tocsin.contract.report import Account, Correction, Report
from tocsin.contract.schema import KINDS, schema, text
from tocsin.contract.version import CONTRACT_VERSION

COMMITTED = Path(__file__).parents[2] / "docs" / "schemas"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUBLISHER = Publisher(name="North Post", domain="north-post.example", country="NG", timezone="Africa/Lagos")
REF = ArticleRef(id="a", version=2, url=None, title="Market raided", publisher=PUBLISHER, fetched_at=NOON)
SENTENCE = f.Sentence(index=0, text="Gunmen killed four traders.")
REPORT = Report(
    id="r",
    primary=True,
    type="violence_against_civilians/shooting",
    crosswalk=crosswalk("violence_against_civilians/shooting"),
    when=f.When(date=date(2026, 2, 28), precision="day"),
    where=f.Where(name="Kaura", country="NG", latitude=12.6, longitude=6.6, radius_km=5.0, precision="city"),
    casualties=f.Casualties(killed=f.Toll(min=4, best=4, max=4, text="four")),
    evidence={"type": f.Evidence(sentence=SENTENCE, start=7, end=13)},
)
EXAMPLES = {
    "article": Article(
        id="a",
        version=1,
        content_hash="c",
        url="https://north-post.example/1",
        feed=Feed(id="f", url="https://north-post.example/feed"),
        publisher=PUBLISHER,
        title="Market raided",
        text=SENTENCE.text,
        fetched_at=NOON,
        rules_version="t",
    ),
    "account": Account(article=REF, reports=(REPORT,), rules_version="t"),
    "correction": Correction(
        id="c", incident="i", action="pin", author="desk", reason="checked", made_at=NOON, rules_version="t", value=[4]
    ),
    "rejections": Rejections(
        article=REF, rejections=(Rejection(id="x", sentence=SENTENCE, reason="threat"),), rules_version="t"
    ),
    "incident": Incident(
        id="i",
        revision=2,
        change=Change(
            kind="updated",
            account=AccountRef(article="a", version=2),
            fields={"casualties.killed.best": FieldChange(before=None, after=4)},
        ),
        status="open",
        type=REPORT.type,
        crosswalk=REPORT.crosswalk,
        headline="Gunmen kill four in Kaura",
        severity=3,
        confirmation="single_origin",
        when=REPORT.when,
        where=REPORT.where,
        sources=Sources(articles=1, publishers=1, independent_origins=1),
        first_reported_at=NOON,
        last_reported_at=NOON,
        rules_version="t",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_that_of_the_type(kind: str) -> None:
    committed = (COMMITTED / f"{kind}.json").read_text("utf-8")
    assert committed == text(kind), "the types changed: run `tocsin schemas export`"


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_keeps_its_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    Draft202012Validator(schema(kind)).validate(to_builtins(EXAMPLES[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_field_and_a_wrong_type_break_the_schema(kind: str) -> None:
    validator = Draft202012Validator(schema(kind))
    good = to_builtins(EXAMPLES[kind])
    for bad in ({k: v for k, v in good.items() if k != "rules_version"}, {**good, "rules_version": 7}):
        with pytest.raises(ValidationError):
            validator.validate(bad)


def test_no_schema_is_committed_without_a_type() -> None:
    assert {p.stem for p in COMMITTED.glob("*.json")} == {*KINDS, "asyncapi"}
    assert {p.stem for p in (COMMITTED / CONTRACT_VERSION).glob("*.json")} == set(KINDS)
