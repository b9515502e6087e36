"""Text: sentences with offsets, datelines and boilerplate."""

from __future__ import annotations

import pytest
from reading import article

from processors.classify.document import Dateline
from processors.classify.text import read_document
from processors.classify.text.boilerplate import is_boilerplate
from tocsin.contract.article import Publisher

SENTENCES = [
    ("Lt. Gen. Amin Tal spoke. Then he left.", ["Lt. Gen. Amin Tal spoke.", "Then he left."]),
    ("It hit at 9 p.m. Sunday. Nobody died.", ["It hit at 9 p.m. Sunday.", "Nobody died."]),
    ("Troops left at 6 a.m. The road reopened.", ["Troops left at 6 a.m.", "The road reopened."]),
    ("The U.S. Embassy closed. J. R. Osei fled.", ["The U.S. Embassy closed.", "J. R. Osei fled."]),
    ("“We ran.” She wept.", ["“We ran.”", "She wept."]),
    ("“Did it burn?” he asked. No one knew.", ["“Did it burn?” he asked.", "No one knew."]),
    ("Checkpoint No. 4 was hit by 3.5 kg of explosives.", ["Checkpoint No. 4 was hit by 3.5 kg of explosives."]),
    ("shots were fired. two men fled.", ["shots were fired.", "two men fled."]),
    ("A bomb went off.The mayor fled the square.", ["A bomb went off.", "The mayor fled the square."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [s.text for s in read_document(article(text)).sentences] == expected


def test_offsets_point_into_the_published_text() -> None:
    text = "\n\nKANO, May 3 (Wire) -- Gunmen shot two\nguards.  They fled.\n\nShare this\n\n“It’s over,” said al-Haj.\n"
    document = read_document(article(text))
    for sentence in document.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
    assert [t.lower for t in document.sentences[-1].tokens][1:3] == ["it", "'s"]
    assert all("Share" not in s.text for s in document.sentences)


DATELINES = [
    ("HAWTHORNE (KXYZ.com) — A man fell.", Dateline("HAWTHORNE", None, "KXYZ.com"), "A man fell."),
    (
        "LIMA, 14 JUN 89 (EFE) -- [REPORT] [TEXT] A BOMB WENT OFF.",
        Dateline("LIMA", "14 JUN 89", "EFE"),
        "A BOMB WENT OFF.",
    ),
    ("Baghdad, Iraq (CNN) -- A bomb went off.", Dateline("Baghdad, Iraq", None, "CNN"), "A bomb went off."),
    ("KYIV, Ukraine (AP) — A drone fell.", Dateline("KYIV, Ukraine", None, "AP"), "A drone fell."),
    ("PESHAWAR: A bomb went off.", Dateline("PESHAWAR", None, None), "A bomb went off."),
    ("ISLAMABAD - A bomb went off.", Dateline("ISLAMABAD", None, None), "A bomb went off."),
    ("GAZA-based groups said so.", None, "GAZA-based groups said so."),
    ("UPDATE: A bomb went off.", None, "UPDATE: A bomb went off."),
    ("He said - a bomb went off.", None, "He said - a bomb went off."),
]


@pytest.mark.parametrize(("text", "dateline", "first"), DATELINES)
def test_dateline(text: str, dateline: Dateline | None, first: str) -> None:
    document = read_document(article(text))
    assert document.dateline == dateline
    assert document.sentences[0].text == first


@pytest.mark.parametrize(
    ("text", "case"),
    [("A BOMB WENT OFF IN LIMA.", "upper"), ("a bomb went off.", "lower"), ("A bomb in Lima.", "mixed")],
)
def test_case(text: str, case: str) -> None:
    assert read_document(article(text)).case == case


@pytest.mark.parametrize(
    "line",
    ["By Ama Owusu, Staff Writer", "Read more: floods", "(Photo: A. Person)", "January 4, 2019 7:18 PM", "___", "AP"],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line", ["By noon on Friday, 12 people had died.", "More than 40 shells fell.", "Two men died."]
)
def test_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


def test_the_outlet_is_cut_from_the_title() -> None:
    title = read_document(article("x", "Bomb in Lima - The Daily Bugle", publisher=Publisher(name="Daily Bugle"))).title
    assert title is not None
    assert title.text == "Bomb in Lima"
