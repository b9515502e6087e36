"""Make `processors/deduplicate/data/weights.toml`: what each feature adds to the log-odds that two reports are one.

    python -m evaluation.train.match GOLD [REPORTS]

Data: the shooting stream in GOLD and the project's own conflict-news stream (its development half). Each article, in
order of publication, is compared with the candidates among the *gold* incidents so far; a pair is right if both are of
one incident. REPORTS, a `reports.jsonl` of a backtest of the stream, saves classifying it again.
Model: logistic regression, pulled towards the hand-set values of `match_priors.toml` and kept within their bounds.
Figures: cross-validated by incident (halves by a hash of the incident) and by time (trained on the first half), over
pairs, and over the stream through the whole stage, scored on the articles of incidents that did not train.
Deterministic: same data, same bytes.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import expit  # type: ignore[import-untyped]

from evaluation.clustering import agreement
from evaluation.fixtures import conflict_news
from evaluation.gold import stream_articles, stream_links
from evaluation.published import clusters
from processors.deduplicate.candidates import Index
from processors.deduplicate.core import Deduplicator
from processors.deduplicate.due import CLOSE_AFTER_MS
from processors.deduplicate.features import Features, Probe, features
from processors.deduplicate.match import weights
from processors.deduplicate.standing import Standing, of_views
from processors.deduplicate.view import View, view_of
from tocsin.backtest.run import Published, classify_all
from tocsin.contract.article import Article
from tocsin.contract.codec import decode
from tocsin.contract.report import Account

ARTEFACT = Path("processors/deduplicate/data/weights.toml")
PRIORS = Path("evaluation/train/match_priors.toml")
OWN = Path("tests/fixtures/conflict_news/development")
PULL = 1.0
"""Strength of the pull towards the hand-set values: one unit away costs as much as half a nat of likelihood."""
OWN_WEIGHT = 8.0
"""A pair of the small conflict-news set counts as eight of the stream's, which knows shootings alone. At four the
stream's figures on what did not train are the same within 0.005, and two more look-alikes of that set are joined."""


@dataclass(frozen=True)
class Pair:
    """`fold` splits incidents in halves, `order` counts the articles."""

    features: Features
    same: bool
    fold: int
    order: int
    weight: float


def accounts_of(articles: Iterable[Article]) -> list[Account]:
    return [account for account, _ in classify_all(list(articles), 1) if account]


def pairs(accounts: Sequence[Account], gold: Mapping[str, str], weight: float) -> Iterator[Pair]:
    """Primary reports against the candidates among the gold incidents that are open when they come."""
    index, views, last = Index(), defaultdict[str, list[View]](list), dict[str, float]()
    order_of: dict[str, int] = {}
    for order, account in enumerate(accounts):
        report = next((r for r in account.reports if r.primary), None)
        incident = gold.get(account.article.id)
        if report is None or incident is None:
            continue
        now = account.article.fetched_at.timestamp()
        for old in [i for i, at in last.items() if (now - at) * 1000 > CLOSE_AFTER_MS]:
            index.drop(old)
            del last[old]
        view = view_of(report, account.article)
        idf = index.rarity.now()
        probe = Probe(view, idf)
        for candidate in index.find(view, idf):
            for other in candidate.views:
                yield Pair(features(probe, other), candidate.id == incident, fold(incident), order, weight)
        views[incident].append(view)
        last[incident] = now
        index.put(Standing(incident, order_of.setdefault(incident, order), False, of_views(views[incident])))


def fold(incident: str) -> int:
    return hashlib.sha256(f"match:{incident}".encode()).digest()[0] % 2


def fit(data: Sequence[Pair], priors: Mapping[str, Any]) -> dict[str, float]:
    """Weights, `bias` among them, by L-BFGS-B."""
    names = ["bias", *priors["weights"]]
    rules = [priors["bias"], *priors["weights"].values()]
    table = np.array([[1.0, *(p.features.get(name, 0.0) for name in names[1:])] for p in data])
    same = np.array([p.same for p in data], dtype=float)
    weight = np.array([p.weight for p in data])
    start = np.array([rule[0] for rule in rules])

    def loss(w: Any) -> tuple[float, Any]:
        score = table @ w
        value = (weight * (np.logaddexp(0.0, score) - same * score)).sum() + PULL / 2 * ((w - start) ** 2).sum()
        return float(value), table.T @ (weight * (expit(score) - same)) + PULL * (w - start)

    bounds = [(rule[1], rule[2]) for rule in rules]
    solved = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000})
    return {name: round(float(value), 3) for name, value in zip(names, solved.x, strict=True)}


