"""A backlog of two years ago sent in beside live traffic, all of it out of order."""

import random
from collections.abc import Callable

import fault_corpus
import pytest
from fault_lab import LIMIT_S, Lab, kill, undisturbed, until
from fault_ledger import Ledger

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]


def test_a_two_year_old_replay_beside_live_traffic(lab: Lab, assert_nothing_lost: Callable[[Ledger], None]) -> None:
    """The live incidents are those of a run without it, old ones are closed as they come, and no redelivery opens one
    twice, however late."""
    old = fault_corpus.old_articles(len(lab.articles) // 2)
    everything = [*lab.articles, *old]
    random.Random(20261).shuffle(everything)
    lab.start("deduplicate", process={"batch_records": 20})
    first = lab.start("classify", slow_article="*", slow_s=0.002, process={"batch_records": 20})
    lab.send(everything)
    until(lambda: lab.end_of("reports") > len(everything) // 2, "half of it is told")
    kill(first)
    lab.start("classify")
    lab.until_done()
    lab.send(old)  # the whole backlog again
    lab.until_done()
    ledger = lab.ledger(old)
    assert_nothing_lost(ledger)
    live = {article.id for article in lab.articles}
    assert {group for group in ledger.groups if group[0] & live} == undisturbed(len(lab.articles))
    assert ledger.redelivered >= len(old)
