"""Perpetrators, accused, claimants and counterparts of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.document import Document, Sentence
from processors.classify.extract.lexicon import terms
from processors.classify.extract.nations import forces_by_means
from processors.classify.extract.parties import Party, parties
from processors.classify.extract.predicates import predicates
from processors.classify.extract.roles import Role, roles
from processors.classify.extract.slots import Candidate, weighed
from processors.classify.extract.words import Word, span_text, words
from tocsin.contract.fields import Actor, Evidence
from tocsin.contract.vocabulary import ActorRole

MOST = 8
# Probabilities under which a doer by syntax alone is dropped, and from which one without syntax is taken. Chosen on
# the half of MUC-4 that did not train the weights.
UNLIKELY = 0.10
LIKELY = 0.30
# A name in mixed case is often a speaker's or a place's: asked for more.
SURE = 0.6
_LAW = ("police", "state_forces")
_BY_ARMS = ("explosion/", "battle/")
_STRENGTH: dict[ActorRole, int] = {"claimant": 4, "perpetrator": 3, "accused": 2, "counterpart": 1, "other": 0}


@dataclass(frozen=True, slots=True)
class _Found:
    role: Role
    sentence: Sentence
    key: str


def read(
    document: Document, sentences: Sequence[Sentence], event_type: str | None = None
) -> tuple[tuple[Actor, ...], dict[str, Evidence]]:
    """Actors in order of mention, each once with its strongest role; at most `MOST`."""
    lawful = event_type in terms("deed_limits", "lawful_types")
    found: list[_Found] = []
    for sentence in sentences:
        found.extend(_in_sentence(sentence, document.case, lawful))
    found = _likely(found, weighed(document, sentences, "perpetrator"), document.case != "mixed")
    if not any(item.role.role in ("perpetrator", "claimant", "accused") for item in found):
        found.extend(_by_name(document, sentences) or _by_nation(document, sentences, event_type))
    chosen = _distinct(found)[:MOST]
    actors = tuple(_actor(item) for item in chosen)
    evidence = {f"actors.{at}": _evidence(item) for at, item in enumerate(chosen)}
    return actors, evidence


def _in_sentence(sentence: Sentence, case: str, lawful: bool) -> list[_Found]:
    listed = [party for party in parties(sentence, case) if not party.pronoun]
    if not listed:
        return []
    tokens = words(sentence)
    found = []
    for role in roles(tokens, listed):
        if role.security and not lawful:
            continue
        if role.party.head in ("victim", "victims", "other", "others", "body", "bodies", "hostages", "hostage"):
            continue
        found.append(_Found(role, sentence, _key(role.party)))
        inner = _inside(tokens, role.party, listed)
        if inner:
            found.append(_Found(Role(inner, role.role), sentence, _key(inner)))
    return found


def _inside(tokens: Sequence[Word], party: Party, listed: Sequence[Party]) -> Party | None:
    """The organisation of a phrase of people: "FMLN guerrillas", "members of the Shining Path"."""
    if not party.person:
        return None
    behind = [token.low for token in tokens[party.end : party.end + 2]]
    if behind[:1] == ["of"]:
        start = party.end + 1 + (behind[1:] == ["the"])
        owner = next((p for p in listed if not p.person and p.start == start), None)
        if owner:
            return owner
    return next((p for p in listed if not p.person and p.start >= party.start and p.end <= party.end), None)


def _likely(found: Sequence[_Found], weights: Sequence[tuple[Candidate, float]], one_case: bool) -> list[_Found]:
    """Without the unlikely that only syntax points at, and with the likely that no syntax does. The forces of the law
    were read as doers with more care already."""
    likely = {candidate.name.casefold(): p for candidate, p in weights}
    organised = any(not item.role.party.person for item in found)
    sure = terms("deed_limits", "always_doers")
    kept = [
        f
        for f in found
        if f.role.role != "perpetrator"
        or f.role.party.head in sure
        or f.role.party.kind in _LAW
        or likely.get(f.role.party.name.casefold(), 1.0) >= UNLIKELY
    ]
    keys = {item.key for item in found}
    for candidate, p in weights:
        party = candidate.party
        if party is None or p < LIKELY or _key(party) in keys or (party.named and not one_case and p < SURE):
            continue
        if not party.person and (organised or (not one_case and _is_led(candidate.sentence, party))):
            continue
        keys.add(_key(party))
        kept.append(_Found(Role(party, "perpetrator" if party.person else "accused"), candidate.sentence, _key(party)))
    return kept


def _is_led(sentence: Sentence, party: Party) -> bool:
    """ "killed a commander of the SDF": where no syntax makes that one a doer, the organisation is none."""
    before = [token.low for token in words(sentence)[max(0, party.start - 3) : party.start] if token.low != "the"]
    return len(before) > 1 and before[-1] == "of" and before[-2] in terms("deed_limits", "heads")


def _by_name(document: Document, sentences: Sequence[Sentence]) -> list[_Found]:
    """Attackers by their very name ("gunmen"), where no deed word tied anybody to the deed."""
    found: list[_Found] = []
    for sentence in sentences:
        doers = [p for p in parties(sentence, document.case) if p.head in terms("deed_limits", "always_doers")]
        listed = predicates(words(sentence)) if doers else ()
        hurt = [(p.start, p.end) for p in listed if p.kind in ("killed", "injured", "arrested")]
        found.extend(
            _Found(Role(party, "perpetrator"), sentence, _key(party))
            for party in doers
            if not any(0 <= start - party.end <= 1 or 0 <= party.start - end <= 1 for start, end in hurt)
        )
    return found


def _by_nation(document: Document, sentences: Sequence[Sentence], event_type: str | None) -> list[_Found]:
    """The forces whose weapons struck, of the first sentence that names any, where nobody else is named as the doer."""
    if event_type is None or not event_type.startswith(_BY_ARMS):
        return []
    for sentence in sentences:
        named = list(forces_by_means(words(sentence), document.case))
        if named:
            return [_Found(Role(party, "perpetrator"), sentence, _key(party)) for party in named]
    return []


def _key(party: Party) -> str:
    if party.known:
        return party.known.lower()
    return party.head if party.person and party.head else party.name.lower()


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    """One of each key, in order; the strongest role, and of equals the first mention."""
    best: dict[str, _Found] = {}
    for item in found:
        held = best.get(item.key)
        if held is None or _STRENGTH[item.role.role] > _STRENGTH[held.role.role]:
            best[item.key] = item
    return list(best.values())


def _actor(item: _Found) -> Actor:
    party = item.role.party
    evidence = _evidence(item)
    return Actor(
        name=party.name,
        entity="person" if party.person else "organization",
        kind=party.kind,
        role=item.role.role,
        text=span_text(item.sentence, evidence.start, evidence.end),
    )


def _evidence(item: _Found) -> Evidence:
    tokens = words(item.sentence)
    party = item.role.party
    return item.sentence.evidence(tokens[party.start].start, tokens[party.end - 1].end)
