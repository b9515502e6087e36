"""What an operator sees of the topic `dead-letters`."""

from datetime import UTC, datetime

from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.log.kafka_dead_letters import letters
from tocsin.log.port import Message

ORIGIN = Message("articles", b"a1", b"{torn", (("ce_id", b"7"),))


def letter(offset: int) -> Message:
    told = DeadLetter(
        stage="classify",
        error="ContractError",
        message="Article: title: missing",
        topic="articles",
        partition=2,
        offset=offset,
        failed_at=datetime(2026, 3, 1, tzinfo=UTC),
        rules_version="t",
    )
    return dead_letter_message(told, ORIGIN)


def note(of: Message, fate: bytes) -> Message:
    return Message("dead-letters", b"a1", b"", (of.headers[0], ("dl_note", fate)))


def test_a_letter_gives_back_its_origin() -> None:
    (found,) = letters([(0, letter(5))])
    assert found.origin == ORIGIN
    assert (found.stage, found.topic, found.partition, found.offset) == ("classify", "articles", 2, 5)
    assert found.fate is None


def test_the_same_failure_twice_is_one_letter_and_a_note_settles_it() -> None:
    records = [letter(5), letter(6), letter(5), note(letter(5), b"replayed")]
    found = letters(list(enumerate(records)))
    assert [(one.offset, one.fate) for one in found] == [(5, "replayed"), (6, None)]
