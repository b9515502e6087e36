"""Who says a sentence, by its verb of saying."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from processors.classify.extract.lexicon import phrases, terms, toml
from processors.classify.extract.matcher import find
from processors.classify.extract.organisations import organisations
from processors.classify.extract.words import Word, joined
from tocsin.contract.fields import Speaker
from tocsin.contract.vocabulary import SpeakerKind

_MOST = 9
# "The governor, Colonel Tapsoba": a title before the comma, at most so many words in.
_TITLE = 5
_MARKS = frozenset((",", ";", ":", '"', "“", "”", "—", "–", "-", "(", ")", ".", "'", "‘", "’"))


@cache
def _kinds() -> dict[str, SpeakerKind]:
    return dict(phrases("attribution", "speaker_kinds"))  # type: ignore[arg-type]


def speaker(name: str, tokens: Sequence[Word], case: str = "mixed") -> Speaker:
    """The speaker with its kind, from the words of its name."""
    low = joined(tokens)
    if not low or low in toml("attribution")["nobodies"]["unnamed"]:
        return Speaker(name=name or None, kind="unnamed")
    orgs = organisations(tokens, case)
    if any(org.known and org.kind in ("rebel_group", "criminal_group", "militia") for org in orgs):
        return Speaker(name=name, kind="armed_group")
    if any(org.known is None and org.kind in ("rebel_group", "criminal_group") for org in orgs):
        return Speaker(name=name, kind="armed_group")
    bare = f" {low} "
    for word, kind in _kinds().items():
        if f" {word} " in bare:
            return Speaker(name=name, kind=kind)
    return Speaker(
        name=name,
        kind="other" if any(t.capital and t.low not in terms("grammar", "determiners") for t in tokens) else "unnamed",
    )


def before(tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The speaker's words before the verb at `at`: back to a mark or a conjunction, titles in commas kept."""
    end = at
    while end > 0 and (tokens[end - 1].low in terms("attribution", "trailing") or tokens[end - 1].low == ","):
        end -= 1
    first = end
    while first > 0 and end - first < _MOST:
        low = tokens[first - 1].low
        if (
            low in _MARKS
            or low in ("and", "but", "that", "as", "while", "when", "after")
            or low in terms("attribution", "said")
        ):
            break
        first -= 1
    if first < end and tokens[first].low in ("who", "which") and first > 0:
        return before(tokens, first)
    while first < end and tokens[first].low in terms("attribution", "leading"):
        first += 1
    if first == end and end > 1 and tokens[end - 1].low in ("who", "which"):
        return before(tokens, end - 1)
    if 1 < first <= _TITLE and tokens[first - 1].low == "," and _is_title(tokens[: first - 1]):
        return 0, end
    return (first, end) if first < end else None


def _is_title(tokens: Sequence[Word]) -> bool:
    """ "The governor" before "Colonel Tapsoba": an office, and no verb."""
    if any(token.low in terms("grammar", "auxiliaries") for token in tokens) or find(tokens, "deeds", "active"):
        return False
    return any(token.low in _kinds() or token.low in terms("grammar", "titles") for token in tokens)


def after(tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The speaker's words behind "said" or "according to": up to a mark or a word of time."""
    end = at
    while end < len(tokens) and end - at < _MOST:
        low = tokens[end].low
        if low in _MARKS or low in ("and", "that", "who", "which", "on", "as", "when", "after", "but", "said", "told"):
            break
        end += 1
    return (at, end) if end > at else None


def of_sentence(tokens: Sequence[Word], case: str = "mixed") -> tuple[Speaker, int, int] | None:
    """The speaker of the sentence and its words, by the last verb of saying that has one; None if it has none."""
    for hit in reversed(find(tokens, "attribution", "said")):
        low = joined(tokens[hit.start : hit.end])
        if low == "according to":
            span = after(tokens, hit.end)
        elif _is_passive(tokens, hit.start):
            by = hit.end < len(tokens) and tokens[hit.end].low == "by"
            span = after(tokens, hit.end + 1) if by else None
        else:
            inverted = hit.start > 0 and tokens[hit.start - 1].low in (",", '"', "”", "''")
            span = (
                after(tokens, hit.end)
                if inverted and low in ("said", "says", "reported")
                else before(tokens, hit.start)
            )
        if span and any(tokens[i].is_word for i in range(*span)):
            words = tokens[span[0] : span[1]]
            return speaker(_text(words), words, case), span[0], span[1]
    return None


def _is_passive(tokens: Sequence[Word], verb: int) -> bool:
    """ "No deaths were immediately reported": what stands before it was said, and says nothing."""
    at = verb - 1
    while at > 0 and (tokens[at].low in terms("grammar", "adverbs") or tokens[at].low.endswith("ly")):
        at -= 1
    return at >= 0 and tokens[at].low in ("was", "were", "been", "being")


def _text(tokens: Sequence[Word]) -> str:
    return (
        " ".join(token.text for token in tokens)
        .replace(" 's", "'s")
        .replace(" ’s", "’s")
        .replace(" .", ".")
        .replace(" ,", ",")
    )
