"""What somebody said of the incident: tolls and places asserted, blame, claims of responsibility, denials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from processors.classify.document import Document, Sentence
from processors.classify.extract.lexicon import toml
from processors.classify.extract.matcher import Hit, find
from processors.classify.extract.parties import Party, parties
from processors.classify.extract.speakers import before, of_sentence, speaker
from processors.classify.extract.words import Word, span_text, words
from tocsin.contract.fields import Casualties, Claim, Evidence, Speaker
from tocsin.contract.vocabulary import ClaimKind

MOST = 12
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class _Said:
    kind: ClaimKind
    by: Speaker
    start: int
    end: int
    field: str | None = None
    against: str | None = None
    value: int | str | None = None


def read(
    document: Document,
    sentences: Sequence[Sentence],
    casualties: Casualties | None = None,
    evidence: Mapping[str, Evidence] | None = None,
    place: str | None = None,
) -> tuple[tuple[Claim, ...], dict[str, Evidence]]:
    """Claims in order of position; `id` and `report` are "" for the caller to fill.

    `casualties` and `evidence` (dotted paths, as the other readers give them) say which tolls, and `place` which
    place name, an attributed sentence asserts.
    """
    found: list[Claim] = []
    for sentence in sentences:
        tokens = words(sentence)
        said = list(_in_sentence(sentence, tokens, document.case))
        said.extend(_asserted(sentence, tokens, document.case, casualties, evidence or {}, place))
        found.extend(_claim(item, sentence, tokens, document.published_at) for item in said)
    chosen = tuple(_distinct(found)[:MOST])
    return chosen, {f"claims.{at}": _witness(claim) for at, claim in enumerate(chosen)}


def _witness(claim: Claim) -> Evidence:
    return Evidence(sentence=claim.sentence, start=claim.start, end=claim.end)


def _claim(item: _Said, sentence: Sentence, tokens: Sequence[Word], published_at: datetime | None) -> Claim:
    return Claim(
        id="",
        report="",
        kind=item.kind,
        by=item.by,
        sentence=sentence.published(),
        start=tokens[item.start].start,
        end=tokens[item.end - 1].end,
        field=item.field,
        against=item.against,
        value=item.value,
        said_at=_said_at(tokens, published_at),
        published_at=published_at,
    )


def _said_at(tokens: Sequence[Word], published_at: datetime | None) -> datetime | None:
    """The start of the day of "said on Sunday", UTC; None if no day stands by a verb of saying."""
    if published_at is None:
        return None
    for hit in find(tokens, "attribution", "said", "denied", "blamed"):
        for token in tokens[hit.end : hit.end + 3]:
            back = _days_back(token.low, published_at)
            if back is not None:
                day = published_at - timedelta(days=back)
                return day.replace(hour=0, minute=0, second=0, microsecond=0)
    return None


def _days_back(low: str, published_at: datetime) -> int | None:
    if low in ("today", "yesterday"):
        return int(low == "yesterday")
    return (published_at.weekday() - _DAYS.index(low)) % 7 if low in _DAYS else None


def _in_sentence(sentence: Sentence, tokens: Sequence[Word], case: str) -> Iterator[_Said]:
    claims = find(tokens, "deeds", "claim", "claimed_by")
    denials = find(tokens, "attribution", "denied")
    blames = [*find(tokens, "attribution", "blamed"), *find(tokens, "attribution", "behind")]
    if not (claims or denials or blames):
        return
    listed = parties(sentence, case)
    for hit in claims:
        said = _claims(sentence, tokens, hit, listed)
        if said:
            yield said
    for hit in denials:
        said = _denies(tokens, hit, case)
        if said:
            yield said
    for hit in blames:
        said = _blames(tokens, hit, listed, case)
        if said:
            yield said


def _claims(sentence: Sentence, tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> _Said | None:
    if hit.kind == "claimed_by":
        party = next((p for p in listed if hit.end <= p.start <= hit.end + 3), None)
    else:
        party = next((p for p in reversed(listed) if p.end <= hit.start and hit.start - p.end <= 8), None)
    low = {token.low for token in tokens[max(hit.start - 6, 0) : hit.start]}
    if (
        party is None
        or party.pronoun
        or (party.person and party.kind in ("unidentified", "civilians"))
        or low & {"no", "not", "nobody", "none", "neither", "one"}
    ):
        return None
    name = span_text(sentence, tokens[party.start].start, tokens[party.end - 1].end)
    by = Speaker(name=name, kind="armed_group" if not party.named else "other")
    return _Said("claims_responsibility", by, min(party.start, hit.start), max(party.end, hit.end), "actors")


def _denies(tokens: Sequence[Word], hit: Hit, case: str) -> _Said | None:
    span = before(tokens, hit.start)
    passive = hit.start > 0 and tokens[hit.start - 1].low in ("was", "were", "been", "be", "being")
    if span is None or passive:
        return None
    by = speaker(_words(tokens[span[0] : span[1]]), tokens[span[0] : span[1]], case)
    end = hit.end
    while end < len(tokens) and end - hit.end < 14 and tokens[end].low not in (";", ".", "but"):
        end += 1
    return _Said("denies", by, span[0], end, _denied_field(tokens[hit.end : end]))


def _denied_field(tokens: Sequence[Word]) -> str | None:
    text = " " + " ".join(token.low for token in tokens) + " "
    for field, listed in toml("attribution")["denied_field"].items():
        if any(f" {word} " in text for word in listed):
            return str(field)
    return None


def _blames(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party], case: str) -> _Said | None:
    if hit.kind == "behind":
        return _said_behind(tokens, hit, listed, case)
    if hit.start > 0 and tokens[hit.start - 1].low in ("was", "were", "been", "be", "is", "are", "being"):
        return None
    accused = _accused(tokens, hit, listed)
    span = before(tokens, hit.start)
    if accused is None or span is None:
        return None
    by = speaker(_words(tokens[span[0] : span[1]]), tokens[span[0] : span[1]], case)
    return _Said("blames", by, span[0], max(accused.end, hit.end), "actors", accused.name)


def _accused(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party]) -> Party | None:
    """The first party behind the word, behind "on" or "to" if the deed stands between ("blamed the blast on X")."""
    for party in listed:
        if party.start < hit.end or party.pronoun:
            continue
        gap = [token.low for token in tokens[hit.end : party.start]]
        if len(gap) <= 3 and not {"for", "of", "in"} & set(gap):
            return party
        return party if gap and len(gap) <= 8 and {"on", "to"} & set(gap[-2:]) else None
    return None


def _said_behind(tokens: Sequence[Word], hit: Hit, listed: Sequence[Party], case: str) -> _Said | None:
    """ "police said al-Shabaab was behind the attack"."""
    said = of_sentence(tokens, case)
    party = next((p for p in reversed(listed) if p.end <= hit.start and hit.start - p.end <= 4), None)
    if said is None or party is None or party.pronoun or (party.start < said[2] and said[1] < party.end):
        return None
    return _Said("blames", said[0], min(party.start, said[1]), max(hit.end, said[2]), "actors", party.name)


def _asserted(
    sentence: Sentence,
    tokens: Sequence[Word],
    case: str,
    casualties: Casualties | None,
    evidence: Mapping[str, Evidence],
    place: str | None,
) -> Iterator[_Said]:
    said: tuple[Speaker, int, int] | None = None
    for kind in ("killed", "injured", "abducted", "arrested"):
        toll = getattr(casualties, kind) if casualties else None
        witness = evidence.get(f"casualties.{kind}")
        if toll is None or toll.text is None or witness is None or witness.sentence.index != sentence.index:
            continue
        said = said or of_sentence(tokens, case)
        if said:
            value = toll.best if toll.best is not None else toll.text
            start, end = _cover(tokens, witness.start, witness.end)
            yield _Said("asserts", said[0], min(start, said[1]), max(end, said[2]), f"casualties.{kind}", value=value)
    if place and place.casefold() in sentence.text.casefold():
        said = said or of_sentence(tokens, case)
        if said:
            yield _Said("asserts", said[0], said[1], said[2], "where", value=place)


def _cover(tokens: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Words that lie in the characters `start:end`."""
    inside = [at for at, token in enumerate(tokens) if token.start >= start and token.end <= end]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        speaker_name = (claim.by.name or "").casefold()
        seen.setdefault((claim.kind, claim.field, speaker_name, claim.against, claim.value), claim)
    return list(seen.values())


def _words(tokens: Sequence[Word]) -> str:
    return (
        " ".join(token.text for token in tokens)
        .replace(" 's", "'s")
        .replace(" ’s", "’s")
        .replace(" .", ".")
        .replace(" ,", ",")
    )
