"""How the feeds are, in a few classes, from how each was polled last. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

from producers.outcome import Outcome

Health = Literal["healthy", "unreachable", "refused", "gone", "failing", "unreadable", "ours"]
"""unreachable: no answer (network, DNS, TLS, time-out). refused: turned away or told to slow down. gone: 404, 410.
failing: the server's errors. unreadable: no feed, or one that breaks a limit. ours: an address or scheme that we do
not ask, or a defect of ours."""

_CLASSES: dict[Health, tuple[Outcome, ...]] = {
    "healthy": ("fetched", "not_modified", "same_body"),
    "unreachable": ("dns", "connect", "tls", "timeout", "protocol"),
    "refused": ("refused", "throttled"),
    "gone": ("gone", "not_found"),
    "failing": ("server_error", "client_error", "redirects"),
    "unreadable": ("unreadable", "parse_killed", "too_large", "bomb", "corrupt"),
    "ours": ("forbidden_address", "forbidden_scheme", "defect"),
}
_OF: dict[str, Health] = {outcome: health for health, outcomes in _CLASSES.items() for outcome in outcomes}


def health_of(outcome: str) -> Health:
    """An outcome that is named in no class is ours to name."""
    return _OF.get(outcome, "ours")


class FeedHealth:
    """Counts feeds by class; a feed counts as its last poll went."""

    def __init__(self) -> None:
        self._last: dict[str, Health] = {}
        self._counts: Counter[Health] = Counter()

    def note(self, feed_id: str, outcome: str) -> None:
        if (before := self._last.get(feed_id)) is not None:
            self._counts[before] -= 1
        now = self._last[feed_id] = health_of(outcome)
        self._counts[now] += 1

    def counts(self) -> dict[Health, int]:
        """Every class, those without feeds included."""
        return {health: self._counts[health] for health in get_args(Health)}
