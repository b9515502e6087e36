"""The slots of a wire in capitals, filled: tagged, chosen, told apart. Made by `evaluation/train/wires`.

Whoever runs it over MUC-4 runs it over what trained it: `evaluation/data/held_out.toml` has the figures on articles
not seen.
"""

from __future__ import annotations

import math

import numpy as np

from processors.classify.detect.signals import read_signals, triggers
from processors.classify.document import Document
from processors.classify.learned import weights
from processors.classify.learned.hashing import ids
from processors.classify.learned.slot_choice import Told, apart, names, numbers
from processors.classify.learned.slot_features import token_features
from processors.classify.learned.slot_tags import Posterior, posterior
from processors.classify.learned.slots import MOST_SENTENCES, Candidate, candidates

MODEL = "slots"


def filled(document: Document, told: Told) -> list[Candidate]:
    """The fillers of all slots of the article, the likeliest first. The document must have all its tokens."""
    found = candidates(document, tagged(document))
    if not found:
        return []
    return apart(found, chances(found, document, told), weights.read(MODEL)["cuts"])


def tagged(document: Document) -> list[Posterior | None]:
    """Of each sentence, None for one without a deed."""
    arrays, tags = weights.read(MODEL), weights.table(MODEL, "tag")
    out: list[Posterior | None] = []
    before = frozenset[str]()
    for at, sentence in enumerate(document.all_sentences()[:MOST_SENTENCES]):
        signals = read_signals(sentence)
        earlier, before = before, signals.concepts
        if not signals.concepts & triggers():
            out.append(None)
            continue
        listed = token_features(sentence.tokens, signals, earlier, at)
        rows = tags.gather(ids(name for each in listed for name in each))
        begins = np.concatenate(([0], np.cumsum([len(each) for each in listed])[:-1]))
        out.append(posterior(np.add.reduceat(rows, begins, axis=0), arrays["steps"], arrays["first"]))
    return out


def chances(found: list[Candidate], document: Document, told: Told) -> list[float]:
    """Probability that each candidate fills a slot."""
    arrays, table = weights.read(MODEL), weights.table(MODEL, "name")
    places = {sentence.index: at for at, sentence in enumerate(document.all_sentences())}
    scaled = np.clip((numbers(found, told, places) - arrays["mean"][0]) / arrays["spread"][0], -4, 4)
    out = []
    for each, row in zip(found, scaled, strict=True):
        total = float(row @ arrays["slopes"][each.kind] + arrays["bias"][each.kind])
        total += float(table.gather(ids(names(each)))[:, each.kind].sum())
        out.append(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
    return out
