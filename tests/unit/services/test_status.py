"""Liveness is progress; readiness is the absence of trouble."""

from processors.services.status import STUCK_S, Status


def test_alive_while_it_beats_whatever_its_troubles() -> None:
    now = [0.0]
    status = Status("classify", lambda: now[0])
    status.trouble("broker", "away")
    now[0] = STUCK_S - 1
    status.beat()
    now[0] = 2 * STUCK_S - 2
    assert status.alive
    now[0] = 2 * STUCK_S
    assert not status.alive


def test_ready_when_every_trouble_is_over() -> None:
    status = Status("classify")
    assert set(status.problems) == {"assignment"}
    status.trouble("broker", "away")
    status.fine("assignment")
    assert status.problems == {"broker": "away"}
    status.fine("broker")
    assert status.problems == {}
