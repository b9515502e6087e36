"""The rules' reasons, weighed against the trained decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.realis.cues import Cues, cues_after, cues_before
from processors.classify.realis.domain import is_violent
from processors.classify.realis.features import Features, article_features, mention_features, tone_features
from processors.classify.realis.model import CURRENT, RealisModel, loaded
from processors.classify.realis.tone import Tone, read_tone
from tocsin.contract.vocabulary import RejectionReason

_CURRENT_FROM = 0.64
"""Probability from which a mention is the article's news. Incidents' F1 on articles not seen, 174 of them
(evaluation/train/realis.py): 0.5 gave 0.837, 0.64 0.859, 0.72 0.872, all three with a recall of 0.88 to 0.89; above
0.68 follow-ups of the conflict news are lost."""
_OVERRULES = 4.0
"""So many times as probable as the rules' reason another must be."""


def weighed(mentions: Sequence[Mention], cues: Mapping[int, Cues], document: Document) -> list[Mention]:
    """The mentions, as the rules judged them, with the reasons of the trained decision."""
    model = loaded()
    shared, own = features_of(mentions, cues, document)
    common = model.totals(shared)
    return [_decided(mention, features, common, model) for mention, features in zip(mentions, own, strict=True)]


def features_of(
    mentions: Sequence[Mention], cues: Mapping[int, Cues], document: Document
) -> tuple[Features, list[Features]]:
    """Of the article, and of each mention by itself."""
    violent = {mention.sentence.index: is_violent(mention) for mention in mentions}
    tone = read_tone(document.all_sentences(), document.published_at)
    shared = article_features(mentions, cues, violent) | tone_features(tone)
    return shared, [_own_features(mention, cues[mention.sentence.index], tone) for mention in mentions]


def _own_features(mention: Mention, cues: Cues, tone: Tone) -> Features:
    words, trigger = mention.signals.words, mention.first_word
    found = mention_features(mention, cues, cues_before(words, trigger), cues_after(words, trigger))
    if time := tone.time.get(mention.sentence.index):
        found[f"time:{time}"] = 1.0
    return found


def _decided(mention: Mention, features: Features, common: object, model: RealisModel) -> Mention:
    told = model.probabilities(model.totals(features) + common)
    mention = replace(mention, current=told[CURRENT])
    if told[CURRENT] >= _CURRENT_FROM:
        return mention.rejected(None, mention.age)
    best = max((name for name in told if name != CURRENT), key=lambda name: told[name])
    if mention.reason and told[best] < _OVERRULES * told.get(mention.reason, 0.0):
        best = mention.reason
    return mention.rejected(cast(RejectionReason, best), mention.age)
