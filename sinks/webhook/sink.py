"""One target as a sink. `flush` returns when the target has acknowledged everything; the log is its queue.

At least once: after a kill a batch is sent again, each revision under the same `webhook-id`, by which a receiver knows
it. What the target refuses for good becomes a dead letter; a target that is away is waited for, and other targets,
which are sinks of their own, do not notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sinks.port import StoreRefused, StoreUnavailable
from sinks.runner import Turned
from sinks.webhook.circuit import Circuit, Circuited
from sinks.webhook.post import Answer, Client
from sinks.webhook.signature import signature
from sinks.webhook.targets import Target
from sinks.webhook.template import load_template
from tocsin import __version__, topics
from tocsin.contract.envelope import header, open_message
from tocsin.contract.identity import event_id
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered

_PATIENCE = 5  # errors of the target's for one message before others are tried, to tell which of the two is at fault
_POISON_RUN = 20  # refusals in a row: then it is the target or its template that is wrong, not the messages


@dataclass(slots=True)
class _Delivery:
    record: Delivered
    identity: str
    body: bytes
    errors: int = 0
    since: float | None = None


def _doubtful(delivery: _Delivery) -> bool:
    return delivery.errors >= _PATIENCE


class WebhookSink:
    """Raises `UserError` for a target that cannot be used."""

    topics: tuple[str, ...] = (topics.INCIDENTS.name,)

    def __init__(
        self,
        target: Target,
        *,
        listener: Callable[[Circuited | Turned], None] = lambda _event: None,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = f"webhook-{target.name}"
        self._target, self._url, self._key = target, target.address(), target.key()
        self._template = load_template(target.template)
        self._client = Client(target.timeout_s, allow_private=target.allow_private)
        self._circuit, self._listener = Circuit(), listener
        self._monotonic, self._clock = monotonic, clock
        self._waiting: list[_Delivery] = []
        self._refused: dict[Delivered, str] = {}
        self._refusals = 0
        self._taken = False

    def add(self, record: Delivered) -> None:
        incident = open_message(Incident, record.message)
        if self._target.wants(incident):
            identity = header(record.message, "ce_id") or event_id("incident", incident.id, incident.revision)
            self._waiting.append(_Delivery(record, identity, self._template.render(incident, record.message.value)))

    def flush(self) -> None:
        problem, self._taken = "", False
        for delivery in sorted(self._waiting, key=_doubtful):  # one at fault itself must not hold up the others
            problem = self._deliver(delivery) or problem
            if problem and delivery.errors < _PATIENCE:
                break
        self._refuse()
        if problem:
            raise StoreUnavailable(f"webhook {self._target.name}: {problem}")

    def close(self) -> None:
        self._client.close()

    def _deliver(self, delivery: _Delivery) -> str:
        """Why it is still waiting; "" if it is not."""
        wait_s = self._circuit.wait_s(self._monotonic())
        if wait_s:
            return f"its circuit is open for {wait_s:.0f} s more"
        self._listener(Turned(self.name))  # twenty slow answers are a slow target, not a loop that hangs
        answer = self._client.post(self._url, delivery.body, self._headers(delivery))
        if answer.kind == "delivered":
            self._settled(delivery)
            self._refusals, self._taken = 0, True
            return ""
        if answer.kind == "refused" and self._refusals < _POISON_RUN:
            self._refusals += 1
            self._settled(delivery)
            self._refused[delivery.record] = f"webhook {self._target.name}: {answer.told}"
            return ""
        return self._failed(delivery, answer)

    def _failed(self, delivery: _Delivery, answer: Answer) -> str:
        now = self._monotonic()
        if answer.kind == "failing":
            delivery.errors += 1
            delivery.since = now if delivery.since is None else delivery.since
            if self._taken and _doubtful(delivery):  # the target is well: it has just taken another
                self._give_up(delivery, f"{delivery.errors} errors for it while others are taken: {answer.told}")
                return ""
            if now - delivery.since >= self._target.give_up_s:
                self._give_up(delivery, f"given up: {answer.told}")
        was_open = self._circuit.is_open
        self._circuit.failed(now, answer.retry_after_s)
        if self._circuit.is_open and not was_open:
            self._listener(Circuited(self._target.name, True))
        if answer.kind == "refused":
            return f"{_POISON_RUN} messages in a row refused, at last with {answer.told}; check its template"
        return answer.told

    def _give_up(self, delivery: _Delivery, why: str) -> None:
        self._waiting.remove(delivery)
        self._refused[delivery.record] = f"webhook {self._target.name}: {why}"

    def _settled(self, delivery: _Delivery) -> None:
        self._waiting.remove(delivery)
        if self._circuit.is_open:
            self._listener(Circuited(self._target.name, False))
        self._circuit.succeeded()

    def _refuse(self) -> None:
        if self._refused:
            refused, self._refused = self._refused, {}
            raise StoreRefused(refused)

    def _headers(self, delivery: _Delivery) -> dict[str, str]:
        """CloudEvents' HTTP binary mode, Standard Webhooks, and the key by which a repeated request is known."""
        timestamp = int(self._clock())
        events = {name.replace("ce_", "ce-"): value.decode("ascii", "replace")
                  for name, value in delivery.record.message.headers if name.startswith("ce_")}  # fmt: skip
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Tocsin/{__version__}",
            "webhook-id": delivery.identity,
            "webhook-timestamp": str(timestamp),
            "Idempotency-Key": delivery.identity,
            **events,
        }
        if self._key is not None:
            headers["webhook-signature"] = signature(self._key, delivery.identity, timestamp, delivery.body)
        return headers
