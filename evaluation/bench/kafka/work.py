"""What a process of the bench did. Times are of the machine's monotonic clock, in seconds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Work:
    """`count` messages between `begun` and `ended`, for `cpu_s` of processor time, all threads."""

    count: int
    begun: float
    ended: float
    cpu_s: float

    def told(self) -> dict[str, float]:
        return asdict(self)

    @property
    def rate(self) -> float:
        """Messages a second, by the clock."""
        return self.count / max(1e-9, self.ended - self.begun)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of one core for a message."""
        return 1000 * self.cpu_s / max(1, self.count)


def read(path: Path) -> Work:
    """Nothing done, if there is no such file yet."""
    return Work(**json.loads(path.read_text())) if path.exists() else Work(0, 0.0, 0.0, 0.0)
