"""The trained event models: same answer each time, any text, quick to load."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article

from processors.classify.decision.features import rule_features, word_features
from processors.classify.detect.mention import find_mentions
from processors.classify.document import Document
from processors.classify.incidents.group import group
from processors.classify.learned import events
from processors.classify.learned.hashing import ids
from processors.classify.learned.weights import Table
from processors.classify.realis.decide import judge
from processors.classify.text import read_document, with_all_tokens

ATTACK = (
    "PORTO BELO, 4 MAR 91 -- [TEXT] TWO CAR BOMBS EXPLODED LAST NIGHT IN FRONT OF THE MAYOR'S OFFICE, KILLING "
    "THREE GUARDS AND DESTROYING THE BUILDING. POLICE BLAMED GUERRILLAS FOR THE BOMBING."
)
SPEECH = (
    "PORTO BELO, 4 MAR 91 -- [TEXT] THE MINISTER OF FINANCE SAID TODAY THAT THE NEW TARIFF WILL HELP COFFEE GROWERS. "
    "HE ADDED THAT TALKS WITH THE BANKS ON THE FOREIGN DEBT WILL GO ON NEXT WEEK."
)


def read(text: str) -> Document:
    return with_all_tokens(read_document(article(text, published=None)))


def reading(text: str) -> events.Reading:
    document = read(text)
    mentions = judge(find_mentions(document), document)
    incidents = group(mentions, document)
    rules = {**word_features(mentions), **rule_features(mentions, incidents, len(document.sentences))}
    return events.read_events(document, rules)


def test_a_bombing_is_told_and_a_speech_on_tariffs_is_not() -> None:
    assert reading(ATTACK).told
    assert not reading(SPEECH).told
    assert reading(ATTACK).odds[0] > reading(SPEECH).odds[0] + 2


def test_the_types_of_a_bombing_hold_bombing_and_no_kidnapping() -> None:
    assert "BOMBING" in reading(ATTACK).types
    assert "KIDNAPPING" not in reading(ATTACK).types
    assert reading(SPEECH).types == ()


def test_the_sentence_with_the_bombs_scores_above_the_one_on_tariffs() -> None:
    assert reading(ATTACK).sentences[0] > reading(SPEECH).sentences[0]


def test_the_same_text_gives_the_same_numbers() -> None:
    assert np.array_equal(reading(ATTACK).odds, reading(ATTACK).odds)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "7 " * 3000, "bomb " * 3000, "爆炸。" * 200])
def test_odd_texts_give_finite_odds(text: str) -> None:
    assert np.isfinite(reading(text).odds).all()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_finite_odds(text: str) -> None:
    assert np.isfinite(reading(text).odds).all()


def test_a_feature_without_a_weight_weighs_nothing() -> None:
    known = ids(["b", "a"])
    table = Table(np.sort(known), np.ones((2, 1), dtype=np.float32))
    assert table.gather(ids(["a", "no such feature"])).ravel().tolist() == [1.0, 0.0]


def test_the_artefacts_load_in_half_a_second() -> None:
    tables = "[w.table(*each) for each in (('events', 'sentence'), ('events', 'article'), ('slots', 'tag'))]"
    load = f"t = time.process_time(); {tables}; print(time.process_time() - t)"
    code = f"import time, processors.classify.learned.weights as w; {load}"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert float(out.stdout) < 0.5
