"""A set of phrases, found in a list of words: the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_Entry = tuple[tuple[str, ...], list[str]]
_REMEMBERED = 50_000  # words


@dataclass(slots=True)
class _Start:
    """The phrases that begin with one word: `alone`, or by their second word (`open` where that ends in `*`)."""

    alone: list[str] | None = None
    by_second: dict[str, list[_Entry]] = field(default_factory=dict)
    open: list[_Entry] = field(default_factory=list)

    def add(self, entry: _Entry) -> None:
        words, labels = entry
        if len(words) == 1:
            self.alone = labels if self.alone is None else self.alone + [x for x in labels if x not in self.alone]
        elif words[1].endswith("*"):
            self.open.append(entry)
        else:
            self.by_second.setdefault(words[1], []).append(entry)


class Phrases:
    """Phrases of one or more words with labels; a word ending in `*` stands for any ending.

    A phrase may carry several labels. Built once, then only read.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._known: dict[str, _Start | None] = {}
        gathered: dict[tuple[str, ...], list[str]] = {}
        for label, phrases in lists.items():
            for phrase in phrases:
                gathered.setdefault(tuple(phrase.split()), []).append(label)
        for words, labels in gathered.items():
            if words[0].endswith("*"):
                self._stems.setdefault(words[0][:3], []).append((words, labels))
            else:
                self._by_first.setdefault(words[0], []).append((words, labels))

    def find(self, words: Sequence[str], *, overlapping: bool = False) -> Iterator[tuple[int, int, list[str]]]:
        """(first, past the last, labels) from left to right; of overlapping phrases only the first, with `overlapping`
        also one that goes on where the first has ended."""
        known, past = self._known, 0
        for at, word in enumerate(words):
            start = known[word] if word in known else self._start(word)
            if start is not None and (overlapping or at >= past):
                length, labels = _longest(words, at, start)
                if labels and at + length > past:
                    past = at + length
                    yield at, past, labels

    def _start(self, word: str) -> _Start | None:
        """The phrases that may begin with `word`; remembered, since a language has few words."""
        stems = [entry for entry in self._stems.get(word[:3], ()) if word.startswith(entry[0][0][:-1])]
        entries = sorted((*self._by_first.get(word, ()), *stems), key=lambda entry: -len(entry[0]))
        start = _Start() if entries else None
        for entry in entries:
            start.add(entry)  # type: ignore[union-attr]
        if len(self._known) < _REMEMBERED:
            self._known[word] = start
        return start


def _longest(words: Sequence[str], at: int, start: _Start) -> tuple[int, list[str] | None]:
    """Length and labels of the longest phrase at `at`."""
    length, labels = 1, start.alone
    if at + 1 < len(words) and (start.by_second or start.open):
        for entry in (*start.by_second.get(words[at + 1], ()), *start.open):
            if len(entry[0]) > length and _stands(words, at, entry[0]):
                length, labels = len(entry[0]), entry[1]
    return length, labels


def _stands(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    if at + len(phrase) > len(words):
        return False
    for i, part in enumerate(phrase):
        word = words[at + i]
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True
