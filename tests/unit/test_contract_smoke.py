from datetime import UTC, datetime

import pytest

from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.codec import ContractError, decode, encode
from tocsin.contract.crosswalk import table
from tocsin.contract.envelope import article_message, header
from tocsin.contract.vocabulary import EVENT_TYPES

ARTICLE = Article(
    id="a1",
    version=1,
    content_hash="c",
    url="https://north-post.example/1",
    feed=Feed(id="f", url="https://north-post.example/feed"),
    publisher=Publisher(name="North Post", country="NG"),
    title="Title",
    text="Text.",
    fetched_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    rules_version="t",
)


def test_an_article_survives_the_wire() -> None:
    assert decode(Article, encode(ARTICLE)) == ARTICLE


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"{", ""),
        (b"[]", ""),
        (encode(ARTICLE).replace(b'"version":1', b'"version":"one"'), "version"),
        (encode(ARTICLE).replace(b'"NG"', b"7"), "publisher.country"),
        (encode(ARTICLE).replace(b'"text_source":"feed"', b'"text_source":"rumour"'), "text_source"),
    ],
)
def test_a_malformed_message_names_its_field(raw: bytes, field: str) -> None:
    with pytest.raises(ContractError) as caught:
        decode(Article, raw)
    assert caught.value.field == field


def test_a_missing_field_is_named_and_an_unknown_one_ignored() -> None:
    with pytest.raises(ContractError, match="content_hash"):
        decode(Article, encode(ARTICLE).replace(b'"content_hash":"c",', b""))
    assert decode(Article, encode(ARTICLE).replace(b'{"id"', b'{"new_in_v9":1,"id"')) == ARTICLE


def test_the_crosswalk_is_total() -> None:
    assert set(table()) == set(EVENT_TYPES)


def test_the_event_attributes_are_deterministic() -> None:
    one, two = article_message(ARTICLE), article_message(ARTICLE)
    assert one == two
    assert header(one, "ce_type") == "tocsin.article.published.v1"
    assert header(one, "ce_time") == "2026-03-01T12:00:00Z"
