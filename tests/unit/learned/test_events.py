"""The trained event models: same answer each time, any text, quick to load."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.classify.document import Document
from processors.classify.learned import events
from processors.classify.learned.hashing import ids
from processors.classify.learned.weights import Table
from processors.classify.text import read_document, with_all_tokens
from tocsin.contract.article import Article, Feed, Publisher

ATTACK = (
    "PORTO BELO, 4 MAR 91 -- [TEXT] TWO CAR BOMBS EXPLODED LAST NIGHT IN FRONT OF THE MAYOR'S OFFICE, KILLING "
    "THREE GUARDS AND DESTROYING THE BUILDING. POLICE BLAMED GUERRILLAS FOR THE BOMBING."
)
SPEECH = (
    "PORTO BELO, 4 MAR 91 -- [TEXT] THE MINISTER OF FINANCE SAID TODAY THAT THE NEW TARIFF WILL HELP COFFEE GROWERS. "
    "HE ADDED THAT TALKS WITH THE BANKS ON THE FOREIGN DEBT WILL GO ON NEXT WEEK."
)


def read(text: str) -> Document:
    article = Article(
        id="a",
        version=1,
        content_hash="",
        url=None,
        feed=Feed(id="f", url="f:"),
        publisher=Publisher(),
        title="",
        text=text,
        fetched_at=datetime(2020, 1, 1, tzinfo=UTC),
        rules_version="",
    )
    return with_all_tokens(read_document(article))


def test_a_bombing_is_relevant_and_a_speech_on_tariffs_is_not() -> None:
    assert events.relevance(read(ATTACK)) > 0.7 > 0.3 > events.relevance(read(SPEECH))


def test_the_types_of_a_bombing_hold_bombing_and_no_kidnapping() -> None:
    found = events.types(read(ATTACK))
    assert "BOMBING" in found
    assert "KIDNAPPING" not in found
    assert events.types(read(SPEECH)) == frozenset()


def test_the_sentence_with_the_bombs_scores_above_the_one_on_tariffs() -> None:
    told, spoken = (events.event_score(read(text).sentences[0]) for text in (ATTACK, SPEECH))
    assert set(told) == set(events.COLUMNS)
    assert told["ANY"] > spoken["ANY"]


def test_the_same_text_gives_the_same_numbers() -> None:
    assert events.probabilities(read(ATTACK)) == events.probabilities(read(ATTACK))


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "7 " * 3000, "bomb " * 3000, "爆炸。" * 200])
def test_odd_texts_give_probabilities(text: str) -> None:
    assert all(0.0 <= p <= 1.0 for p in events.probabilities(read(text)).values())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_probabilities(text: str) -> None:
    assert all(0.0 <= p <= 1.0 for p in events.probabilities(read(text)).values())


def test_a_feature_without_a_weight_weighs_nothing() -> None:
    known = ids(["b", "a"])
    table = Table(np.sort(known), np.ones((2, 1), dtype=np.float32))
    assert table.gather(ids(["a", "no such feature"])).ravel().tolist() == [1.0, 0.0]


def test_the_artefact_loads_in_half_a_second() -> None:
    load = "t = time.process_time(); e._tables(); print(time.process_time() - t)"
    code = f"import time, processors.classify.learned.events as e; {load}"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert float(out.stdout) < 0.5
