"""The trained slots of a wire in capitals: what a plain bombing names is found, in its own words; any text is read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read

from processors.classify.document import Sentence
from processors.classify.learned.slot_choice import apart
from processors.classify.learned.slot_tags import Posterior, posterior
from processors.classify.learned.slots import LABELS, Candidate, Span, spans
from processors.classify.text.tokens import tokenise

WIRE = (
    "PORTO BELO, 4 MAR 91 (AGENCIA SUR) -- [TEXT] FOUR GUERRILLAS THREW A BOMB AT THE NATIONAL BANK LAST NIGHT. MAYOR "
    "JULIO BRANDA WAS KILLED AND TWO POLICEMEN WERE WOUNDED. POLICE BLAMED THE GUERRILLAS FOR THE BOMB ATTACK."
)


def test_a_plain_bombing_is_read_slot_by_slot() -> None:
    account = read(WIRE).account
    assert account is not None
    actors = {actor.name for report in account.reports for actor in report.actors}
    targets = {target.name for report in account.reports for target in report.targets}
    weapons = {weapon.text for report in account.reports for weapon in report.weapons}
    assert "GUERRILLAS" in actors
    assert "NATIONAL BANK" in targets
    assert any("JULIO BRANDA" in target for target in targets)
    assert "BOMB" in weapons


def test_every_filler_has_its_words_in_the_text() -> None:
    account = read(WIRE).account
    assert account is not None
    for report in account.reports:
        for name, evidence in report.evidence.items():
            if name.startswith(("actors", "targets", "weapons")):
                at = int(name.split(".")[1])
                said = getattr(report, name.split(".")[0])[at].text
                assert WIRE[evidence.start : evidence.end] == said


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_in_capitals_is_read(text: str) -> None:
    read(f"BOMB EXPLODED, KILLING TWO. {text.upper()} GUERRILLAS ATTACKED THE BARRACKS.")


def test_posteriors_are_those_of_all_paths() -> None:
    """Three tokens, one kind: outside, begin, go on; summed over the 27 paths."""
    rng = np.random.RandomState(1)
    emit, steps, first = rng.randn(3, 3), rng.randn(3, 3), rng.randn(3)
    total, node, both = 0.0, np.zeros((3, 3)), 0.0
    for path in np.ndindex(3, 3, 3):
        power = np.exp(
            first[path[0]]
            + sum(emit[at, label] for at, label in enumerate(path))
            + sum(steps[a, b] for a, b in pairwise(path))
        )
        total += power
        both += power if path[:2] == (1, 2) else 0.0
        for at, label in enumerate(path):
            node[at, label] += power
    found = posterior(emit, steps, first)
    assert np.allclose(found.node, node / total, atol=1e-6)
    assert np.allclose(found.goes_on[1, 0, 0], both / node[0, 1], atol=1e-6)


def sentence(text: str) -> Sentence:
    return Sentence(0, text, 0, len(text), 0, tokenise(text))


def test_spans_of_all_likely_lengths_are_candidates_without_the_article() -> None:
    node, goes_on = np.zeros((4, LABELS), dtype=np.float32), np.zeros((4, 5, 2), dtype=np.float32)
    node[0, 7] = 0.8
    goes_on[1, 3, 0], goes_on[2, 3, 1] = 1.0, 0.25
    found = {
        span.words: round(span.probability, 3)
        for span in spans(sentence("THE MAYOR GUARDS FLED"), Posterior(node, goes_on))
    }
    assert found == {("mayor",): 0.6, ("mayor", "guards"): 0.2}


def test_of_two_fillers_of_which_one_holds_the_other_the_likelier_stays() -> None:
    line = sentence("MAYOR JULIO BRANDA FLED")
    whole, part = (Candidate(3, words, [Span(3, line, 0, 3, 0.9, 0.9)]) for words in (("julio", "branda"), ("branda",)))
    other = Candidate(0, ("branda",), [Span(0, line, 0, 3, 0.9, 0.9)])
    assert apart([whole, part, other], [0.6, 0.8, 0.7], np.full(5, 0.5)) == [part, other]
