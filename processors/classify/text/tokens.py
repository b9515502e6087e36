"""Words, numbers and marks with their offsets."""

from __future__ import annotations

import re

from processors.classify.document import Token

# Dotted initials (U.S.), numbers (1,200  3.5  12:30), words with inner hyphens (al-Shabaab, 34-year-old), the
# possessive on its own so that a name stays a name, words with an inner apostrophe (didn't, Sana'a), marks.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*(?:[^\W\d_]+(?:-\w+)*|(?:-[^\W_]+)+)?"
    r"|['’][sS]\b"
    r"|[^\W_]+(?:[-‐‑][^\W_]+|['’](?![sS]\b)[^\W_]+)*"
    r"|--+|\.\.+|[^\w\s]|_+",
)


def tokenise(text: str, offset: int = 0) -> tuple[Token, ...]:
    """`offset` is where `text` starts in the article."""
    return tuple(
        Token(word, word.lower().replace("’", "'"), offset + found.start(), offset + found.end())
        for found in _TOKEN.finditer(text)
        for word in (found.group(),)
    )
