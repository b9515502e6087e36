"""Names of people in a sentence: capitals with an age or a title, or two to four capitals in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.extract.lexicon import given_names, number_words, object_nouns, person_nouns, terms
from processors.classify.extract.organisations import known
from processors.classify.extract.words import Word

_MOST = 5
_PARTICLES = frozenset(("de", "la", "del", "y", "al", "bin", "van", "von", "da", "dos", "las", "los"))
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


def _ends_as_place(tokens: Sequence[Word]) -> bool:
    return any(token.low in terms("grammar", "place_ends") for token in tokens)


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
        if not age and (_ends_as_place(tokens[at + 1 : end]) or known(_text(tokens[at:end]))):
            at = end
            continue
        if age or (titled and size >= 2) or (2 <= size <= 4 and not (begins and tokens[at].low in nouns)):
            text = _text(tokens[at:end])
            found.append(Name(at, age[1] if age else end, text, age[0] if age else None, bool(age) or titled))
            end = age[1] if age else end
        at = end
    return found


def _uncased(tokens: Sequence[Word]) -> list[Name]:
    """In text of one case an age, a title or a given name shows a name."""
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        end = _uncased_run(tokens, at)
        age = _age(tokens, end)
        titled = at > 0 and (tokens[at - 1].low in terms("grammar", "titles") or tokens[at - 1].low == "jr")
        given = any(token.low in given_names() for token in tokens[at : min(at + 2, end)])
        if end - at >= 2 and (given or age or titled):
            text = _text(tokens[at:end])
            stop = age[1] if age else end
            found.append(Name(at, stop, text, age[0] if age else None, bool(age) or titled))
            at = stop
        else:
            at = max(end, at + 1) if not given else at + 1
    return found


def _uncased_run(tokens: Sequence[Word], at: int) -> int:
    """The word after up to five words from `at` that could all be names."""
    end = at
    while end < len(tokens) and end - at < _MOST and _could_be_name(tokens, end):
        end += 1
    while end > at + 1 and tokens[end - 1].low in _PARTICLES:
        end -= 1
    return end


def _could_be_name(tokens: Sequence[Word], at: int) -> bool:
    low = tokens[at].low
    if low in _PARTICLES:
        return at > 0 and (tokens[at - 1].low in given_names() or len(tokens[at - 1].low) > 3)
    if not low.isalpha() or len(low) < 3 or low in terms("grammar", "not_names") or low in person_nouns():
        return False
    return not (low in _plain_words() or low.endswith(("ed", "ing", "tion", "ly", "ment")))


@cache
def _plain_words() -> frozenset[str]:
    """Words of the vocabularies here that are no names."""
    closed = terms("grammar", "boundaries") | terms("grammar", "determiners") | terms("grammar", "titles")
    deeds = {word for phrase in terms("deeds", "active") | terms("deeds", "by") for word in phrase.split()}
    objects = {word for phrase in object_nouns() for word in phrase.split()}
    return (
        closed
        | deeds
        | objects
        | terms("grammar", "transparent")
        | frozenset(number_words())
        | terms("grammar", "everyday")
    )


def names(tokens: Sequence[Word], case: str = "mixed") -> list[Name]:
    """Names in order of position, none overlapping."""
    return _cased(tokens) if case == "mixed" else _uncased(tokens)


def _text(parts: Sequence[Word]) -> str:
    return " ".join(part.text for part in parts).replace(" .", ".").replace(" ,", ",")
