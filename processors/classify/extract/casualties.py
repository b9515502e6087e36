"""How many were killed, injured, abducted and arrested, from all the article says of one incident."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.document import Document, Sentence
from processors.classify.extract.background import is_background, is_superseded
from processors.classify.extract.resolve import resolve
from processors.classify.extract.resolved import Resolved
from processors.classify.extract.tolls import Mention, mentions
from processors.classify.extract.words import span_text
from tocsin.contract.fields import TOLL_KINDS, Casualties, Evidence, Toll

# Deep in a long page stand other stories; the tolls of this one are told before.
MOST_SENTENCES = 60


def read(
    document: Document, sentences: Sequence[Sentence], event_type: str | None = None
) -> tuple[Casualties, dict[str, Evidence]]:
    """Tolls of the incident the sentences tell of; a toll nobody speaks of is None.

    `event_type` (a level-one/level-two name) decides whether silence about the dead or the hurt may be read as
    none (see `resolve`); without it the words of the sentences decide.
    """
    found = collect(document, sentences)
    tolls: dict[str, Toll] = {}
    evidence: dict[str, Evidence] = {}
    for kind, resolved in resolve(found, sentences, event_type).items():
        tolls[kind] = _toll(resolved)
        mention = resolved.mention
        evidence[f"casualties.{kind}"] = mention.sentence.evidence(mention.start, mention.end)
    return Casualties(**{kind: tolls.get(kind) for kind in TOLL_KINDS}), evidence


def collect(document: Document, sentences: Sequence[Sentence]) -> list[Mention]:
    """The toll mentions of the sentences, those over longer periods left out."""
    found: list[Mention] = []
    for sentence in sentences[:MOST_SENTENCES]:
        if not is_background(sentence, document.published_at):
            found.extend(
                mention for mention in mentions(sentence, document.case) if not is_superseded(sentence, mention.start)
            )
    return found


def _toll(resolved: Resolved) -> Toll:
    quantity, mention = resolved.quantity, resolved.mention
    text = None if resolved.implied else span_text(mention.sentence, mention.start, mention.end)
    perpetrators = resolved.perpetrators
    if perpetrators is not None and quantity.best is not None:
        perpetrators = min(perpetrators, quantity.best)
    return Toll(
        min=quantity.min, best=quantity.best, max=quantity.max, of_which_perpetrators=perpetrators or None, text=text
    )
