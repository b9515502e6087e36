"""HTML to text: what a reader sees, and nothing that runs."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.clean import MAX_TEXT, clean_line, to_text

LINES = [
    ("Two rockets hit <b>Jadiriya</b>", "Two rockets hit Jadiriya"),
    ("Police &amp; army", "Police & army"),
    ("Police &amp;amp; army", "Police & army"),
    ("  3 killed,\n 4 &lt; 5 hurt ", "3 killed, 4 < 5 hurt"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;Toll rises", "Toll rises"),
    ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
    ("Kabul\u202e blast\u200b\x00", "Kabul blast"),
    ("cafe\u0301", "caf\u00e9"),
    ("sa<!-- a -- b >fe<script>alert(1);</script>", "safe"),
    ("safe<!--", "safe"),
    ("Toll &lt;!-- note --&gt;rises", "Toll rises"),
    (None, ""),
]

PERSIAN = "\u0642\u064f\u062a\u0644 \u0645\u06cc\u200c\u0631\u0648\u062f"  # with a joiner that belongs there

TEXTS = [
    ("<p>KYIV &mdash; Two drones<br/>fell.</p><p>No&nbsp;<b>hurt</b>.</p>", "KYIV — Two drones\nfell.\n\nNo hurt."),
    ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
    ("<script>alert('x')</script><style>p{}</style><p>Text</p><!-- note -->", "Text"),
    ("One&lt;!-- note", "One"),
    ("<p>One<p>Two", "One\n\nTwo"),
    ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
    ("A plain first line.\n\nA second one, 3 < 4.", "A plain first line.\n\nA second one, 3 < 4."),
    ("<div><div><p>Deep\n  wrap</p></div></div>", "Deep wrap"),
    ("<a href='javascript:alert(1)'>click</a> here", "click here"),
    (f"<p>{PERSIAN}</p>", PERSIAN),
    ("", ""),
]


@pytest.mark.parametrize(("given_", "expected"), LINES)
def test_line(given_: str | None, expected: str) -> None:
    assert clean_line(given_) == expected


@pytest.mark.parametrize(("given_", "expected"), TEXTS)
def test_text(given_: str, expected: str) -> None:
    assert to_text(given_) == (expected, False)


def test_a_long_text_is_cut_and_says_so() -> None:
    text, cut = to_text("<p>" + "word " * MAX_TEXT + "</p>")
    assert cut
    assert len(text) <= MAX_TEXT


def test_deep_nesting_is_no_recursion() -> None:
    text, _ = to_text("<p>before</p>" + "<div>" * 50_000 + "inner" + "</div>" * 50_000)
    assert text.startswith("before")


@given(st.text(alphabet=st.characters(), max_size=200), st.booleans())
def test_any_input_gives_text_that_json_carries(text: str, is_html: bool) -> None:
    for result in (clean_line(text, is_html=is_html), to_text(text, is_html=is_html)[0]):
        orjson.dumps(result)
        assert "\x00" not in result
        assert "<script" not in result
