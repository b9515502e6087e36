"""The subscriptions of one producer: found at polls, asked for at hubs, confirmed to them, and what comes of pushes."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from producers import schedule
from producers.events import Listener, Polled, Pushed, PushOutcome, Subscribed, SubscribedStep
from producers.fetch import Fetcher, FetchError, Visit
from producers.outcome import of_status
from producers.settings import WebSubSettings
from producers.websub import signature, subscription
from producers.websub.discovery import Hub
from producers.websub.store import SubscriptionTable
from producers.websub.subscription import Subscription

Take = Callable[[str, str, bytes, str | None], Awaitable[Pushed]]
"""Takes in what was pushed of a feed: its id, the base of its links, body, content type. Raises `StateError`."""

_TOKEN_BYTES, _SECRET_BYTES = 24, 32


class Hubs:
    """One event loop. Its calls raise `StateError` where the state file cannot be used; then nothing was recorded."""

    def __init__(
        self, settings: WebSubSettings, table: SubscriptionTable, listener: Listener, now: Callable[[], float]
    ) -> None:
        assert settings.callback is not None
        self._settings, self._table, self._listener, self._now = settings, table, listener, now
        self._base = settings.callback.rstrip("/") + "/"

    def begin(self, feeds: Mapping[str, object]) -> None:
        """Leave the subscriptions of feeds that are polled no more, or were made for another callback address."""
        for held in self._table.all():
            if held.feed not in feeds or not held.callback.startswith(self._base):
                self._leave(held)

    def after_poll(self, event: Polled, hub: Hub | None, base: str) -> bool:
        """A poll has ended; its document, if one was read, came from `base` and names `hub`. Whether a hub is to be
        asked something now."""
        held = self._table.of_feed(event.feed_id)
        if event.outcome == "gone" and held is not None:
            self._leave(held)
        if event.outcome != "fetched":
            return event.outcome == "gone"
        if held is not None and held.hub == hub:
            after = replace(held, base=base, trusted=held.trusted and not event.new)
            if after != held:
                self._table.put(after)
            return False
        if held is not None:
            self._leave(held)
        if hub is not None:
            self._table.put(self._fresh(event.feed_id, hub, base, held))
        return held is not None or hub is not None

    def _fresh(self, feed: str, hub: Hub, base: str, former: Subscription | None) -> Subscription:
        """A feed that names another hub at each poll is no reason to ask each: its failures count on."""
        token, failures = secrets.token_urlsafe(_TOKEN_BYTES), former.failures if former else 0
        return Subscription(
            token=token,
            secret=secrets.token_urlsafe(_SECRET_BYTES),
            feed=feed,
            hub=hub,
            base=base,
            callback=self._base + token,
            next_at=max(former.next_at, self._now()) if former and failures else self._now(),
            failures=failures,
        )

    def checked_s(self, feed: str) -> float | None:
        """The least time between two polls of a feed whose pushes can be trusted; None for others."""
        held = self._table.of_feed(feed)
        trusted = held is not None and held.trusted and held.in_force(self._now())
        return self._settings.checked_s if trusted else None

    def due(self, limit: int) -> list[Subscription]:
        return self._table.due(self._now(), limit)

    async def ask(self, held: Subscription, fetcher: Fetcher, visit: Visit | None) -> float | None:
        """Subscribe, renew or unsubscribe, as the subscription stands. Seconds, if the hub asks to be left alone."""
        held = subscription.asking(held, self._now(), self._settings)
        self._table.put(held)
        form = held.form(self._settings.lease_s)
        try:
            response = await fetcher.post(held.hub.url, form, visit=visit)
        except FetchError as error:
            self._refused(held, f"{error}")
            return None
        if 200 <= response.status < 300:
            self._tell(held, "asked")
            return None
        self._refused(held, f"status {response.status}")
        if of_status(response.status, "retry-after" in response.headers) != "throttled":
            return None
        return schedule.retry_after(response.headers.get("retry-after"), self._now()) or 0.0

    def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """The challenge to answer the hub's question with; None for "we did not ask for that"."""
        held = self._table.get(token)
        mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
        if held is None:
            return None
        if mode == "denied":
            self._keep(held, subscription.denied(held, topic, self._now(), self._settings), "denied")
            return ""
        lease = _seconds(query.get("hub.lease_seconds", ""))
        after, yes = subscription.verified(held, mode, topic, lease, self._now(), self._settings)
        if not yes:
            self._tell(held, "unasked")
            return None
        self._keep(held, after, "active" if after else "left")
        return query.get("hub.challenge", "")

    async def push(self, token: str, body: bytes, content_type: str | None, signed: str | None, take: Take) -> Pushed:
        """One push, taken in durably; ignored if it is not the hub's."""
        held = self._table.get(token)
        if held is None or not held.in_force(self._now()):
            return Pushed(feed_id=held.feed if held else "", outcome="unknown")
        if not signature.holds(signed, held.secret, body):
            self._table.put(replace(held, forged=held.forged + 1))
            return Pushed(feed_id=held.feed, outcome="forged", problem="its signature is missing or wrong")
        pushed = await take(held.feed, held.base, body, content_type)
        after = self._table.get(token)  # it may have been left meanwhile
        if pushed.outcome == "taken" and after is not None:
            self._table.put(replace(after, pushes=after.pushes + 1, trusted=after.trusted or pushed.new > 0))
        return pushed

    def _leave(self, held: Subscription) -> None:
        """From now on its pushes are not taken; the hub is told so, if it knows of it."""
        if held.status == "wanted":
            self._table.remove(held.token)
        elif held.status != "leaving":
            self._table.put(replace(held, status="leaving", failures=0, next_at=self._now()))

    def _refused(self, held: Subscription, problem: str) -> None:
        current = self._table.get(held.token)
        after = subscription.refused(current, self._now(), self._settings) if current else None
        self._keep(held, after, "refused", problem)

    def _keep(self, held: Subscription, after: Subscription | None, step: SubscribedStep, problem: str = "") -> None:
        if after is None:
            self._table.remove(held.token)
        else:
            self._table.put(after)
        self._tell(held, step, problem)

    def _tell(self, held: Subscription, step: SubscribedStep, problem: str = "") -> None:
        self._listener(Subscribed(feed_id=held.feed, mode=held.mode, step=step, problem=problem or None))


def _seconds(written: str) -> float | None:
    return float(written[:9]) if written.isascii() and written.isdigit() else None


def push_status(outcome: PushOutcome) -> int:
    """What the hub is answered. A forged push is acknowledged and ignored (WebSub, 7.1); 410 ends a subscription."""
    return {"unknown": 410, "unwritable": 503, "busy": 503, "too_large": 413, "encoded": 415, "slow": 408}.get(
        outcome, 202
    )
