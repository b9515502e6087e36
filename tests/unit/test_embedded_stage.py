"""A stage over the embedded log with a small core: what becomes durable when, and what happens to bad messages."""

import threading
from pathlib import Path

import pytest
from invented import NOON

from tocsin.embedded.events import DeadLettered, Event, Waits, Worked
from tocsin.embedded.stage import Effects, Stage
from tocsin.log.port import LogFull, Message
from tocsin.log.sqlite import MAX_MESSAGE_BYTES, SqliteLog, Step


class Counting:
    """Numbers what it reads, in `reports`; its count is its state. It fails on `bad` and forgets."""

    name = "count"
    topic = "articles"
    batch = 10

    def __init__(self) -> None:
        self.count = -1
        self.prepared = 0

    def prepare(self, state: list[tuple[str, bytes]]) -> None:
        self.count = int(dict(state).get("count", b"0"))
        self.prepared += 1

    def handle(self, message: Message) -> Effects:
        self.count += 1  # before it fails: only a core made anew from the log's state counts right
        if message.value == b"bad":
            raise ValueError("cannot read this")
        size = MAX_MESSAGE_BYTES if message.value == b"huge" else 1
        output = Message("reports", message.key, b"%d" % self.count + b" " * size)
        return Effects((output,), {"count": b"%d" % self.count})


class Life:
    """One process life of a stage over the log in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.log = SqliteLog(folder / "log.sqlite")
        self.core, self.stop, self.events = Counting(), threading.Event(), list[Event]()
        self.stage = Stage(self.core, self.log, self.stop, self.listen, lambda: NOON)

    def listen(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Worked) and event.lag == 0:
            self.stop.set()

    def send(self, *values: bytes) -> None:
        self.log.transact(Step("test", [], [Message("articles", b"k", value) for value in values]))

    def numbers(self) -> list[int]:
        return [int(d.message.value) for d in self.log.read("reports")]


def test_outputs_state_and_position_go_together(tmp_path: Path) -> None:
    life = Life(tmp_path)
    life.send(*[b"x"] * 25)
    life.stage.run()
    assert life.numbers() == list(range(1, 26))
    assert life.log.state("count") == [("count", b"25")]
    assert life.stage.lag() == 0


def test_the_next_life_goes_on_with_the_state(tmp_path: Path) -> None:
    for expected in ([1, 2], [1, 2, 3, 4]):
        life = Life(tmp_path)
        life.send(b"x", b"x")
        life.stage.run()
        assert life.numbers() == expected
        life.log.close()


@pytest.mark.parametrize("bad", [b"bad", b"huge"])
def test_a_message_that_cannot_be_handled_is_dead_lettered_alone(bad: bytes, tmp_path: Path) -> None:
    life = Life(tmp_path)
    life.send(b"x", bad, b"x", bad, bad, b"x")
    life.stage.run()
    assert life.numbers() == [1, 2, 3], "a failed message left its mark on the state"
    letters = life.log.read("dead-letters")
    assert [dict(d.message.headers)["dl_offset"] for d in letters] == [b"1", b"3", b"4"]
    assert {d.message.value for d in letters} == {bad}
    assert len([e for e in life.events if isinstance(e, DeadLettered)]) == 3


def test_a_full_log_is_waited_for_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.embedded.stage._RETRY_S", (0.001, 0.002))
    life = Life(tmp_path)
    life.send(b"x", b"x")
    real, failures = life.log.transact, iter([LogFull("no room"), LogFull("no room")])

    def transact(step: Step) -> list[int]:
        if (failure := next(failures, None)) is not None:
            raise failure
        return real(step)

    monkeypatch.setattr(life.log, "transact", transact)
    life.stage.run()
    assert life.numbers() == [1, 2]
    assert [e.problem for e in life.events if isinstance(e, Waits)] == ["no room", "no room"]


def test_told_to_stop_while_the_log_is_full_it_ends_with_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(tmp_path)
    life.send(b"x", b"x")

    def transact(step: Step) -> list[int]:
        life.stop.set()
        raise LogFull("no room")

    monkeypatch.setattr(life.log, "transact", transact)
    life.stage.run()
    assert (life.numbers(), life.log.state("count"), life.stage.lag()) == ([], [], 2)
    again = Life(tmp_path)
    again.stage.run()
    assert again.numbers() == [1, 2]
