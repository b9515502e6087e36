"""Trains the event models and says how well they do on articles they have not seen.

Five folds by document, and beside them the latest fifth judged by a model of the earlier four. Document frequencies,
both models below, the third model and every threshold come from the training part alone; the third model learns from
scores that inner folds of the training part gave. Only then is one model of all articles fitted and written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from evaluation import gold, muc
from evaluation.train.events.align import telling
from evaluation.train.events.model import Corpus, Trained, fit, write
from processors.classify.learned.event_features import article_features, sentence_features
from processors.classify.learned.events import COLUMNS, TYPES, views_of
from processors.classify.text import read_document, with_all_tokens

FOLDS, SEED = 5, 0
DATA = Path(__file__).parents[3] / "processors" / "classify" / "learned" / "data"


def corpus(folder: Path) -> tuple[Corpus, list[str]]:
    """The articles' features and labels, and their days of publication ("" for none)."""
    articles = gold.muc_articles(folder)
    golds = muc.read_gold(gold.muc_templates(folder))
    templates: dict[str, list[dict[str, str]]] = defaultdict(list)
    for template in gold.muc_templates(folder):
        templates[template["article"]].append(template)
    sentences, words, told, labels = [], [], [], []
    for article in articles:
        document = with_all_tokens(read_document(article))
        views = views_of(document)
        sentences.append(sentence_features(views))
        words.append(article_features(views))
        texts = [s.text for s in document.all_sentences()[: len(views)]]
        found = telling(texts, templates[article.id])
        told.append(
            np.array([[bool(f), *(t in f for t in TYPES)] for f in found], dtype=bool).reshape(-1, len(COLUMNS))
        )
        of = golds[article.id].types if article.id in golds else set()
        labels.append([article.id in golds, *(t in of for t in TYPES)])
    days = [a.published_at.date().isoformat() if a.published_at else "" for a in articles]
    return Corpus(sentences, words, told, np.array(labels)), days


def judged(model: Trained, data: Corpus, test: Any) -> tuple[Any, Any]:
    """Relevant or not, and the types (the five that are trained), of the articles `test`."""
    odds = model.probabilities(data, test)
    relevant = odds[:, 0] >= model.thresholds[0]
    return relevant, (odds[:, 1:] >= model.thresholds[1:]) & relevant[:, None]


def f1(said: Any, right: Any) -> float:
    return round(float(2 * (said & right).sum() / max(1, said.sum() + right.sum())), 4)


def by_document(data: Corpus) -> dict[str, float]:
    of = np.random.RandomState(SEED).permutation(len(data.labels)) % FOLDS
    relevant, kinds = np.zeros(len(of), bool), np.zeros((len(of), len(TYPES)), bool)
    for fold in range(FOLDS):
        test = np.flatnonzero(of == fold)
        relevant[test], kinds[test] = judged(fit(data, np.flatnonzero(of != fold)), data, test)
    return {"detection F1": f1(relevant, data.labels[:, 0]), "types micro-F1": f1(kinds, data.labels[:, 1:])}


def by_time(data: Corpus, days: list[str]) -> dict[str, float]:
    dated = np.array(sorted((i for i, day in enumerate(days) if day), key=lambda i: (days[i], i)))
    cut = len(dated) * 4 // 5
    test = dated[cut:]
    relevant, kinds = judged(fit(data, dated[:cut]), data, test)
    return {"detection F1": f1(relevant, data.labels[test, 0]), "types micro-F1": f1(kinds, data.labels[test, 1:])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    data, days = corpus(parser.parse_args().gold)
    figures = {"five folds by document": by_document(data), "latest fifth by the earlier four": by_time(data, days)}
    write(fit(data, np.arange(len(data.labels))), DATA / "events.npz")
    about = {"made_by": "evaluation/train/events", "trained_on": f"MUC-4, {len(days)} articles", "unseen": figures}
    (DATA / "events.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