def f1(model: Mapping[str, float], data: Sequence[Pair]) -> float:
    """Of pairs, at even odds."""
    right = found = 0
    for pair in data:
        odds = model["bias"] + sum(model.get(name, 0.0) * value for name, value in pair.features.items())
        found += odds > 0
        right += odds > 0 and pair.same
    return 2 * right / max(1, found + sum(p.same for p in data))


def measure(data: Sequence[Pair], priors: Mapping[str, Any]) -> dict[str, float]:
    """F1 over pairs never trained on."""
    half = sorted(p.order for p in data)[len(data) // 2]
    splits = {
        "by_incident": ([p for p in data if p.fold == 0], [p for p in data if p.fold == 1]),
        "by_incident_other_way": ([p for p in data if p.fold == 1], [p for p in data if p.fold == 0]),
        "by_time": ([p for p in data if p.order < half], [p for p in data if p.order >= half]),
    }
    return {name: round(f1(fit(seen, priors), unseen), 3) for name, (seen, unseen) in splits.items()}


def through_the_stage(
    accounts: Sequence[Account],
    gold: Mapping[str, str],
    data: Sequence[Pair],
    own: Sequence[Pair],
    priors: Mapping[str, Any],
) -> Iterator[str]:
    """Pairwise F1, B-cubed F1 and exact incidents of the stream's incidents that did not train."""
    half = sorted(p.order for p in data)[len(data) // 2]
    early = {gold[a.article.id] for a in accounts[:half] if a.article.id in gold}
    for name, seen, unseen in (
        ("by_incident", [p for p in data if p.fold == 0], {a for a, i in gold.items() if fold(i) == 1}),
        ("by_incident_other_way", [p for p in data if p.fold == 1], {a for a, i in gold.items() if fold(i) == 0}),
        ("by_time", [p for p in data if p.order < half], {a for a, i in gold.items() if i not in early}),
    ):
        write(fit([*seen, *own], priors), {})
        weights.cache_clear()
        published = Published(accounts=list(accounts))
        deduplicator = Deduplicator()
        for account in accounts:
            published.incidents.extend(deduplicator.apply(account).revisions)
        agreed = agreement(clusters(published), {a: i for a, i in gold.items() if a in unseen})
        yield f"{name} {agreed.pairwise.f1:.3f} {agreed.bcubed_f1:.3f} {agreed.exact_multi:.3f}"


def write(model: Mapping[str, float], figures: Mapping[str, Mapping[str, float]]) -> None:
    lines = [
        "# What each feature of processors/deduplicate/features.py adds to the log-odds that two reports are one.",
        "# Made by evaluation/train/match.py from the shooting stream and the development half of the project's own",
        "# conflict news; pulled towards, and kept within the bounds of, evaluation/train/match_priors.toml.",
        *(
            f"# F1 over pairs not trained on, {name}: {', '.join(f'{k} {v}' for k, v in f.items())}"
            for name, f in figures.items()
        ),
        f"bias = {model['bias']}",
        "",
        "[weights]",
        *(f"{name} = {value}" for name, value in model.items() if name != "bias"),
    ]
    ARTEFACT.write_text("\n".join(lines) + "\n", "utf-8")


def main(gold: Path, reports: Path | None = None) -> None:
    priors = tomllib.loads(PRIORS.read_text("utf-8"))
    if reports:
        accounts = [decode(Account, line) for line in reports.read_bytes().splitlines()]
    else:
        accounts = accounts_of(stream_articles(gold))
    stream = list(pairs(accounts, stream_links(gold), 1.0))
    items = [item for item in conflict_news(OWN) if len(item.incidents) == 1]
    links = {item.article.id: min(item.incidents) for item in items}
    own = list(pairs(accounts_of(item.article for item in items), links, OWN_WEIGHT))
    figures = {"stream": measure(stream, priors), "conflict news": measure(own, priors)}
    try:
        for line in through_the_stage(accounts, stream_links(gold), stream, own, priors):
            sys.stdout.write(f"stream, not trained on: {line}\n")
    finally:
        write(fit([*stream, *own], priors), figures)
    sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
