"""All models for wires in capitals from some of the articles."""

from __future__ import annotations

from typing import Any

import numpy as np

from evaluation.train.wires import events, slots
from evaluation.train.wires.corpus import Wires
from processors.classify.learned.events import MODEL as EVENTS
from processors.classify.learned.slot_filling import MODEL as SLOTS


def fitted(data: Wires, which: Any) -> dict[str, dict[str, Any]]:
    """Name of the artefact to its arrays; nothing of an article that is not in `which` (positions) enters."""
    which = np.asarray(which)
    model, odds, sentences = events.fit(data.events, which)
    return {EVENTS: events.arrays(model), SLOTS: slots.fit(data, which, odds, sentences)}
