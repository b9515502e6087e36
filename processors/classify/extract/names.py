"""Names of people in a sentence: capitals with an age or a title, or two to four capitals in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.extract.lexicon import number_words, person_nouns, terms
from processors.classify.extract.words import Word

_MOST = 5
_AFTER_AGE = frozenset((",", ")", ".", ";", "and", "was", "were", "of", "who", "is", "died"))


@dataclass(frozen=True, slots=True)
class Name:
    """Words `start:end`, the age with its commas among them. `certain` if an age or a title says it is a person."""

    start: int
    end: int
    text: str
    age: int | None = None
    certain: bool = False


def _age(tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Age in ", 34," or "(34)" that begins at `at`, and the word after it (a closing comma included)."""
    if at + 1 >= len(tokens) or tokens[at].low not in (",", "("):
        return None
    number = tokens[at + 1].low
    if not number.isdigit() or not 0 < int(number) < 110 or len(number) > 3:
        return None
    end = at + 2
    if end < len(tokens) and tokens[end].low not in (
        ",",
        ")",
        ".",
        ";",
        "and",
        "was",
        "were",
        "of",
        "who",
        "is",
        "died",
    ):
        return None
    if end < len(tokens) and tokens[end].low in (",", ")"):
        end += 1
    return int(number), end


def _part(token: Word) -> bool:
    return (
        token.is_word
        and token.capital
        and not token.low[0].isdigit()
        and token.low not in terms("grammar", "not_names")
    )


def _run(tokens: Sequence[Word], at: int) -> int:
    """The word after the run of name parts that begins at `at`."""
    end = at
    while end < len(tokens) and end - at < _MOST:
        token = tokens[end]
        initial = token.low == "." and end > at and len(tokens[end - 1].low) <= 3 and tokens[end - 1].capital
        particle = token.low in ("de", "la", "del", "al", "bin", "van", "von", "el", "da", "dos") and end > at
        follows = particle and end + 1 < len(tokens) and _part(tokens[end + 1])
        suffix = token.low == "," and end + 1 < len(tokens) and tokens[end + 1].low in ("jr", "sr", "iii")
        if not (_part(token) or (initial and _more(tokens, end)) or follows or (suffix and end > at)):
            break
        end += 1
    return end


def _more(tokens: Sequence[Word], at: int) -> bool:
    """Whether the full stop at `at` is an initial's: a name part or a comma follows."""
    return at + 1 < len(tokens) and (_part(tokens[at + 1]) or tokens[at + 1].low == ",")


def _cased(tokens: Sequence[Word]) -> list[Name]:
    found: list[Name] = []
    at = 0
    titles, nouns = terms("grammar", "titles"), person_nouns()
    while at < len(tokens):
        end = _run(tokens, at) if _part(tokens[at]) else at
        if end == at:
            at += 1
            continue
        age = _age(tokens, end)
        size = sum(token.is_word for token in tokens[at:end])
        titled = tokens[at].low in titles or (at > 0 and tokens[at - 1].low in titles)
        begins = at == 0
        if age or (titled and size >= 2) or (2 <= size <= 4 and not (begins and tokens[at].low in nouns)):
            text = " ".join(token.text for token in tokens[at:end])
            found.append(Name(at, age[1] if age else end, text, age[0] if age else None, bool(age) or titled))
            end = age[1] if age else end
        at = end
    return found


def _uncased(tokens: Sequence[Word]) -> list[Name]:
    """In text of one case only an age shows a name: up to three words before ", 34,"."""
    found: list[Name] = []
    stops = terms("grammar", "boundaries") | terms("grammar", "determiners") | frozenset(number_words())
    for at in range(1, len(tokens)):
        age = _age(tokens, at)
        if not age or not tokens[at - 1].is_word:
            continue
        first = at
        while first > 0 and at - first < 3 and tokens[first - 1].is_word and tokens[first - 1].low not in stops:
            first -= 1
        parts = tokens[first:at]
        if len(parts) >= 2 and not any(part.low in person_nouns() for part in parts):
            found.append(Name(first, age[1], " ".join(part.text for part in parts), age[0], True))
    return found


def names(tokens: Sequence[Word], case: str = "mixed") -> list[Name]:
    """Names in order of position, none overlapping."""
    return _cased(tokens) if case == "mixed" else _uncased(tokens)
