"""Which entries are worth their page: the classifier's cheap gate, for a producer that knows no classifier."""

from __future__ import annotations


def is_candidate(title: str, text: str) -> bool:
    """Whether a word in them lets an article pass the gate."""
    from processors.classify.gate.triggers import triggers_of  # its tables load with the first article

    return triggers_of(f"{title}\n{text}").passes
