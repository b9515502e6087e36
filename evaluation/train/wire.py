"""Learns `processors/classify/data/wire.tsv` from MUC-4: does a wire in capitals report an incident?

    .venv/bin/python -m evaluation.train.wire --gold FOLDER

Label: the article has at least one template. Features: processors/classify/decision/features.py. The figure in the
header is of five folds by document, each judged by a model that has not seen it; the weights are of all documents.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from evaluation import gold, muc
from processors.classify.decision.features import rule_features, word_features
from processors.classify.detect.mention import find_mentions
from processors.classify.incidents.group import group
from processors.classify.realis.decide import judge
from processors.classify.text import read_document
from tocsin.contract.article import Article

OUT = Path(__file__).parents[2] / "processors" / "classify" / "data" / "wire.tsv"
LEAST_ARTICLES = 8  # a feature seen in fewer is noise (4: the same F1 with twice the weights)
STRENGTH = 1.0  # inverse regularisation; 0.3 and 3 are 0.005 F1 worse
FOLDS, SEED = 5, 1
SMALLEST = 0.01  # weights below it change nothing


def features(article: Article) -> dict[str, float]:
    document = read_document(article)
    mentions = judge(find_mentions(document), document)
    incidents = group(mentions, document)
    return {**word_features(mentions), **rule_features(mentions, incidents, len(document.sentences))}


def fitted(rows: Sequence[dict[str, float]], labels: Any) -> tuple[DictVectorizer, LogisticRegression]:
    vectors = DictVectorizer()
    return vectors, LogisticRegression(C=STRENGTH, max_iter=3000).fit(vectors.fit_transform(rows), labels)


def out_of_fold(rows: Sequence[dict[str, float]], labels: Any) -> Any:
    """Probability of each article from a model that has not seen it."""
    told = np.zeros(len(rows))
    for train, test in KFold(FOLDS, shuffle=True, random_state=SEED).split(rows):
        vectors, model = fitted([rows[i] for i in train], labels[train])
        told[test] = model.predict_proba(vectors.transform([rows[i] for i in test]))[:, 1]
    return told


def f1(told: Any, labels: Any) -> float:
    return float(2 * (told & labels).sum() / (told.sum() + labels.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    articles = gold.muc_articles(parser.parse_args().gold)
    golds = muc.read_gold(gold.muc_templates(parser.parse_args().gold))
    labels = np.array([article.id in golds for article in articles])
    rows = [features(article) for article in articles]
    seen = Counter(name for row in rows for name in row)
    rows = [{name: value for name, value in row.items() if seen[name] >= LEAST_ARTICLES} for row in rows]
    told = out_of_fold(rows, labels)
    threshold = max((step / 100 for step in range(30, 61)), key=lambda at: f1(told >= at, labels))
    vectors, model = fitted(rows, labels)
    write(vectors, model, threshold, f1(told >= threshold, labels), len(articles))


def write(vectors: DictVectorizer, model: LogisticRegression, threshold: float, figure: float, articles: int) -> None:
    weights = sorted(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    lines = [
        "# Weights of the decision on wires in capitals (processors/classify/decision/wire.py).",
        "# Made by evaluation/train/wire.py from MUC-4 DEV, TST1 and TST2; holds single words and pairs, no text.",
        f"# {articles} articles; F1 over {FOLDS} folds by document {figure:.3f} at the threshold below.",
        f"bias\t{model.intercept_[0]:.4f}",
        f"threshold\t{threshold:.2f}",
        *(f"{name}\t{weight:.3f}" for name, weight in weights if abs(weight) >= SMALLEST),
    ]
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
