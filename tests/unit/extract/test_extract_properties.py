"""Whatever the text: no reader raises, bounds are in order, evidence lies in the text."""

from __future__ import annotations

from extract_reading import document
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.classify.extract import actors, casualties, claims, targets, weapons
from tocsin.contract.fields import TOLL_KINDS, Evidence

_WORDS = (
    *("killed", "injured", "wounded", "kidnapped", "died", "toll", "rose", "hurt", "denied", "claimed", "blamed"),
    *("two", "12", "3,000", "dozens", "no one", "at least", "more than", "between", "a", "the", "of", "to", "from"),
    *("people", "men", "Gunmen", "police", "children", "others", "Jose Ramos", ", 34,", "FMLN", "embassy", "bomb"),
    *("and", ",", ".", "was", "were", "said", "by", "on", "including", "responsibility", "rockets", "“", "”", "'s"),
)
_PROSE = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
_TEXTS = st.lists(st.one_of(_PROSE, st.text(max_size=120)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_readers_hold_their_promises(texts: list[str]) -> None:
    doc = document(*texts)
    article = " ".join(texts)
    sentences = doc.sentences
    read, evidence = casualties.read(doc, sentences)
    found: dict[str, Evidence] = dict(evidence)
    found |= weapons.read(doc, sentences)[1]
    found |= actors.read(doc, sentences)[1]
    found |= targets.read(doc, sentences)[1]
    found |= claims.read(doc, sentences, read, evidence)[1]
    for kind in TOLL_KINDS:
        toll = getattr(read, kind)
        known = [n for n in (toll.min, toll.best, toll.max) if n is not None] if toll else []
        assert known == sorted(known)
        if toll and toll.of_which_perpetrators is not None:
            assert toll.best is not None
            assert 0 < toll.of_which_perpetrators <= toll.best
    for witness in found.values():
        assert 0 <= witness.start < witness.end <= len(article)
        sentence = sentences[witness.sentence.index]
        assert witness.sentence.text == sentence.text
        assert sentence.start <= witness.start
        assert witness.end <= sentence.end
        assert article[witness.start : witness.end] in sentence.text


def test_ten_thousand_numbers_and_a_long_line_are_read() -> None:
    doc = document(" ".join(str(n) for n in range(10_000)), "killed " * 100_000)
    read, _ = casualties.read(doc, doc.sentences)
    assert read.killed is None or read.killed.text is not None
