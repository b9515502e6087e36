"""The scores, on answers small enough to check by hand."""

import pytest

from evaluation.clustering import agreement
from evaluation.figures import Counts
from evaluation.muc import Entity, human_entities, judge_slot, normalise, plain_entities, read_gold

GOLD = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3"}


@pytest.mark.parametrize(
    ("predicted", "pairwise", "bcubed", "exact"),
    [
        (GOLD, 1.0, 1.0, 1.0),
        ({}, 0.0, 2 * 1.0 * 0.6 / 1.6, 0.0),  # nothing joined: precision 1, recall (3 * 1/3 + 2) / 5
        (dict.fromkeys(GOLD, "x"), 2 * 3 / (10 + 3), 2 * 0.44 * 1.0 / 1.44, 0.0),  # all joined
        ({"a": "x", "b": "x", "c": "y"}, 2 * 1 / (1 + 3), None, 0.0),
    ],
)
def test_clustering(predicted: dict[str, str], pairwise: float, bcubed: float | None, exact: float) -> None:
    found = agreement(predicted, GOLD)
    assert found.pairwise.f1 == pytest.approx(pairwise)
    assert found.exact_multi == exact
    if bcubed is not None:
        assert found.bcubed_f1 == pytest.approx(bcubed)


def test_normalise() -> None:
    assert normalise('The  "ARMED\nMEN."') == "armed men"


def test_slot_lines_are_entities_and_slashes_alternatives() -> None:
    assert plain_entities('"A ONE" / "ONE"\n? "TWO"') == [
        Entity(frozenset({"a one", "one"}) - {"a one"}),
        Entity(frozenset({"two"}), optional=True),
    ]
    assert plain_entities("*") == []


def test_a_description_joins_the_person_it_names() -> None:
    found = human_entities('"JANE ROE"', '"MAYOR OF X": "JANE ROE"\n"PEASANTS"')
    assert found == [Entity(frozenset({"jane roe", "mayor of x"})), Entity(frozenset({"peasants"}))]


def test_each_gold_entity_is_matched_once_and_optional_ones_are_not_missed() -> None:
    entities = [Entity(frozenset({"men", "gunmen"})), Entity(frozenset({"rebels"})), Entity(frozenset({"x"}), True)]
    assert judge_slot({"men", "gunmen"}, entities) == Counts(tp=1, fp=1, fn=1)


def test_gold_types_and_slots_of_an_article_are_united() -> None:
    slot = dict.fromkeys(("PERP: ORGANIZATION ID", "PHYS TGT: ID", "HUM TGT: NAME", "HUM TGT: DESCRIPTION"), "*")
    row = {"article": "a", "INCIDENT: INSTRUMENT ID": '"BOMB"', "PERP: INDIVIDUAL ID": '"MEN"', **slot}
    gold = read_gold([row | {"INCIDENT: TYPE": "BOMBING"}, row | {"INCIDENT: TYPE": "BOMBING / ATTACK"}])["a"]
    assert gold.types == {"BOMBING", "ATTACK"}
    assert gold.slots["weapon"] == [Entity(frozenset({"bomb"}))]
