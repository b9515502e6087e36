"""Named organisations in a sentence: known ones by name and alias, forces and gangs by what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import person_nouns, phrases, rows, terms
from processors.classify.extract.numbers import value
from processors.classify.extract.words import Word, joined, words
from tocsin.contract.vocabulary import ActorKind

# Modifiers before a force's name ("Salvadoran", "United States", "6th").
_REACH = 3


@dataclass(frozen=True, slots=True)
class Organisation:
    """`countries` are ISO 3166 codes, empty for groups active in many."""

    name: str
    kind: ActorKind
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """Words `start:end`. `known` is the data file's entry, None for a force named by its description."""

    start: int
    end: int
    text: str
    kind: ActorKind
    known: Organisation | None = None


@cache
def _index() -> dict[tuple[str, ...], tuple[Organisation, bool]]:
    """Lower-case words of each name and alias to the organisation; True if the alias is written in capitals."""
    index: dict[tuple[str, ...], tuple[Organisation, bool]] = {}
    for name, aliases, kind, countries in rows("organisations"):
        listed = () if countries == "-" else tuple(countries.split(","))
        organisation = Organisation(name, kind, listed)  # type: ignore[arg-type]
        for form in (name, *(alias.strip() for alias in aliases.split(";") if alias != "-")):
            tokens = words(Sentence(0, form, 0, len(form), 0, ()))
            key = tuple(token.low for token in tokens)
            index.setdefault(key, (organisation, form.isupper() and len(form) <= 6))
    return index


@cache
def _firsts() -> dict[str, int]:
    """First word of a known name to the longest name that begins with it, in words."""
    firsts: dict[str, int] = {}
    for key in _index():
        firsts[key[0]] = max(firsts.get(key[0], 0), len(key))
    return firsts


def known(text: str) -> Organisation | None:
    """The organisation of a name or alias, in any case."""
    key = tuple(token.low for token in words(Sentence(0, text, 0, len(text), 0, ())))
    hit = _index().get(key) or (_index().get(key[1:]) if key[:1] == ("the",) else None)
    return hit[0] if hit else None


def _known_at(tokens: Sequence[Word], at: int, mixed: bool) -> OrganisationMention | None:
    longest = _firsts().get(tokens[at].low, 0)
    for size in range(min(longest, len(tokens) - at), 0, -1):
        hit = _index().get(tuple(token.low for token in tokens[at : at + size]))
        if not hit:
            continue
        organisation, capitals = hit
        if mixed and not (
            tokens[at].text.isupper() if capitals else any(t.text != t.text.lower() for t in tokens[at : at + size])
        ):
            continue
        text = " ".join(token.text for token in tokens[at : at + size])
        noun = joined(tokens[at + size : at + size + 1])  # "the Tiguerones gang"
        end = at + size + (phrases("forces", "kinds").get(noun) == organisation.kind)
        return OrganisationMention(at, end, text, organisation.kind, organisation)
    return None


@cache
def _force_firsts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases("forces", "kinds"))


def _force_at(tokens: Sequence[Word], at: int, mixed: bool, floor: int) -> OrganisationMention | None:
    """ "Salvadoran Army", "city police": a describing noun with the modifiers before it."""
    table = phrases("forces", "kinds")
    if tokens[at].low not in _force_firsts():
        return None
    for size in (3, 2, 1):
        if at + size > len(tokens):
            continue
        kind = table.get(joined(tokens[at : at + size]))
        if not kind:
            continue
        follows = tokens[at + size].low if at + size < len(tokens) else ""
        if follows in person_nouns() and follows not in ("other", "others"):
            return None
        if follows in (
            "station",
            "car",
            "cars",
            "vehicle",
            "chief",
            "spokesman",
            "spokeswoman",
            "headquarters",
            "base",
            "academy",
            "post",
            "officer",
            "tape",
            "report",
            "hospital",
            "barracks",
            "house",
            "building",
        ):
            return None
        first = _modifiers(tokens, at, mixed, floor)
        text = " ".join(token.text for token in tokens[first : at + size])
        return OrganisationMention(first, at + size, text, kind)  # type: ignore[arg-type]
    return None


def _introduced_at(tokens: Sequence[Word], at: int, mixed: bool) -> OrganisationMention | None:
    """ "a group calling itself Night of the Lamps": capitals behind words that introduce a group."""
    if not mixed or at == 0 or not tokens[at].capital:
        return None
    lead = [joined(tokens[max(at - size, 0) : at]) for size in (1, 2, 3)]
    if not any(phrase in terms("forces", "introduced_by") for phrase in lead):
        return None
    end = at
    while end < len(tokens) and end - at < 7:
        linked = tokens[end].low in ("of", "the", "for", "al") and any(t.capital for t in tokens[end + 1 : end + 3])
        if not (tokens[end].capital or (linked and end > at)):
            break
        end += 1
    return OrganisationMention(at, end, " ".join(token.text for token in tokens[at:end]), "rebel_group")


def _state_at(tokens: Sequence[Word], at: int) -> OrganisationMention | None:
    """A country as an accused: right behind "blamed", "accused" or "blamed ... on"."""
    if at == 0 or tokens[at].low not in terms("forces", "states"):
        return None
    before = tokens[at - 1].low
    blamed = before in terms("attribution", "blamed") or (
        before == "on" and any(token.low in terms("attribution", "blamed") for token in tokens[max(at - 6, 0) : at])
    )
    return OrganisationMention(at, at + 1, tokens[at].text, "state_forces") if blamed else None


def _modifiers(tokens: Sequence[Word], at: int, mixed: bool, floor: int) -> int:
    first = at
    stops = terms("grammar", "boundaries") | terms("grammar", "determiners")
    while first > floor and at - first < _REACH:
        token = tokens[first - 1]
        if not token.is_word or token.low in stops or value(token.low) is not None or token.low.endswith("ed"):
            break
        if mixed and not token.capital and token.low not in ("national", "local", "federal", "drug", "armed", "rival"):
            break
        first -= 1
    return first


def organisations(tokens: Sequence[Word], case: str = "mixed") -> list[OrganisationMention]:
    """In order of position, none overlapping; known names first."""
    mixed = case == "mixed"
    found: list[OrganisationMention] = []
    at = floor = 0
    while at < len(tokens):
        hit = None
        if tokens[at].is_word:
            hit = (
                _known_at(tokens, at, mixed)
                or _introduced_at(tokens, at, mixed)
                or _force_at(tokens, at, mixed, floor)
                or _state_at(tokens, at)
            )
        if hit is None:
            at += 1
            continue
        found.append(hit)
        at = floor = hit.end
    return found
