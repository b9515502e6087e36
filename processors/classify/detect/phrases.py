"""A set of phrases, found in a list of words: the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

_Entry = tuple[tuple[str, ...], list[str]]
_REMEMBERED = 50_000  # words


class Phrases:
    """Phrases of one or more words with labels; a word ending in `*` stands for any ending.

    A phrase may carry several labels. Built once, then only read.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._known: dict[str, tuple[_Entry, ...]] = {}
        gathered: dict[tuple[str, ...], list[str]] = {}
        for label, phrases in lists.items():
            for phrase in phrases:
                gathered.setdefault(tuple(phrase.split()), []).append(label)
        for words, labels in gathered.items():
            if words[0].endswith("*"):
                self._stems.setdefault(words[0][:4], []).append((words, labels))
            else:
                self._by_first.setdefault(words[0], []).append((words, labels))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
        """(first, past the last, labels) from left to right; overlapping phrases are not reported."""
        known, past = self._known, 0
        for at, word in enumerate(words):
            entries = known.get(word)
            if entries is None:
                entries = self._entries(word)
            if entries and at >= past:
                best = _longest(words, at, entries)
                if best:
                    past = at + len(best[0])
                    yield at, past, best[1]

    def _entries(self, word: str) -> tuple[_Entry, ...]:
        """The phrases that may begin with `word`, longest first; remembered, since a language has few words."""
        stems = (entry for entry in self._stems.get(word[:4], ()) if word.startswith(entry[0][0][:-1]))
        entries = (*self._by_first.get(word, ()), *stems)
        found = tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        if len(self._known) < _REMEMBERED:
            self._known[word] = found
        return found


def _longest(words: Sequence[str], at: int, entries: Iterable[_Entry]) -> _Entry | None:
    for entry in entries:
        phrase = entry[0]
        if len(phrase) == 1:
            return entry
        if at + len(phrase) <= len(words) and all(
            words[at + i] == part or (part[-1] == "*" and words[at + i].startswith(part[:-1]))
            for i, part in enumerate(phrase)
        ):
            return entry
    return None
