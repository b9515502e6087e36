"""What classify promises for any article: an account or none, never an exception, never a long wait."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read

from processors.classify.core import Classified
from processors.classify.data.tables import table
from processors.classify.gate.language import language_of
from processors.classify.gate.triggers import triggers_of
from tests.pace import seconds
from tocsin.contract.codec import decode, encode
from tocsin.contract.report import Account

BOMB = "KANO, Nigeria - A bomb killed four people at a market in Kano on Monday, police said. Six were wounded."
CALM = "The council will open a new library in the old station in spring, the mayor said, with seats for two hundred."


def test_an_incident_gives_an_account_that_survives_the_wire() -> None:
    account = read(BOMB).account
    assert account is not None
    assert [report.type for report in account.reports] == ["explosion/bombing"]
    assert account.article.text_fingerprint
    assert decode(Account, encode(account)) == account


def test_the_same_article_gives_the_same_bytes() -> None:
    assert encode(read(BOMB).account) == encode(read(BOMB).account)


def test_nothing_to_say_of_a_new_article_without_an_incident() -> None:
    assert read(CALM).account is None


def test_an_edited_article_without_an_incident_says_so() -> None:
    account = read(CALM, version=2).account
    assert account is not None
    assert account.reports == ()
    assert not account.deleted


def test_a_deleted_article_says_so_whatever_its_text() -> None:
    account = read(BOMB, version=2, flags=("deleted",)).account
    assert account is not None
    assert account.deleted
    assert account.reports == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BOMB, "en"),
        ("Una bomba mató a cuatro personas en un mercado de Kano el lunes, informó la policía del estado.", None),
        ("Eine Bombe hat am Montag auf einem Markt in Kano vier Menschen getötet, wie die Polizei mitteilte.", None),
        ("أعلنت الشرطة مقتل أربعة أشخاص في انفجار قنبلة في سوق بمدينة كانو يوم الاثنين حسب مصادر محلية هناك", None),
        ("Четыре человека погибли при взрыве бомбы на рынке в Кано в понедельник, сообщила полиция штата там", None),
    ],
)
def test_other_languages_are_left_alone(text: str, language: str | None) -> None:
    assert language_of("", text, None) == language


def test_the_gate_knows_every_trigger() -> None:
    phrases = (phrase for phrases in table("concepts")["event"].values() for phrase in phrases)
    assert [phrase for phrase in phrases if not triggers_of(phrase.replace("*", "x")).offsets] == []


WORDS = st.sampled_from(
    (
        *(
            "killed",
            "bomb",
            "Baghdad",
            "two",
            "9",
            "1,000",
            "Monday",
            "in",
            "the",
            "said",
            ".",
            ",",
            "“",
            "”",
            "-",
            "police",
        ),
        *("rockets\n\n", "gunmen", "not", "yesterday", "2019", "at", "least", "(", "of", "and", "was", "March", "no"),
    )
)


PROSE = "The police said that the two men were killed in the attack on the market, and that it was not over. "
"""In front of any text: the language check lets it pass."""

SCRIPTS = st.characters(codec="utf-8") | st.sampled_from("\x00\x01\x1b\x7f\x85\u200b\u200f\u2028\u202e\ufeff\ufffd")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=120).map(" ".join)), st.text(max_size=60))
def test_no_text_makes_it_raise(text: str, title: str) -> None:
    assert_encodes(read(text, title))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(SCRIPTS, max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.text(SCRIPTS, max_size=40))
def test_no_text_behind_english_makes_it_raise(wild: str, words: str, title: str) -> None:
    for text in (PROSE + wild, PROSE + wild + words, (PROSE + words).upper() + wild, (PROSE + wild).lower()):
        assert_encodes(read(text, title + " bomb kills two"))


def assert_encodes(said: Classified) -> None:
    for value in (said.account, said.rejections):
        assert value is None or encode(value)


LONG = {
    "one line": "bomb attack killed " * 52_000,
    "sentences in capitals": "KILLED IN BAGHDAD. " * 52_000,
    "10,000 numbers": "Police killed " + " ".join(map(str, range(10_000))),
    "one word": "killed" * 170_000,
    "brackets": "killed (" * 125_000,
    "every script": "убит 被杀 قتل killed मारा " * 30_000,
    "control characters": "\x00killed\x1b\x85" * 90_000,
    "quotes": '"killed" ' * 110_000,
    "paragraphs": "killed\n\n" * 120_000,
    "full stops": "killed. " * 130_000,
    "dates": "killed on 3 March 2019, " * 42_000,
    "tolls": "12 killed, 9 wounded, " * 46_000,
    "names": "Kano Zaria Jos Abuja " * 50_000,
    "spaces": " " * 1_000_000,
    "accents": "é́killed " * 110_000,
}


@pytest.mark.parametrize("before", ["", PROSE], ids=["alone", "behind English"])
@pytest.mark.parametrize("text", LONG.values(), ids=list(LONG))
def test_a_megabyte_takes_no_second(text: str, before: str) -> None:
    read(BOMB)  # the vocabulary is loaded
    assert seconds(lambda: read(before + text, "Bomb kills four in Kano")) < 1.0
