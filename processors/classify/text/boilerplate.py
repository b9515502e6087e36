"""What a page carries beside the story: bylines, share bars, captions, time stamps."""

from __future__ import annotations

import re
from functools import cache

from processors.classify.data.tables import table

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SPACES = re.compile(r"\s+")
# A byline: "By Jane Doe", "By JANE DOE and John Roe, Staff Writer | Oct. 3"; only with capitalised names.
_BYLINE = re.compile(
    r"^(?:By|BY|by) (?:[A-ZÀ-Þ][\w.'’-]*,? ?(?:and |AND |of |\| |/ |de |al-)?){1,12}(?:[|•,@/].{0,60})?$"
)
# "January 1, 2013 7:18 PM", "10:14 AM EST, Tue March 3, 2020", "Updated 3 hours ago"
_STAMP = re.compile(
    r"^(?:(?:posted|published|updated|last updated|created|modified)\b.{0,60}\d.{0,30}"
    r"|(?:[a-z]{3,9}\.? )?(?:[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [a-z]{3,9}\.? \d{4})[ ,|@-]*"
    r"(?:at )?(?:\d{1,2}:\d{2}.{0,20})?"
    r"|\d{1,2}:\d{2} ?(?:[ap]\.?m\.?)?.{0,40}\d{4})$"
)
_LINKS = re.compile(r"^(?:https?://|www\.)\S+$|^-?\d{1,3}\.\d{3,},? -?\d{1,3}\.\d{3,}$|^[\W_]+$")


@cache
def _cues() -> tuple[int, tuple[str, ...], frozenset[str], re.Pattern[str]]:
    data = table("boilerplate")
    contains = re.compile("|".join(map(re.escape, data["contains"])))
    return data["longest_words"], tuple(data["starts"]), frozenset(data["equals"]), contains


def plain(text: str) -> str:
    """Lower-case, typewriter quotes and dashes, single spaces."""
    return _SPACES.sub(" ", text.translate(_PLAIN)).strip().lower()


def is_boilerplate(paragraph: str) -> bool:
    """Whether a whole paragraph (or sentence) is none of the story."""
    longest, starts, equals, contains = _cues()
    if paragraph.count(" ") > longest:
        return False
    line = plain(paragraph)
    return (
        line.startswith(starts)
        or line in equals
        or contains.search(line) is not None
        or _BYLINE.match(paragraph.strip()) is not None
        or _STAMP.match(line) is not None
        or _LINKS.match(line) is not None
    )
