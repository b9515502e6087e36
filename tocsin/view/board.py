"""What has happened so far in a run, from its events. Pure; one thread."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

from producers.events import Polled, Published, Refused, Waiting
from sinks.runner import Paused, Stored, Unreadable
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.embedded.events import DeadLettered, Event, Preparing, Read, Revised, Serving, Started, TurnedAway, Waits
from tocsin.view import words

_KEPT = 200


@dataclass(slots=True)
class FeedLine:
    """A feed so far. `problem` is that of its last poll."""

    title: str
    polls: int = 0
    articles: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line for the eye: `kind` picks its colour, `text` says it."""

    kind: str
    text: str


@dataclass(slots=True)
class Board:
    """`take` every event in order."""

    data: Path = Path()
    sample: bool = False
    page: Serving | None = None
    feeds: dict[str, FeedLine] = field(default_factory=dict)
    polls: int = 0
    articles: int = 0
    edits: int = 0
    read: int = 0
    reports: int = 0
    stored: int = 0
    dead_letters: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    incidents: dict[str, Incident] = field(default_factory=dict)
    preparing: set[str] = field(default_factory=set)
    waiting: str | None = None
    troubles: set[str] = field(default_factory=set)
    happenings: deque[Happening] = field(default_factory=lambda: deque(maxlen=_KEPT))
    told: int = 0
    """Happenings so far, those forgotten included."""

    def take(self, event: Event) -> None:  # noqa: C901 - one flat case per kind of event
        match event:
            case Started(data, feeds, sample):
                self.data, self.sample = data, sample
                self.feeds = {title: FeedLine(title) for title in feeds}
            case Serving():
                self.page = event
                moved = " (the wanted port is taken)" if event.moved else ""
                self._tell("page", f"look at it: {event.url}{moved}")
            case Preparing(stage, ready):
                (self.preparing.discard if ready else self.preparing.add)(stage)
            case Polled():
                self._polled(event)
            case Published():
                self.articles += event.version == 1
                self.edits += event.version > 1
                self.waiting = None
            case Refused():
                self._tell("problem", f"article refused: {event.problem}")
            case Read():
                self.read += 1
                self.reports += len(event.account.reports) if event.account else 0
                if event.rejections:
                    self._rejected(event.rejections)
            case TurnedAway(rejections):
                self._rejected(rejections)
            case Revised(incident):
                self._revised(incident)
            case DeadLettered() | Unreadable():
                self.dead_letters += 1
                self._tell("problem", f"dead letter: {event.problem}")
            case Stored():
                self.stored += event.records
                self.waiting = None
            case Waits() | Waiting() | Paused():
                if event.problem not in self.troubles:  # the log has every try; a person needs it once
                    self._tell("problem", f"waiting: {event.problem}")
                self.troubles.add(event.problem)
                self.waiting = event.problem
            case _:
                pass

    def open_incidents(self) -> list[Incident]:
        """In force: not merged away, not retracted; the gravest first, then the newest."""
        live = [i for i in self.incidents.values() if i.status in ("open", "closed", "unknown")]
        return sorted(live, key=lambda i: (-i.severity, -i.last_reported_at.timestamp(), i.id))

    def _polled(self, event: Polled) -> None:
        line = self.feeds.setdefault(event.title, FeedLine(event.title))
        self.polls += 1
        line.polls += 1
        line.articles += event.new
        if event.problem and event.problem != line.problem:
            self._tell("problem", f"{event.title}: {event.outcome.replace('_', ' ')}: {event.problem}")
        line.problem = event.problem

    def _rejected(self, rejections: Rejections) -> None:
        for rejection in rejections.rejections:
            self.reasons[rejection.reason] += 1
            self._tell("rejected", f"{rejection.reason}: {rejection.sentence.text}")

    def _revised(self, incident: Incident) -> None:
        kind = incident.change.kind
        self.changes[kind] += 1
        self.incidents[incident.id] = incident
        self._tell(kind, revision_line(incident))

    def _tell(self, kind: str, text: str) -> None:
        self.happenings.append(Happening(kind, " ".join(text.split())))
        self.told += 1


def revision_line(incident: Incident) -> str:
    """`Gunmen kill 4 in Kaura; killed 3 → 4 (2 articles, 2 origins)`: what stands, what changed, how many say so."""
    changes = words.toll_changes(incident) if incident.revision > 1 else []
    if incident.merged_into:
        changes.append(f"merged into {incident.merged_into}")
    if incident.revision > 1 and not changes and incident.change.kind == "updated":
        changes.append(f"changed: {', '.join(words.changed_fields(incident))}")
    text = "; ".join([incident.headline, *changes])
    return f"{text} ({words.sources(incident)})"
