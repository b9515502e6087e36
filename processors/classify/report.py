"""One incident of an article as a `Report`: its fields read from its sentences, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from processors.classify.document import Document, Sentence
from processors.classify.extract import actors, casualties, claims, fillers, targets, weapons
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.read import Places
from processors.classify.geo.where import locate
from processors.classify.incidents.incident import Incident
from processors.classify.learned.slots import Candidate
from processors.classify.terms import terms_of
from processors.classify.when import resolve as when
from tocsin.contract.article import Article
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.fields import Claim, Evidence
from tocsin.contract.identity import claim_id, report_id
from tocsin.contract.report import Report


def make_report(
    article: Article,
    document: Document,
    incident: Incident,
    ordinal: int,
    gazetteer: Gazetteer,
    places: Places,
    filled: Sequence[Candidate] | None = None,
) -> Report:
    """`filled`: the slots as the trained reading of a wire in capitals found them; None leaves them to the rules."""
    sentences, kind = incident.sentences, incident.type
    located = locate(document, sentences, gazetteer, places, incident.elsewhere)
    occurred, when_evidence = when.resolve(document, sentences, located.timezone)
    tolls, toll_evidence = casualties.read(document, sentences, kind)
    if filled is None:
        who, who_evidence = actors.read(document, sentences, kind)
        whom, whom_evidence = targets.read(document, sentences, kind)
        means, means_evidence = weapons.read(document, sentences, kind)
    else:
        who, who_evidence = fillers.actors(filled)
        whom, whom_evidence = fillers.targets(filled)
        means, means_evidence = fillers.weapons(filled)
    said, said_evidence = claims.read(document, sentences, tolls, toll_evidence, located.where.name)
    identity = report_id(article.id, article.version, ordinal)
    evidence = {"type": _type_evidence(incident), **located.evidence, **when_evidence, **toll_evidence}
    evidence |= {**who_evidence, **whom_evidence, **means_evidence, **said_evidence}
    return Report(
        id=identity,
        primary=incident.primary,
        type=kind,
        crosswalk=crosswalk(kind),
        when=occurred,
        where=located.where,
        actors=who,
        targets=whom,
        weapons=means,
        casualties=tolls,
        claims=_identified(said, identity, article.published_at),
        evidence=evidence,
        confidence=_confidence(incident),
        summary=summary(incident).published(),
        terms=terms_of(document, sentences),
    )


def summary(incident: Incident) -> Sentence:
    """The sentence that tells it best: the most concrete one, the earlier of two, the text before the title."""
    best = max(
        incident.mentions,
        key=lambda m: (not m.anaphoric, min(m.score, 6) - (m.sentence.index < 0), -abs(m.sentence.index)),
    )
    return best.sentence


def _type_evidence(incident: Incident) -> Evidence:
    kind = incident.type
    mention = next(m for m in incident.mentions if any(typed.type == kind for typed in m.typed))
    start, end = mention.span(kind)
    return mention.sentence.evidence(start, end)


def _identified(found: tuple[Claim, ...], report: str, published_at: datetime | None) -> tuple[Claim, ...]:
    return tuple(
        replace(claim, id=claim_id(report, ordinal), report=report, published_at=claim.published_at or published_at)
        for ordinal, claim in enumerate(found)
    )


def _confidence(incident: Incident) -> float:
    """0.5 to 0.99: more the more concretely and the more often it is told."""
    told = min(incident.score, 8) / 8 + min(len(incident.mentions), 5) / 5
    return round(0.5 + 0.245 * told, 3)
