"""What a subscription becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from producers.settings import WebSubSettings
from producers.websub.discovery import Hub
from producers.websub.subscription import Subscription, asking, denied, refused, verified

S = WebSubSettings(callback="https://desk.example/hubs/")
WANTED = Subscription(
    token="t", secret="s", feed="f", hub=Hub("https://hub.example/", "https://paper.example/rss"),
    base="https://paper.example/rss", callback="https://desk.example/hubs/t", next_at=0.0,
)  # fmt: skip
ASKED = asking(WANTED, 0.0, S)
TOPIC = WANTED.hub.topic
ACTIVE = verified(ASKED, "subscribe", TOPIC, 1000.0, 10.0, S)[0]
assert ACTIVE is not None
LEAVING = asking(replace(ACTIVE, status="leaving"), 0.0, S)


def test_nothing_is_taken_before_the_hub_has_verified() -> None:
    assert not WANTED.in_force(1.0)
    assert not ASKED.in_force(1.0)
    assert ACTIVE.in_force(1009.0)
    assert not ACTIVE.in_force(1010.0)
    assert not LEAVING.in_force(20.0)


def test_what_is_asked() -> None:
    assert WANTED.form(60.4) == {
        "hub.callback": "https://desk.example/hubs/t", "hub.mode": "subscribe", "hub.topic": TOPIC,
        "hub.secret": "s", "hub.lease_seconds": "60",
    }  # fmt: skip
    assert LEAVING.form(60.4).keys() == {"hub.callback", "hub.mode", "hub.topic"}


def test_a_subscription_stays_in_force_while_it_is_renewed() -> None:
    renewing = asking(ACTIVE, 800.0, S)
    assert (renewing.status, renewing.in_force(900.0)) == ("asked", True)
    after = refused(renewing, 900.0, S)
    assert after is not None
    assert after.in_force(1009.0)
    lapsed = refused(renewing, 1010.0, S)
    assert lapsed is not None
    assert lapsed.status == "wanted"


def test_a_hub_may_verify_before_it_answers() -> None:
    assert refused(ACTIVE, 11.0, S) == ACTIVE


@pytest.mark.parametrize(
    ("held", "mode", "topic"),
    [
        (WANTED, "subscribe", TOPIC),  # never asked
        (ASKED, "unsubscribe", TOPIC),
        (ASKED, "subscribe", TOPIC + "2"),
        (LEAVING, "subscribe", TOPIC),
        (ASKED, "", TOPIC),
    ],
)
def test_only_what_was_asked_for_is_confirmed(held: Subscription, mode: str, topic: str) -> None:
    assert verified(held, mode, topic, 1000.0, 10.0, S) == (held, False)


def test_leaving_ends_with_the_hubs_question_or_after_some_tries() -> None:
    assert verified(LEAVING, "unsubscribe", TOPIC, None, 10.0, S) == (None, True)
    assert refused(LEAVING, 10.0, S) == LEAVING
    assert refused(asking(asking(LEAVING, 0.0, S), 0.0, S), 10.0, S) is None


@pytest.mark.parametrize(
    ("lease", "until", "renewed"),
    [(1000.0, 1000.0, 800.0), (None, 864_000.0, 691_200.0), (1e9, 2_592_000.0, 2_073_600.0), (10.0, 10.0, 300.0)],
)
def test_leases_are_believed_within_bounds(lease: float | None, until: float, renewed: float) -> None:
    after, yes = verified(ASKED, "subscribe", TOPIC, lease, 0.0, S)
    assert yes
    assert after is not None
    assert (after.lease_until, after.next_at, after.failures) == (until, renewed, 0)


def test_a_denial_ends_it_for_a_day() -> None:
    after = denied(ACTIVE, TOPIC, 20.0, S)
    assert after is not None
    assert (after.status, after.in_force(21.0), after.next_at) == ("wanted", False, 20.0 + 86_400)
    assert denied(ACTIVE, "https://other.example/", 20.0, S) == ACTIVE
    assert denied(LEAVING, TOPIC, 20.0, S) is None
