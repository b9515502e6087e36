"""Candidate tolls of an article that tells of its victims one by one, each with the signs that speak for it.

The signs are weighed by a small linear model (`linear.py`); their names are the keys of its weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import terms
from processors.classify.extract.tolls import Mention
from processors.classify.extract.words import MAX_CHARACTERS

MOST = 14
_LEAD = 3
_FATAL = re.compile(
    r"(?<!attempted )\b(?:deadly|fatal(?:ly|ity|ities)?|homicides?(?! detectives| unit| investigators)"
    r"|murder(?:ed|s)?|manslaughter|slay(?:ing|ings)|slain|autopsy|funerals?|vigil|deaths?|killer|killings?"
    r"|died|dead|suicide|mourn\w*|body|corpse)\b",
    re.IGNORECASE,
)
_ATTEMPTED = re.compile(r"\battempted (?:murder|homicide)|\baggravated (?:assault|battery)", re.IGNORECASE)
_ALIVE = re.compile(
    r"\bnon-?\s?life|expected to (?:survive|recover|live|be ok)|recovering"
    r"|(?:stable|good|fair|critical|serious) condition"
    r"|minor injur|released from the hospital",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:himself|herself|then self|kill(?:s|ed|ing)? self|murder[- ]suicide|self-inflicted"
    r"|took (?:his|her) own life)\b",
    re.IGNORECASE,
)
_SELF_DEAD = re.compile(
    r"\bmurder[- ]suicide|\btook (?:his|her) own life|\b(?:then|and) (?:himself|herself|self)\b"
    r"|\bkill(?:s|ed|ing)? (?:himself|herself|self)\b|\bfatally (?:shoot(?:s|ing)?|shot) (?:himself|herself|self)\b"
    r"|\bturn(?:s|ed|ing) (?:the|a|his|her|that) (?:\w*gun|weapon|rifle|pistol) on (?:himself|herself|self)\b"
    r"|\bdied? (?:of|from) (?:a |an )?(?:apparent )?self-inflicted\b|\bcommit(?:s|ted)? suicide\b",
    re.IGNORECASE,
)
_FIRED_BACK = re.compile(
    r"\b(?:gunman|suspect|shooter|attacker) (?:was |is |were )?(?:also )?(?:dead|killed|shot|died)\b", re.IGNORECASE
)
_AGE = re.compile(r"\b(\d{1,2})[- ](?:year|month)s?[- ]old|, (\d{1,2}),")
_SIGNS = (
    ("fatal", _FATAL),
    ("attempted", _ATTEMPTED),
    ("alive", _ALIVE),
    ("self", _SELF),
    ("self_dead", _SELF_DEAD),
    ("gunman_hit", _FIRED_BACK),
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the whole article says; `killed`, `injured`, `shot` are mentions with a number above 0."""

    killed: tuple[Mention, ...]
    injured: tuple[Mention, ...]
    shot: tuple[Mention, ...]
    flags: frozenset[str]


def signs(found: Sequence[Mention], sentences: Sequence[Sentence]) -> Signs:
    def of(kind: str) -> tuple[Mention, ...]:
        return tuple(m for m in found if m.kind == kind and (m.quantity.best or 0) > 0)

    return Signs(of("killed"), of("injured"), of("shot"), frozenset(_flags(found, sentences)))


def _flags(found: Sequence[Mention], sentences: Sequence[Sentence]) -> Iterator[str]:
    title = " ".join(s.text[:MAX_CHARACTERS] for s in sentences if s.index < 0)
    lead = " ".join(s.text[:MAX_CHARACTERS] for s in [s for s in sentences if s.index >= 0][:_LEAD])
    body = " ".join(s.text[:MAX_CHARACTERS] for s in sentences)
    for name, pattern in _SIGNS:
        for where, text in (("title", title), ("lead", lead), ("body", body)):
            if pattern.search(text):
                yield f"{name}_{where}"
    if any(m.predicate == "nobody" and m.kind != "arrested" and not m.rest for m in found):
        yield "nobody"
    if any(m.rest for m in found):
        yield "nobody_else"
    for kind in ("killed", "injured", "shot"):
        if any(m.kind == kind and m.quantity.best is None for m in found):
            yield f"{kind}_many"
        if any(m.kind == kind and m.sentence.index < 0 for m in found):
            yield f"{kind}_title"
        if any(m.kind == kind for m in found):
            yield f"{kind}_any"


