"""What happens in the embedded mode, as values. Log line, metric and live view are made from the same event.

Events of a stage are told after its transaction, so what is told is durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from producers import events as produced
from sinks import runner as sunk
from sinks.webhook.circuit import Circuited
from tocsin.contract.article import Article, ArticleRef
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
class Serving:
    """The live page is at `url`. `moved`: the wanted port was taken, so it is another one."""

    url: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Preparing:
    """A stage loads what it needs before its first message; `ready` when it has it."""

    stage: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Classify has read an article. `account` is None if there was nothing to say, `language` if it cannot be read."""

    article: Article
    account: Account | None
    rejections: Rejections | None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """Deduplicate has published a revision. `cause` is the article that caused it, None for a correction."""

    incident: Incident
    cause: ArticleRef | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """Deduplicate has taken in an account or a correction, which made so many revisions; then its state has so many
    keys and bytes."""

    revisions: int
    state_keys: int
    state_bytes: int


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Deduplicate has rejected mentions (after an incident's close)."""

    rejections: Rejections


@dataclass(frozen=True, slots=True)
class DeadLettered:
    """A stage could not handle a message; its bytes are in `dead-letters`. `error` is the class of the error."""

    stage: str
    problem: str
    error: str = "unknown"


@dataclass(frozen=True, slots=True)
class Worked:
    """A stage has made a batch durable. `lag` is None where the stage cannot know it (on Kafka the monitor does);
    `ages_s` is how long ago each message was appended to `topic`."""

    stage: str
    messages: int
    seconds: float
    lag: int | None
    topic: str = ""
    ages_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Waits:
    """A stage waits for the log. Nothing is lost; it is tried again in `retry_s`."""

    stage: str
    problem: str
    retry_s: float


Event = (
    Started | Serving | Preparing | Read | Revised | Applied | TurnedAway | DeadLettered | Worked | Waits
    | produced.Event | sunk.Stored | sunk.Unreadable | sunk.Paused | sunk.Turned | Circuited
)  # fmt: skip
Listener = Callable[[Event], None]
"""Called from the threads of the stages; must not block and must not raise."""
