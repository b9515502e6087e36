"""The form of a name that is looked up: `Al-‘Arīsh`, `AL ARISH` and `al arish` are one."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(r"[’‘'`ʻʼʿʾ.\u0300-\u036f]")
_SPACED = re.compile(r"[^\w]+|_+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_ASCII_WORD = re.compile(r"[a-z]+(?: [a-z]+)*\Z")
MAX_WORDS = 7


def key(name: str) -> str:
    """Lower case, no diacritics, words parted by one space, no leading `the`."""
    lowered = name.lower()
    if not _ASCII_WORD.match(lowered):
        lowered = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = _SPACED.sub(" ", _DROPPED.sub("", lowered)).strip()
    words = lowered.split(" ")
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join([_SHORT.get(word, word) for word in words])


def is_latin(name: str) -> bool:
    """Whether English text could hold it: Latin letters only."""
    return all(
        ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 or 0x2010 <= ord(letter) <= 0x201F for letter in name
    )