def _values(mentions: Sequence[Mention]) -> list[int]:
    return [m.quantity.best for m in mentions if m.quantity.best is not None]


def _indefinite(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.group is None or not m.group.definite]


def _persons(mentions: Sequence[Mention]) -> int:
    """How many different single persons: by name, else by age, else one for each "another"."""
    seen: set[str] = set()
    for m in mentions:
        if m.group is None or m.group.pronoun:
            continue
        for name in m.group.named:
            seen.add(name.split()[-1].lower())
        if not m.group.named and m.group.members == 1 and m.quantity.best == 1 and not m.group.definite:
            seen.add(m.group.head + ("+" if m.group.others else ""))
    return len(seen)


def killed_candidates(article: Signs) -> list[int]:
    values = {0, 1, *_values(article.killed), _persons(article.killed)}
    if any(flag.startswith(("self", "gunman")) for flag in article.flags):
        values |= {n + 1 for n in _values(article.killed)}
    values |= {sum(_values(_lead_singles(article.killed)))}
    return sorted(values)[:MOST]


def _lead_singles(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in _indefinite(mentions) if m.quantity.best == 1 and m.sentence.index >= 0]


def injured_candidates(article: Signs, killed: int) -> list[int]:
    values = {0, 1, *_values(article.injured), *_values(article.shot)}
    values |= {_persons(article.injured), _persons(article.shot)}
    values |= {n - killed for n in _values(article.shot) + _values(article.injured) if n > killed}
    values |= {max(_persons(article.shot) - killed, 0), max(_persons(article.injured) - killed, 0)}
    return sorted(values)[:MOST]


def _support(prefix: str, value: int, mentions: Sequence[Mention]) -> Iterator[tuple[str, float]]:
    """How the mentions of one kind speak for `value`."""
    values = _values(mentions)
    if not values:
        return
    counts = Counter(values)
    if value == max(values):
        yield f"{prefix}_max", 1.0
    if value == values[0]:
        yield f"{prefix}_first", 1.0
    if counts[value] == max(counts.values()):
        yield f"{prefix}_mode", 1.0
    yield f"{prefix}_share", counts[value] / len(values)
    solid = _values(_indefinite(mentions))
    if solid and value == max(solid):
        yield f"{prefix}_solid_max", 1.0
    title = [m.quantity.best for m in mentions if m.sentence.index < 0]
    if title:
        yield f"{prefix}_title_{'is' if value in title else 'not'}", 1.0
    lead = [m.quantity.best for m in mentions if 0 <= m.sentence.index < _LEAD]
    if lead:
        yield f"{prefix}_lead_{'is' if value in lead else 'not'}", 1.0
        if value == max(n for n in lead if n is not None):
            yield f"{prefix}_lead_max", 1.0
    if value == _persons(mentions):
        yield f"{prefix}_persons", 1.0
    if any(m.total and m.quantity.best == value for m in mentions):
        yield f"{prefix}_total", 1.0
    if value and value not in counts:
        yield f"{prefix}_unsaid", 1.0


def _size(value: int) -> str:
    return str(value) if value < 4 else "4+"


def killed_features(article: Signs, value: int) -> dict[str, float]:
    features: dict[str, float] = {f"v{_size(value)}": 1.0}
    features.update(_support("k", value, article.killed))
    level = "0" if value == 0 else "1" if value == 1 else "2+"
    for flag in article.flags:
        features[f"{flag}:{level}"] = 1.0
    values = _values(article.killed)
    features[f"mentions:{level}"] = min(len(values), 4) / 4
    features[f"solid:{level}"] = min(len(_values(_indefinite(article.killed))), 4) / 4
    features[f"shot:{level}"] = min(max(_values(article.shot), default=0), 4) / 4
    features[f"injured:{level}"] = min(max(_values(article.injured), default=0), 4) / 4
    if values and value == max(values) + 1:
        for flag in article.flags:
            if flag.startswith(("self", "gunman")):
                features[f"plus_one:{flag}"] = 1.0
        features["plus_one"] = 1.0
    return features


