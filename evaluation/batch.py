"""A batch of the project's own development articles by itself:

python -m evaluation.batch 301 345      articles of these numbers: reports F1, precision, recall
python -m evaluation.batch --news 09    one file of the conflict news, with all of them read: pairwise F1, and how
                                        many articles that tell an incident give no report, or tell none and give one
python -m evaluation.batch --news '*'   all files
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evaluation import fixtures, understanding
from evaluation.conflict_news import memberships, score
from evaluation.figures import Counts
from processors.classify.core import Knowledge, classify
from tocsin.backtest.run import backtest

FIXTURES = Path("tests/fixtures")


def articles(first: int, last: int) -> Counts:
    """Reports of the development articles numbered `first` to `last`."""
    knowledge = Knowledge.load()
    listed = fixtures.understanding(FIXTURES / "understanding" / "development")
    chosen = [each for each in listed if first <= int(each.name.split("-")[0]) <= last]
    said = [(each, classify(each.article, knowledge)) for each in chosen]
    return understanding.score((each, made.account, made.rejections) for each, made in said).reports


def news(file: str) -> tuple[Counts, str]:
    """Pairs of articles of the file that begins with `file`, grouped among all of the half; the silent and invented."""
    folder = FIXTURES / "conflict_news" / "development"
    items = fixtures.conflict_news(folder)
    found = memberships(backtest([item.article for item in items], 1))
    if not (paths := sorted(folder.glob(f"{file}-*.toml"))):
        sys.exit(f"--news {file}: no such file; {folder} holds them, name one by its number, or '*' for all")
    text = "".join(path.read_text("utf-8") for path in paths)
    asked = [item for item in items if f'id = "{item.article.id}"' in text]
    telling = [item for item in asked if item.incidents]
    silent = sum(item.article.id not in found for item in telling)
    invented = sum(item.article.id in found for item in asked if not item.incidents)
    said = f"{silent} of {len(telling)} without a report, {invented} of {len(asked) - len(telling)} invented"
    return score(asked, found), said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, help="first and last number of the articles")
    parser.add_argument("--news", help="number of a conflict-news file, as in its name")
    asked = parser.parse_args()
    if not asked.news and len(asked.numbers) != 2:
        parser.error("give the first and the last number, or --news")
    counts, said = news(asked.news) if asked.news else (articles(*asked.numbers), "")
    figures = f"F1 {counts.f1:.3f}, precision {counts.precision:.3f}, recall {counts.recall:.3f}"
    sys.stdout.write("\n".join(filter(None, (figures, said))) + "\n")


if __name__ == "__main__":
    main()
