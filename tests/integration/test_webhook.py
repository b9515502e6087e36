"""The webhook sink against a real HTTP receiver that fails in every way, and addresses that it must not reach."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from invented import NOON, incident
from webhook_receiver import SECRET, Receiver

from sinks.port import StoreRefused, StoreUnavailable
from sinks.webhook.circuit import Circuited
from sinks.webhook.sink import WebhookSink
from sinks.webhook.targets import Target
from tocsin.contract.envelope import incident_message
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered, Partition

pytestmark = pytest.mark.integration


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.stop()


class Desk:
    """A sink over a receiver, its time by hand."""

    def __init__(self, receiver: Receiver, **fields: object) -> None:
        self.now, self.events = 1000.0, list[object]()
        target = Target.model_validate(
            {"name": "desk", "url": receiver.url, "secret": SECRET, "allow_private": True, **fields}
        )
        self.sink = WebhookSink(target, listener=self.events.append, monotonic=lambda: self.now, clock=lambda: 1.0)

    def add(self, *incidents: Incident) -> None:
        for number, value in enumerate(incidents):
            message = incident_message(value, NOON)
            self.sink.add(Delivered(message, Partition(message.topic), number, 0))

    def flush_until_done(self, hours: float = 24.0) -> list[Delivered]:
        """As the runner would, with its pauses; those refused."""
        refused: list[Delivered] = []
        end = self.now + 3600 * hours
        while self.now < end:
            try:
                self.sink.flush()
                return refused
            except StoreRefused as error:
                refused += error.refused
            except StoreUnavailable:
                self.now += 30
        raise AssertionError("it never ends")


def ids(receiver: Receiver) -> list[tuple[str, int]]:
    return [(body["id"], body["revision"]) for body in receiver.taken.values()]


def test_a_request_says_who_and_what_it_is(receiver: Receiver) -> None:
    desk = Desk(receiver)
    desk.add(incident(1), incident(1, revision=2))
    desk.sink.flush()
    assert ids(receiver) == [("i1", 1), ("i1", 2)]
    assert receiver.unsigned == 0
    first = receiver.headers[0]
    assert first["content-type"] == "application/json"
    assert first["idempotency-key"] == first["webhook-id"] == first["ce-id"]
    assert (first["ce-specversion"], first["ce-subject"], first["ce-source"]) == ("1.0", "i1", "/tocsin/deduplicate")


def test_filters_and_templates(receiver: Receiver) -> None:
    desk = Desk(receiver, changes=["opened"], countries=["NG"], template="slack")
    desk.add(incident(1), incident(1, revision=2), replace(incident(2), where=replace(incident(2).where, country="IQ")))
    desk.sink.flush()
    (body,) = receiver.taken.values()
    assert body["text"].startswith("Gunmen kill 4 in Kaura")
    assert "i1" not in str(receiver.headers[0].get("body"))


@pytest.mark.parametrize("status", [500, 503, 429, 401, 404, 301])
def test_a_target_that_fails_is_waited_for_and_nothing_is_lost_or_refused(receiver: Receiver, status: int) -> None:
    desk = Desk(receiver)
    left = iter([status] * 9)
    receiver.answer = lambda _body: next(left, 204)
    desk.add(incident(1), incident(2), incident(3))
    assert desk.flush_until_done() == []
    assert sorted(ids(receiver)) == [("i1", 1), ("i2", 1), ("i3", 1)]
    assert [e.is_open for e in desk.events if isinstance(e, Circuited)] == [True, False]
    assert len(receiver.requests) == 12


def test_a_target_that_is_away_is_not_hammered(receiver: Receiver) -> None:
    desk = Desk(receiver)
    receiver.stop()
    desk.add(incident(1))
    for _ in range(50):
        with pytest.raises(StoreUnavailable) as error:
            desk.sink.flush()
        assert "hush" not in str(error.value), "the address may be a secret"
        desk.now += 1
    receiver.start()
    assert desk.flush_until_done() == []
    assert ids(receiver) == [("i1", 1)]


def test_retry_after_is_kept(receiver: Receiver) -> None:
    desk = Desk(receiver)
    receiver.answer = lambda _body: (429, {"Retry-After": "300"})
    desk.add(incident(1))
    with pytest.raises(StoreUnavailable):
        desk.sink.flush()
    receiver.answer = lambda _body: 204
    desk.now += 299
    with pytest.raises(StoreUnavailable, match="open for 1 s"):
        desk.sink.flush()
    desk.now += 1
    desk.sink.flush()
    assert len(receiver.requests) == 2


def test_a_message_that_crashes_its_receiver_does_not_hold_up_the_others(receiver: Receiver) -> None:
    desk = Desk(receiver)
    receiver.answer = lambda body: 500 if body["id"] == "i2" else 204
    desk.add(incident(1), incident(2), incident(3), incident(4))
    refused = desk.flush_until_done()
    assert [r.message.key for r in refused] == [b"i2"]
    assert [i for i, _ in ids(receiver)] == ["i1", "i3", "i4"]


def test_a_lone_message_that_crashes_its_receiver_is_given_up_in_time(receiver: Receiver) -> None:
    desk = Desk(receiver, give_up_s=7200)
    receiver.answer = lambda _body: 500
    desk.add(incident(1))
    begun = desk.now
    assert [r.message.key for r in desk.flush_until_done()] == [b"i1"]
    assert desk.now - begun >= 7200


def test_what_the_target_refuses_is_refused_alone(receiver: Receiver) -> None:
    desk = Desk(receiver)
    receiver.answer = lambda body: 422 if body["id"] == "i2" else 204
    desk.add(incident(1), incident(2), incident(3))
    assert [r.message.key for r in desk.flush_until_done()] == [b"i2"]
    assert len(receiver.requests) == 3


def test_a_target_that_refuses_everything_is_itself_at_fault(receiver: Receiver) -> None:
    """A wrong template must not send a day of revisions to the dead letters."""
    desk = Desk(receiver)
    receiver.answer = lambda _body: 400
    desk.add(*(incident(n) for n in range(30)))
    refused, told = 0, set[str]()
    for _ in range(100):
        try:
            desk.sink.flush()
        except StoreRefused as error:
            refused += len(error.refused)
        except StoreUnavailable as error:
            told.add(str(error))
            desk.now += 30
    assert refused == 20
    assert any("20 messages in a row refused" in line for line in told)
    receiver.answer = lambda _body: 204
    desk.flush_until_done()
    assert len(receiver.taken) == 10


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_private_addresses_are_refused_unless_allowed(host: str, receiver: Receiver) -> None:
    fields: dict[str, Any] = {"url": f"https://{host}:{receiver.port}/", "allow_private": False}
    desk = Desk(receiver, **fields)
    desk.add(incident(1))
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match="forbidden address"):
        desk.sink.flush()
    assert time.monotonic() - begun < 5
    assert receiver.requests == []


def test_a_receiver_that_never_answers_costs_its_time_only(receiver: Receiver) -> None:
    desk = Desk(receiver, timeout_s=0.3)

    def hang(_body: object) -> int:
        time.sleep(1)
        return 204

    receiver.answer = hang
    desk.add(incident(1))
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match="no answer in time"):
        desk.sink.flush()
    assert time.monotonic() - begun < 0.9
