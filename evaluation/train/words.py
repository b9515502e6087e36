"""Make `processors/deduplicate/data/background_words.tsv`: how common a word is in reports on violence.

    python -m evaluation.train.words GOLD

Data: the articles of MUC-4 and of the shooting stream, two genres far apart. A word counts if both use it and one of
them often, so no name of one incident's people or places stands in the table; its share is the larger of the two.
Deterministic: same data, same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from evaluation.gold import muc_articles, stream_articles
from processors.deduplicate.words import words
from tocsin.contract.article import Article

ARTEFACT = Path("processors/deduplicate/data/background_words.tsv")
_LEAST_ARTICLES = 8  # of the genre that uses it more
_LEAST_SHARE = 0.004  # rarer words are telling
_HEADER = (
    "# How common a word is in reports on violence: word, share of articles that use it.\n"
    "# Made by evaluation/train/words.py: words that both US local news and Latin American newswire use.\n"
)


def shares(articles: Iterable[Article]) -> tuple[Counter[str], int]:
    """Articles using each word, and how many articles there are."""
    counts: Counter[str] = Counter()
    total = 0
    for article in articles:
        counts.update(set(words(f"{article.title} {article.text}")))
        total += 1
    return counts, total


def main(gold: Path) -> None:
    (one, ones), (two, twos) = shares(stream_articles(gold)), shares(muc_articles(gold))
    both = {w for w in one if w in two and max(one[w], two[w]) >= _LEAST_ARTICLES}
    common = {w: max(one[w] / ones, two[w] / twos) for w in both}
    rows = sorted((w, share) for w, share in common.items() if share >= _LEAST_SHARE and not w.isdigit())
    ARTEFACT.write_text(_HEADER + "".join(f"{w}\t{share:.4f}\n" for w, share in rows), "utf-8")
    sys.stdout.write(f"{len(rows)} words\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
