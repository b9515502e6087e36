"""MUC-3/4: detection, incident types, slots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.figures import Counts, binary, sets
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Report

FOUND_REASONS = frozenset({"background", "planned", "threat"})
"""Rejections that count as found: the gold holds past, planned and threatened incidents too."""

ROLES = ("perpetrator individual", "perpetrator organisation", "physical target", "human target", "weapon")
_PLAIN_SLOTS = {
    "perpetrator individual": "PERP: INDIVIDUAL ID",
    "perpetrator organisation": "PERP: ORGANIZATION ID",
    "physical target": "PHYS TGT: ID",
    "weapon": "INCIDENT: INSTRUMENT ID",
}
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ARTICLE_WORD = re.compile(r"^(the|a|an)\s+")


@dataclass(frozen=True, slots=True)
class Entity:
    """A gold slot filler: its normalised alternative mentions; `optional` ones are never missed."""

    mentions: frozenset[str]
    optional: bool = False


@dataclass(slots=True)
class Gold:
    """One article's gold."""

    types: set[str] = field(default_factory=set)
    slots: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))


def read_gold(templates: Iterable[Mapping[str, str]]) -> dict[str, Gold]:
    """Article -> gold, from template lines; articles without a template are absent."""
    golds: dict[str, Gold] = defaultdict(Gold)
    for template in templates:
        gold = golds[template["article"]]
        gold.types.update(part.strip() for part in template["INCIDENT: TYPE"].split("/"))
        for role, slot in _PLAIN_SLOTS.items():
            gold.slots[role].extend(plain_entities(template[slot]))
        people = human_entities(template["HUM TGT: NAME"], template["HUM TGT: DESCRIPTION"])
        gold.slots["human target"].extend(people)
    for gold in golds.values():
        for role in gold.slots:
            gold.slots[role] = list(dict.fromkeys(gold.slots[role]))
    return dict(golds)


def normalise(text: str) -> str:
    """Lower case, single spaces, no punctuation at the ends, no leading article."""
    folded = re.sub(r"\s+", " ", text.replace('\\"', '"').casefold()).strip(" \"'.,;:!?()[]-")
    return _ARTICLE_WORD.sub("", folded).lstrip(" \"'([")


def plain_entities(slot: str) -> list[Entity]:
    """`"A" / "B"` is one entity with two mentions; each line is an entity; `?` marks an optional one."""
    entities = []
    for line in slot.splitlines():
        mentions = frozenset(normalise(m) for m in _QUOTED.findall(line))
        if mentions:
            entities.append(Entity(mentions, line.lstrip().startswith("?")))
    return entities


def human_entities(names: str, descriptions: str) -> list[Entity]:
    """Names, with the descriptions linked to them (`"MAYOR": "NAME"`), and descriptions without a name."""
    entities = plain_entities(names)
    for line in descriptions.splitlines():
        described, _, linked = _split_link(line)
        mentions = frozenset(normalise(m) for m in _QUOTED.findall(described))
        names_of = frozenset(normalise(m) for m in _QUOTED.findall(linked))
        owner = next((i for i, e in enumerate(entities) if e.mentions & names_of), None)
        if owner is not None:
            entities[owner] = Entity(entities[owner].mentions | mentions, entities[owner].optional)
        elif mentions:
            entities.append(Entity(mentions | names_of, line.lstrip().startswith("?")))
    return entities


def _split_link(line: str) -> tuple[str, str, str]:
    found = re.search(r'"\s*:\s*"', line)
    return (line[: found.start() + 1], ":", line[found.end() - 1 :]) if found else (line, "", "")


def found_types(reports: Sequence[Report], rejections: Rejections | None) -> set[str]:
    """The MUC types of an article's reports and of its rejections that count as found."""
    types = {crosswalk(r.type).muc for r in reports}
    if rejections:
        types |= {crosswalk(r.type).muc for r in rejections.rejections if r.type and r.reason in FOUND_REASONS}
    return {t for t in types if t}


def found_at_all(reports: Sequence[Report], rejections: Rejections | None) -> bool:
    return bool(reports) or bool(
        rejections and any(r.type and r.reason in FOUND_REASONS for r in rejections.rejections)
    )


def predicted_slots(reports: Sequence[Report]) -> dict[str, set[str]]:
    """Role -> normalised strings."""
    slots: dict[str, set[str]] = {role: set() for role in ROLES}
    for report in reports:
        for actor in report.actors:
            if actor.role in ("perpetrator", "accused", "claimant"):
                role = "perpetrator individual" if actor.entity == "person" else "perpetrator organisation"
                slots[role].add(normalise(actor.name))
        for target in report.targets:
            role = "human target" if target.entity == "person" else "physical target"
            slots[role].add(normalise(target.name))
        slots["weapon"].update(normalise(weapon.text) for weapon in report.weapons)
    return slots


def judge_slot(predicted: set[str], entities: Sequence[Entity]) -> Counts:
    """Each gold entity is matched at most once; an unmatched optional one is not missed."""
    free = list(entities)
    right = 0
    for string in sorted(predicted):
        match = next((e for e in free if string in e.mentions), None)
        if match:
            free.remove(match)
            right += 1
    return Counts(right, len(predicted) - right, sum(1 for e in free if not e.optional))


@dataclass(slots=True)
class MucScore:
    detection: Counts = field(default_factory=Counts)
    types: Counts = field(default_factory=Counts)
    slots: dict[str, Counts] = field(default_factory=lambda: dict.fromkeys(ROLES, Counts()))

    @property
    def all_slots(self) -> Counts:
        return sum(self.slots.values(), Counts())


def score(
    articles: Iterable[str],
    golds: Mapping[str, Gold],
    accounts: Mapping[str, Account],
    rejections: Mapping[str, Rejections],
) -> MucScore:
    """Over all `articles` (ids), with what classify said of each."""
    total = MucScore()
    for article in articles:
        gold = golds.get(article, Gold())
        reports = accounts[article].reports if article in accounts else ()
        rejected = rejections.get(article)
        total.detection += binary(found_at_all(reports, rejected), article in golds)
        total.types += sets(found_types(reports, rejected), gold.types)
        predicted = predicted_slots(reports)
        for role in ROLES:
            total.slots[role] += judge_slot(predicted[role], gold.slots.get(role, []))
    return total