def injured_features(article: Signs, killed: int, value: int) -> dict[str, float]:
    dead = "k0" if killed == 0 else "k1" if killed == 1 else "k2+"
    level = "0" if value == 0 else "1" if value == 1 else "2+"
    features: dict[str, float] = {f"v{_size(value)}": 1.0, f"{dead}:{level}": 1.0}
    features.update(_support(f"i{dead}", value, article.injured))
    features.update(_support(f"s{dead}", value, article.shot))
    strong = [m for m in article.injured if m.predicate in terms("casualty_signs", "strong")]
    features.update(_support(f"strong{dead}", value, strong))
    others = [m for m in (*article.injured, *article.shot) if m.group and m.group.others]
    features.update(_support("others", value, others))
    features[f"others:{dead}:{level}"] = float(bool(others))
    features[f"strong:{dead}:{level}"] = float(bool(strong))
    solid = _values(_indefinite(article.injured))
    features[f"solid:{dead}:{level}"] = min(len(solid), 3) / 3
    if killed:
        shot, hurt = _values(article.shot), _values(article.injured)
        if shot:
            features["shot_less_killed"] = float(value == max(max(shot) - killed, 0))
            features["shot_title_less_killed"] = float(
                any(m.sentence.index < 0 and m.quantity.best == value + killed for m in article.shot)
            )
        if hurt:
            features["injured_less_killed"] = float(value == max(max(hurt) - killed, 0))
        beside = [m for m in article.injured if _beside_dead(m, article.killed)]
        features.update(_support("beside", value, beside))
        features[f"beside:{level}"] = float(bool(beside))
        features[f"shot_over:{level}"] = float(bool(shot) and max(shot) > killed)
        features[f"persons:{level}"] = float(_persons(article.shot + article.injured + article.killed) > killed)
    apart = [m for m in article.injured if _other_person(m, article.killed)]
    features[f"apart:{dead}:{level}"] = float(bool(apart))
    hit_apart = [m for m in article.shot if _other_person(m, article.killed)]
    features[f"hit_apart:{dead}:{level}"] = float(bool(hit_apart))
    aged = _other_ages((*article.injured, *article.shot), article.killed)
    features[f"other_age:{dead}:{level}"] = float(bool(aged))
    if aged:
        features["other_ages"] = float(value == len(aged))
    also = [m for m in (*article.injured, *article.shot) if m.also]
    features.update(_support("also", value, also))
    features[f"also:{dead}:{level}"] = float(bool(also))
    for flag in article.flags:
        features[f"{flag}:{dead}:{level}"] = 1.0
    return features


def _other_person(mention: Mention, killed: Sequence[Mention]) -> bool:
    """One person of another noun, name or age than any of the dead, told of as somebody new."""
    group = mention.group
    if group is None or group.definite or group.pronoun or mention.quantity.best != 1:
        return False
    dead = [m.group for m in killed if m.group is not None]
    names = {name.split()[-1] for g in dead for name in g.named}
    if group.named:
        return bool(names) and not names & {name.split()[-1] for name in group.named}
    return bool(dead) and all(g.head != group.head for g in dead if g.head)


def _ages(mention: Mention) -> set[str]:
    """ "a 56-year-old man", "Ana Ruiz, 31,"."""
    text = mention.sentence.text[mention.start - mention.sentence.start : mention.end - mention.sentence.start]
    return {found[1] or found[2] for found in _AGE.finditer(text[:MAX_CHARACTERS])}


def _other_ages(hurt: Sequence[Mention], killed: Sequence[Mention]) -> set[str]:
    """Ages of those hurt that none of the dead has; empty if no age of the dead is told."""
    dead = {age for m in killed for age in _ages(m)}
    return {age for m in hurt for age in _ages(m)} - dead if dead else set()


def _beside_dead(mention: Mention, killed: Sequence[Mention]) -> bool:
    """Told in one sentence with the dead, as other people: "killed one and wounded two"."""
    return any(
        m.sentence.index == mention.sentence.index
        and m.group is not None
        and mention.group is not None
        and m.group.start != mention.group.start
        and not mention.group.definite
        for m in killed
    )
