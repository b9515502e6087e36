"""Trains the weights of the place and date models. Run by hand, never at run time.

    python -m processors.classify.train_settings ARTICLES LINKS INCIDENTS

Three JSON-lines files of the pool behind the Gun Violence Corpus (CC BY 4.0): articles (`id`, `publisher`, `title`,
`text`, `published` day), links (`article`, `incident`) and incidents (`id`, `date`, `city`, `latitude`, `longitude`).
Only incidents in one half (by the MD5 of their id) are learned from; the other half measures. The weights hold signs
and numbers, no text.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from processors.classify.document import Document, Sentence
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.place import distance_km
from processors.classify.geo.read import read_places
from processors.classify.geo.signs import Site
from processors.classify.geo.signs import signs as place_signs
from processors.classify.geo.where import FINENESS, WEIGHTS, sites_of
from processors.classify.text import read_document
from processors.classify.when.attach import signs as date_signs
from processors.classify.when.resolve import publication_day, read_dates
from processors.classify.when.weights import DATA
from tocsin.contract.article import Article, Feed, Publisher

_RAREST = 15  # a sign seen in fewer examples is left out
_NEAR_KM = 25.0
_TELLING = frozenset(
    [
        "shot",
        "shooting",
        "shootings",
        "killed",
        "wounded",
        "gunfire",
        "gunman",
        "gunmen",
        "homicide",
        "murder",
        "fired",
        "shots",
        "slain",
        "gunned",
        "injured",
        "dead",
        "died",
    ]
)
Example = tuple[list[str], bool]
Record = dict[str, Any]


def is_training(incident: str) -> bool:
    return int(hashlib.md5(incident.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def pairs(articles: Path, links: Path, incidents: Path) -> Iterator[tuple[Document, Record]]:
    """Training articles as read, with the gold record."""
    gold = {record["id"]: record for record in _lines(incidents)}
    of = {link["article"]: link["incident"] for link in _lines(links)}
    for raw in _lines(articles):
        record = gold.get(of.get(raw["id"], ""))
        if record and is_training(record["id"]):
            yield read_document(_article(raw)), record


def _lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(raw: Record) -> Article:
    day = datetime.fromisoformat(raw["published"][:10]).replace(tzinfo=UTC)
    return Article(
        id=raw["id"],
        version=1,
        content_hash="",
        url=raw["url"],
        feed=Feed(id="", url=""),
        fetched_at=day,
        publisher=Publisher(domain=raw["publisher"], country="US"),
        title=raw.get("title") or "",
        text=raw["text"],
        rules_version="",
        published_at=day,
        published_day_only=True,
    )


def _incident_sentences(read: Document) -> list[Sentence]:
    told = [s for s in read.all_sentences() if any(token.lower in _TELLING for token in s.tokens)]
    return told or list(read.sentences[:3])


def place_examples(read: Document, gold: Record, gazetteer: Gazetteer) -> list[Example]:
    places = read_places(read, gazetteer)
    sites = sites_of(read, _incident_sentences(read), places)
    rows = zip(place_signs(sites, places), sites, strict=True)
    return [(found, _is_there(site, gold)) for found, site in rows if FINENESS[site.place.kind] >= FINENESS["city"]]


def _is_there(site: Site, gold: Record) -> bool:
    if site.place.name.lower().removesuffix(" city") == (gold["city"] or "").lower().removesuffix(" city"):
        return True
    if gold["latitude"] is None:
        return False
    return distance_km(site.place.latitude, site.place.longitude, gold["latitude"], gold["longitude"]) <= _NEAR_KM


def date_examples(read: Document, gold: Record) -> list[Example]:
    anchor = publication_day(read, None)
    readings = read_dates(read, _incident_sentences(read), anchor)
    rows = zip(date_signs(readings, anchor), readings, strict=True)
    return [(found, r.days.precision == "day" and r.days.first.isoformat() == gold["date"]) for found, r in rows]


def fit(groups: list[list[Example]], target: Path) -> None:
    """Logistic regression over the articles that name the right answer; an article's examples share its weight."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(sign for group in groups for found, _ in group for sign in set(found))
    told = [
        (found, right, len(group)) for group in groups if any(right for _, right in group) for found, right in group
    ]
    vectors = DictVectorizer()
    table = vectors.fit_transform([{sign: 1 for sign in found if seen[sign] >= _RAREST} for found, _, _ in told])
    model = LogisticRegression(C=0.3, max_iter=3000, fit_intercept=False)
    model.fit(table, [right for _, right, _ in told], sample_weight=[size**-0.5 for _, _, size in told])
    weights = sorted(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    header = "# How much each sign counts (logistic regression), made by processors/classify/train_settings.py\n"
    header += "# on half of the pool of the Gun Violence Corpus (CC BY 4.0).\n"
    target.write_text(header + "".join(f"{n}\t{w:.3f}\n" for n, w in weights if abs(w) >= 0.005), "utf-8")


def main(articles: Path, links: Path, incidents: Path) -> None:
    gazetteer = Gazetteer.ready()
    read = list(pairs(articles, links, incidents))
    fit([place_examples(document, gold, gazetteer) for document, gold in read], WEIGHTS)
    fit([date_examples(document, gold) for document, gold in read], DATA)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
