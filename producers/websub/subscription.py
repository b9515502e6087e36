"""One subscription at a hub: what is asked of it when, and what its answers mean. Pure: times are Unix seconds.

wanted --asked--> asked --verified--> active --near the lease's end--> asked again
                    |                    |
                    denied: wanted, a day later        leave --verified, or given up--> (no more)

An active subscription stays in force while it is renewed. One that is not verified, or lapses, is asked for again with
growing pauses; the feed is polled at its own pace meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from producers.settings import WebSubSettings
from producers.websub.discovery import Hub

Status = Literal["wanted", "asked", "active", "leaving"]
Mode = Literal["subscribe", "unsubscribe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """`token` is the last part of the callback address, which nobody can guess; `secret` signs what is pushed.

    `base` is where the feed's own documents come from: relative links mean the same in a push. `next_at` is when the
    hub is asked next. `trusted` once a push brought something new; no longer when a poll finds
    something that was not pushed.
    """

    token: str
    secret: str
    feed: str
    hub: Hub
    base: str
    callback: str
    status: Status = "wanted"
    next_at: float
    lease_until: float = 0.0
    failures: int = 0
    trusted: bool = False
    pushes: int = 0
    forged: int = 0

    @property
    def mode(self) -> Mode:
        return "unsubscribe" if self.status == "leaving" else "subscribe"

    def in_force(self, now: float) -> bool:
        """Whether what comes under its address is taken."""
        return self.status in ("asked", "active") and now < self.lease_until

    def form(self, lease_s: float) -> dict[str, str]:
        """What the hub is sent (WebSub, 5.1)."""
        asked = {"hub.callback": self.callback, "hub.mode": self.mode, "hub.topic": self.hub.topic}
        if self.mode == "subscribe":
            asked |= {"hub.secret": self.secret, "hub.lease_seconds": f"{lease_s:.0f}"}
        return asked


def asking(held: Subscription, now: float, settings: WebSubSettings) -> Subscription:
    """Before the request goes out, since a hub may verify before it answers. Asked again if it does not verify."""
    status: Status = "leaving" if held.status == "leaving" else "asked"
    return replace(held, status=status, failures=held.failures + 1, next_at=now + _pause(held.failures, settings))


def refused(held: Subscription, now: float, settings: WebSubSettings) -> Subscription | None:
    """The hub did not take the request, though it was not verified meanwhile. None: nothing more is asked."""
    if held.status == "leaving":
        return None if held.failures >= settings.leave_tries else held
    if held.status == "active":  # verified before the answer came
        return held
    return replace(held, status="wanted" if held.lease_until <= now else held.status)


def verified(
    held: Subscription, mode: str, topic: str, lease_s: float | None, now: float, settings: WebSubSettings
) -> tuple[Subscription | None, bool]:
    """What the hub's question whether we meant it comes to, and whether the answer is yes (WebSub, 5.3).

    Only what was asked for is confirmed. None for the first: the subscription is over.
    """
    if topic != held.hub.topic or mode != held.mode or held.status == "wanted":
        return held, False
    if mode == "unsubscribe":
        return None, True
    lease = min(lease_s or settings.lease_s, settings.lease_most_s)
    renew = max(lease * settings.renew_at, settings.ask_least_s)
    return replace(held, status="active", failures=0, lease_until=now + lease, next_at=now + renew), True


def denied(held: Subscription, topic: str, now: float, settings: WebSubSettings) -> Subscription | None:
    """The hub will not, or no longer (WebSub, 5.2). It is asked again after a day or more."""
    if topic != held.hub.topic:
        return held
    if held.status == "leaving":
        return None
    later = max(_pause(held.failures, settings), settings.denied_s)
    return replace(
        held, status="wanted", lease_until=0.0, trusted=False, failures=held.failures + 1, next_at=now + later
    )


def _pause(failures: int, settings: WebSubSettings) -> float:
    return min(settings.verify_s * 2.0 ** min(failures, 20), settings.ask_most_s)
