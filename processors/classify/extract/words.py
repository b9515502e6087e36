"""Words of a sentence as the readers here need them: offsets into the published text, one form of quote and dash.

Own tokens, because numbers ("5-7", "4,000"), ages ("34-year-old") and makes ("AK-47") must each be one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from processors.classify.document import Sentence

# "34-year-old", "two year old": one word, for an age counts nobody.
_AGE = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ][a-z]{3,5})?|[a-z]{0,6}teen"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"[-‐‑– ](?:year|month|week|day)s?[-‐‑– ]olds?\b"
)
_WORD = re.compile(
    rf"(?i:{_AGE})|"
    r"\d{1,2}:\d{2}|\d{1,3}(?:,\d{3})+|\d+\.\d+"
    r"|(?:[A-Za-z]\.){2,}"
    r"|[^\W_]+(?:[-‐‑–][^\W_]+|(?<!\w)['’][^\W_]+|['’](?!s\b|S\b)[^\W_]+|(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)[A-Za-z])*"
    r"|['’][sS]\b|[^\w\s]",
)
# A sentence longer than this is no prose; reading on would only cost time.
MAX_WORDS = 200
# And of such a sentence patterns see only so many characters.
MAX_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Word:
    """`start:end` are characters of the article's text; `low` is lower case with plain quotes and hyphens."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.low[0].isalnum()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    low = text.lower().replace("’", "'").replace("–", "-").replace("‐", "-").replace("‑", "-")
    return low.replace(" ", "-")


def words(sentence: Sentence) -> tuple[Word, ...]:
    """At most `MAX_WORDS` words and marks of the sentence."""
    return _words(sentence.text, sentence.start)


@lru_cache(maxsize=512)
def _words(text: str, start: int) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        raw = match.group()
        found.append(Word(raw, _plain(raw), start + match.start(), start + match.end()))
        if len(found) == MAX_WORDS:
            break
    return tuple(found)


def span_text(sentence: Sentence, start: int, end: int) -> str:
    """The published words between two article offsets, line breaks made spaces."""
    return " ".join(sentence.text[start - sentence.start : end - sentence.start].split())


def joined(tokens: Iterable[Word]) -> str:
    """Lower-case words with one space between, as the phrase tables are written."""
    return " ".join(token.low for token in tokens)
