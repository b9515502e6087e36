"""What happens in the embedded mode, as values. Log line, metric and live view are made from the same event.

Events of a stage are told after its transaction, so what is told is durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from producers import events as produced
from sinks import runner as sunk
from tocsin.contract.article import Article
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account


@dataclass(frozen=True, slots=True)
class Started:
    """A run begins. `feeds` are the titles of what it polls, in order; `sample` is true for the newsroom's show."""

    data: Path
    feeds: tuple[str, ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class Preparing:
    """A stage loads what it needs before its first message; `ready` when it has it."""

    stage: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Classify has read an article. `account` is None if there was nothing to say."""

    article: Article
    account: Account | None
    rejections: Rejections | None


@dataclass(frozen=True, slots=True)
class Revised:
    """Deduplicate has published a revision."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Deduplicate has rejected mentions (after an incident's close)."""

    rejections: Rejections


@dataclass(frozen=True, slots=True)
class DeadLettered:
    """A stage could not handle a message; its bytes are in `dead-letters`."""

    stage: str
    problem: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A stage has made a batch durable."""

    stage: str
    messages: int
    seconds: float
    lag: int


@dataclass(frozen=True, slots=True)
class Waits:
    """A stage waits for the log. Nothing is lost; it is tried again in `retry_s`."""

    stage: str
    problem: str
    retry_s: float


Event = (
    Started | Preparing | Read | Revised | TurnedAway | DeadLettered | Worked | Waits
    | produced.Event | sunk.Stored | sunk.Unreadable | sunk.Paused
)  # fmt: skip
Listener = Callable[[Event], None]
"""Called from the threads of the stages; must not block and must not raise."""
