"""MUC-4 as the models see it: features and labels of every article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation import gold, muc
from evaluation.train.wires.align import telling
from evaluation.train.wires.crf import Line
from evaluation.train.wires.events import Corpus
from evaluation.train.wires.labels import labels_of, phrases
from processors.classify.decision.features import rule_features, word_features
from processors.classify.detect.mention import find_mentions
from processors.classify.detect.signals import read_signals, triggers
from processors.classify.document import Document
from processors.classify.incidents.group import group
from processors.classify.learned.event_features import article_features, sentence_features
from processors.classify.learned.events import COLUMNS, TYPES, views_of
from processors.classify.learned.hashing import ids
from processors.classify.learned.slot_features import token_features
from processors.classify.learned.slots import MOST_SENTENCES
from processors.classify.realis.decide import judge
from processors.classify.text import read_document, with_all_tokens
from tocsin.contract.article import Article


@dataclass(frozen=True, slots=True)
class Wires:
    """`lines[i]`: the sentences of article i for the tagger, None for one without a deed."""

    articles: list[Article]
    documents: list[Document]
    golds: list[muc.Gold | None]
    events: Corpus
    lines: list[list[Line | None]]


def read(folder: Path) -> Wires:
    """All of MUC-4 that lies in `folder`. Raises `gold.GoldMissing`."""
    articles = gold.muc_articles(folder)
    by_article = muc.read_gold(gold.muc_templates(folder))
    templates: dict[str, list[dict[str, str]]] = defaultdict(list)
    for template in gold.muc_templates(folder):
        templates[template["article"]].append(template)
    documents = [with_all_tokens(read_document(article)) for article in articles]
    golds = [by_article.get(article.id) for article in articles]
    return Wires(
        articles,
        documents,
        golds,
        _events(documents, golds, [templates[article.id] for article in articles]),
        [_lines(document, found) for document, found in zip(documents, golds, strict=True)],
    )


def rules_of(document: Document) -> dict[str, float]:
    """What the rules find, as the decision sees it."""
    mentions = judge(find_mentions(document), document)
    incidents = group(mentions, document)
    return {**word_features(mentions), **rule_features(mentions, incidents, len(document.sentences))}


def _events(
    documents: Sequence[Document], golds: Sequence[muc.Gold | None], templates: Sequence[list[dict[str, str]]]
) -> Corpus:
    sentences, words, rules, told, labels = [], [], [], [], []
    for document, found, own in zip(documents, golds, templates, strict=True):
        views = views_of(document)
        sentences.append(sentence_features(views))
        words.append(article_features(views))
        rules.append(rules_of(document))
        texts = [s.text for s in document.all_sentences()[: len(views)]]
        telling_of = telling(texts, own)
        marks = [[bool(types), *(t in types for t in TYPES)] for types in telling_of]
        told.append(np.array(marks, dtype=bool).reshape(-1, len(COLUMNS)))
        labels.append([found is not None, *(found is not None and t in found.types for t in TYPES)])
    return Corpus(sentences, words, rules, told, np.array(labels))


def _lines(document: Document, found: muc.Gold | None) -> list[Line | None]:
    wanted, before = phrases(found.slots) if found else {}, frozenset[str]()
    lines: list[Line | None] = []
    for at, sentence in enumerate(document.all_sentences()[:MOST_SENTENCES]):
        signals = read_signals(sentence)
        earlier, before = before, signals.concepts
        if not signals.concepts & triggers():
            lines.append(None)
            continue
        listed = token_features(sentence.tokens, signals, earlier, at)
        sizes = np.array([len(each) for each in listed], dtype=np.int32)
        named = ids(name for each in listed for name in each)
        lines.append(Line(named, sizes, labels_of(sentence.tokens[: len(listed)], wanted)))
    return lines
