"""Messages that cannot be handled: each to the dead letters, once, and never past one that could not be put there."""

import signal
from collections.abc import Callable

import fault_corpus
import orjson
import pytest
from fault_lab import LIMIT_S, Lab, free_port, get, until
from fault_ledger import Ledger, read

from tocsin.contract.codec import encode
from tocsin.contract.envelope import article_message, header
from tocsin.log.kafka_dead_letters import read as read_letters
from tocsin.log.kafka_dead_letters import replay
from tocsin.log.port import Message

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
Check = Callable[[Ledger], None]


def test_an_article_that_raises_is_one_dead_letter_and_the_rest_goes_on(lab: Lab, assert_whole: Check) -> None:
    lab.start("classify")
    lab.start("deduplicate")
    half = len(lab.articles) // 2
    lab.send([*lab.articles[:half], fault_corpus.poison(1), *lab.articles[half:]])
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    (letter,) = ledger.dead
    assert header(letter, "dl_error") == "ValueError"
    assert header(letter, "dl_stage") == "classify"
    assert letter.value == encode(fault_corpus.poison(1))


def test_unknown_fields_are_accepted_and_a_missing_one_is_dead_lettered(lab: Lab) -> None:
    whole = article_message(lab.articles[0])
    raw = orjson.loads(whole.value)
    more = Message(whole.topic, whole.key, orjson.dumps({**raw, "colour": "red"}), whole.headers)
    less = Message(whole.topic, b"less", orjson.dumps({k: v for k, v in raw.items() if k != "title"}), whole.headers)
    torn = Message(whole.topic, b"torn", whole.value[:-20], whole.headers)
    account = Message("reports", b"account", b'{"article": {}}')
    lab.start("classify")
    lab.start("deduplicate")
    lab.send_messages([more, less, torn, account])
    lab.until_done()
    assert len(read(lab.broker.bootstrap, "incidents")) == 1
    dead = read(lab.broker.bootstrap, "dead-letters")
    assert sorted(m.key for m in dead) == [b"account", b"less", b"torn"]
    assert {header(m, "dl_stage") for m in dead} == {"classify", "deduplicate"}
    assert any("title" in (header(m, "dl_message") or "") for m in dead)


def test_a_stage_that_can_read_nothing_halts(lab: Lab) -> None:
    port = free_port()
    lab.start("classify", process={"poison_run": 20, "batch_records": 50, "health_port": port})
    lab.send([fault_corpus.poison(n) for n in range(200)])
    until(lambda: "tocsin_stage_halted" in get(port, "/metrics")[1] and "poison" in get(port, "/ready")[1], "it halts")
    assert 'tocsin_stage_halted{stage="classify"} 1.0' in get(port, "/metrics")[1]
    assert get(port, "/live")[0] == 200
    assert lab.end_of("dead-letters") == 20
    until(lambda: lab.lag("classify", "articles") == 180, "its offset stands where the trouble begins")


@pytest.mark.parametrize(("service", "topic"), [("classify", "articles"), ("deduplicate", "reports")])
def test_a_dead_letter_that_is_refused_ends_the_worker_before_the_poison(lab: Lab, service: str, topic: str) -> None:
    lab.configure("dead-letters", {"max.message.bytes": "200"})
    worker = lab.start(service, process={"batch_records": 1})
    lab.send_messages([Message(topic, b"poison", b"{" + b"x" * 300)])
    assert worker.wait() not in (0, None)
    assert lab.lag(service, topic) == 1


def test_dead_letters_of_a_defect_replayed_twice_add_nothing(lab: Lab, assert_whole: Check) -> None:
    """A classify that fails on every tenth article is mended; what it put aside is sent back, twice."""
    faulty = lab.start("classify", defect="b")
    lab.start("deduplicate")
    lab.send(lab.articles)
    lab.until_done()
    faulty.send_signal(signal.SIGTERM)
    assert faulty.wait(30) == 0
    failed = sum(article.id.endswith("b") for article in lab.articles)
    address = lab.broker.address
    assert len(read_letters(address)) == failed
    lab.start("classify")
    assert replay(address, read_letters(address), lambda _: None) == failed
    lab.until_done()
    ledger = lab.ledger()
    told = len(read(lab.broker.bootstrap, "incidents"))
    assert replay(address, read_letters(address), lambda _: None) == 0
    lab.send_messages(letter.origin for letter in read_letters(address))  # and by hand, past the notes
    lab.until_done()
    assert len(read(lab.broker.bootstrap, "incidents")) == told
    assert lab.ledger().groups == ledger.groups
    assert_whole(lab.ledger())
    assert {letter.fate for letter in read_letters(address)} == {"replayed"}
