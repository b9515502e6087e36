"""The dateline at the start of a story, split off: place, date, agency."""

from __future__ import annotations

import re

from processors.classify.data.tables import words
from processors.classify.document import Dateline

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH}\s\d{{1,2}}(?:,?\s\d{{2,4}})?|\d{{1,2}}\s{_MONTH}(?:\s\d{{2,4}})?|no\sdate)"
_DASH = r"(?:\.?-{1,3}|–|—|―|:|\.)"
# SAN SALVADOR, 3 JAN 90 (EFE) -- ; BAGHDAD, March 8 (Reuters) - ; HAWTHORNE (CBSLA.com) — ; Baghdad, Iraq (CNN) -- ;
# GOMA, Democratic Republic of Congo - ; CALI.
_NAME = r"[A-ZÀ-Þ][\w.'’-]*|of(?=\ [A-Zt])|the(?=\ [A-Z])|de|del|la|el|al|and"
_DATELINE = re.compile(
    rf"""\s*(?P<place>[A-ZÀ-Þ][^\W\d_]*[\w.'’-]*(?:[ ,/-]+(?:{_NAME})){{0,7}}
         (?:\s\([A-Z][A-Za-z ]+\)(?=,))?)
         (?:,?\s+(?P<date>(?i:{_DATE})))?
         (?:\s*[(\[/](?P<agency>[^)\]/\n]{{2,60}})[)\]/])?
         \s*(?P<dash>{_DASH})\s+(?=\S)""",
    re.VERBOSE,
)
_AGENCY_ONLY = re.compile(
    r"\s*\(?(?P<agency>AP|AFP|Reuters|REUTERS|UPI|dpa|DPA|Xinhua|ANSA|EFE|IANS|PTI|ANI|TASS|CNN|USATODAY\.com)\)?"
    r"\s*(?:-{1,2}|–|—)\s+"
)
# A line of its own: MOGADISHU, Tuesday
_OWN_LINE = re.compile(r"\s*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}),\s+(?P<date>[A-Z][a-z]{2,5}day)\s*$")
# Editors' marks of the wire: [TEXT], [REPORT] [ARMED FORCES PRESS COMMITTEE, COPREFA] [TEXT]
_MARKS = re.compile(r"\s*(?:\[[^\]]{1,200}\]\s*)+")


def split_dateline(text: str, start: int, end: int) -> tuple[Dateline | None, int]:
    """The dateline of the paragraph `text[start:end]`, if any, and where the story begins after it."""
    head = text[start : min(end, start + 240)]
    found = _DATELINE.match(head)
    if found and _believable(found):
        line = Dateline(_flat(found["place"]), _flat(found["date"]), _flat(found["agency"]))
    else:
        own = _OWN_LINE.match(head)
        if own:
            return Dateline(_flat(own["place"]), own["date"], None), end
        found = _AGENCY_ONLY.match(head)
        if found is None:
            return None, start + _marks(head)
        line = Dateline(None, None, _flat(found["agency"]))
    begin = start + found.end()
    return line, begin + _marks(text[begin : min(end, begin + 600)])


def _believable(found: re.Match[str]) -> bool:
    """A place in capitals, or one followed by a date or an agency: "He said - ..." is none."""
    place = found["place"]
    first = place.split(",")[0].split("(")[0].strip()
    if found["dash"] == ":" and first.lower() in words("boilerplate", "labels"):
        return False
    if found["dash"] == "." and not (place.isupper() and found.string[found.end() + 1 : found.end() + 2].islower()):
        return False  # a sentence of a text in capitals
    hyphen = found["dash"] == "-" and not found.string[found.start("dash") - 1].isspace()
    return bool(found["date"] or found["agency"]) or (first.isupper() and len(first) > 3 and not hyphen)


def _marks(head: str) -> int:
    found = _MARKS.match(head)
    return found.end() if found else 0


def _flat(value: str | None) -> str | None:
    return re.sub(r"\s+", " ", value).strip(" ,") if value else None
