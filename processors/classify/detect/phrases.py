"""A set of phrases, found in a list of words: the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence


class Phrases:
    """Phrases of one or more words with labels; a word ending in `*` stands for any ending.

    A phrase may carry several labels. Built once, then only read.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        gathered: dict[tuple[str, ...], list[str]] = {}
        for label, phrases in lists.items():
            for phrase in phrases:
                gathered.setdefault(tuple(phrase.split()), []).append(label)
        for words, labels in gathered.items():
            if words[0].endswith("*"):
                self._stems.setdefault(words[0][:4], []).append((words, labels))
            else:
                self._by_first.setdefault(words[0], []).append((words, labels))
        for table in (self._by_first, self._stems):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
        """(first, past the last, labels) from left to right; overlapping phrases are not reported."""
        at, by_first, stems = 0, self._by_first, self._stems
        while at < len(words):
            word = words[at]
            entries = by_first.get(word)
            best = _longest(words, at, entries) if entries else None
            if len(word) > 3 and (more := stems.get(word[:4])):
                other = _longest(words, at, more)
                if other and (best is None or len(other[0]) > len(best[0])):
                    best = other
            if best:
                yield at, at + len(best[0]), best[1]
                at += len(best[0])
            else:
                at += 1


def _longest(
    words: Sequence[str], at: int, entries: Iterable[tuple[tuple[str, ...], list[str]]]
) -> tuple[tuple[str, ...], list[str]] | None:
    for entry in entries:
        phrase = entry[0]
        if at + len(phrase) <= len(words) and all(
            words[at + i] == part or (part[-1] == "*" and words[at + i].startswith(part[:-1]))
            for i, part in enumerate(phrase)
        ):
            return entry
    return None
