"""The scorecard: every figure, its baseline and its target, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation import clustering, conflict_news, geocoding, gold, muc, records, understanding
from evaluation import fixtures as own
from evaluation.figures import Counts, binary, share
from evaluation.part import Keep, every
from evaluation.published import clusters, final_states
from processors.classify.core import Knowledge
from processors.classify.geo.spans import resolve_spans
from tocsin.backtest.run import Published, backtest, classify_all
from tocsin.contract.article import Article, Publisher
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """`lower` is better for shares of wrong answers and false alarms. Figures are shares in 0..1 unless `unit`.
    `seen`: taken on what a trained part was trained on, so no result."""

    part: str
    figure: str
    value: float
    baseline: float | None = None
    target: float | None = None
    lower: bool = False
    unit: str = ""
    seen: bool = False


def stream(folder: Path, processes: int, keep: Keep = every) -> list[Row]:
    """Clustering and records over the stream set, through the whole pipeline in order of publication; `keep` chooses
    incidents, with all their articles."""
    links = {article: incident for article, incident in gold.stream_links(folder).items() if keep(incident)}
    articles = [article for article in gold.stream_articles(folder) if article.id in links]
    published = backtest(articles, processes)
    found = clusters(published)
    agreed = clustering.agreement(found, links)
    rows = [
        Row("stream", "pairwise F1", agreed.pairwise.f1, 0.58, 0.80),
        Row("stream", "pairwise precision", agreed.pairwise.precision),
        Row("stream", "pairwise recall", agreed.pairwise.recall),
        Row("stream", "B-cubed F1", agreed.bcubed_f1, 0.88, 0.94),
        Row("stream", "exact multi-article incidents", agreed.exact_multi, 0.48, 0.70),
        Row("stream", "articles with a primary report", share(_with_primary(published), len(links))),
    ]
    golds = [incident for incident in gold.stream_incidents(folder) if keep(incident.id)]
    return [replace(row, seen=True) for row in rows + _records(golds, published, links, found)]


_RECORD_TARGETS = {
    "date": (0.36, 0.80),
    "city": (None, 0.80),
    "killed": (0.64, 0.85),
    "injured": (0.37, 0.75),
    "both tolls": (0.27, 0.70),
}


def _records(
    golds: list[records.GoldIncident], published: Published, links: dict[str, str], found: dict[str, str]
) -> list[Row]:
    states = final_states(published.incidents)
    scores = records.score(golds, links, found, states)
    rows = []
    for name, score in scores.items():
        baseline, target = _RECORD_TARGETS[name]
        rows.append(Row("records", name, score.accuracy, baseline, target))
        if name != "both tolls":
            rows.append(Row("records", f"{name}: wrong of filled", score.wrong_of_filled, None, 0.10, lower=True))
    return rows


def _with_primary(published: Published) -> int:
    return len({a.article.id for a in published.accounts if any(r.primary for r in a.reports)})


def muc4(folder: Path, processes: int, keep: Keep = every) -> list[Row]:
    """Detection, types and slots on MUC-4, by models that have seen it."""
    articles = [article for article in gold.muc_articles(folder) if keep(article.id)]
    said = zip(articles, classify_all(articles, processes), strict=True)
    return [replace(row, seen=True) for row in muc4_rows(folder, said)]


def muc4_rows(folder: Path, said: Iterable[tuple[Article, tuple[Account | None, Rejections | None]]]) -> list[Row]:
    """The figures of what classify said of MUC-4 articles."""
    articles, accounts, rejections = [], {}, {}
    for article, (account, rejected) in said:
        articles.append(article.id)
        if account:
            accounts[article.id] = account
        if rejected:
            rejections[article.id] = rejected
    score = muc.score(articles, muc.read_gold(gold.muc_templates(folder)), accounts, rejections)
    rows = [
        Row("muc4", "detection F1", score.detection.f1, 0.82, 0.90),
        Row("muc4", "detection precision", score.detection.precision),
        Row("muc4", "detection recall", score.detection.recall),
        Row("muc4", "types micro-F1", score.types.f1, 0.70, 0.80),
        Row("muc4", "slots micro-F1", score.all_slots.f1, None, 0.55),
    ]
    return rows + [Row("muc4", f"slot {role}: F1", counts.f1) for role, counts in score.slots.items()]


def detect(folder: Path, processes: int, tell: Tell) -> list[Row]:
    """The conflict class of bbc and satp; false alarms on sports, business and science, each told with its sentence."""
    rows: list[Row] = []
    for name, baseline, target in (("bbc_news", None, 0.85), ("satp_relevant", 0.56, 0.75)):
        counts = _binary(gold.labelled(folder, name), processes)
        rows += [
            Row("detect", f"{name} F1", counts.f1, baseline, target),
            Row("detect", f"{name} precision", counts.precision),
            Row("detect", f"{name} recall", counts.recall),
        ]
    return rows + false_alarms(folder, processes, tell)


def false_alarms(folder: Path, processes: int, tell: Tell, keep: Keep = every) -> list[Row]:
    """Reports of AG News items on sports, business and science."""
    harmless = [a for a, section in gold.sections(folder) if section != "World" and keep(a.id)]
    alarms = list(_reporting(harmless, processes))
    for article, account in alarms:
        summary = account.reports[0].summary
        tell(f"{article.id}\t{account.reports[0].type}\t{summary.text if summary else article.title}")
    return [Row("detect", "agnews false alarms", share(len(alarms), len(harmless)), None, 0.01, lower=True)]


def _binary(items: list[tuple[Article, bool]], processes: int) -> Counts:
    results = classify_all([article for article, _ in items], processes)
    pairs = zip(results, items, strict=True)
    return sum((binary(bool(a and a.reports), label) for (a, _), (_, label) in pairs), Counts())


def _reporting(articles: list[Article], processes: int) -> Iterable[tuple[Article, Account]]:
    for article, (account, _) in zip(articles, classify_all(articles, processes), strict=True):
        if account and account.reports:
            yield article, account


def geo(folder: Path, keep: Keep = every) -> list[Row]:
    """Gold toponym spans to points."""
    gazetteer = Knowledge.load().gazetteer
    rows = []
    for name in ("lgl", "GeoVirus"):
        errors: list[float | None] = []
        items = (item for at, item in enumerate(gold.geoparsed(folder, name)) if keep(f"{name}:{at}"))
        for item in items:
            spans = [(t.start, t.end) for t in item.toponyms]
            places = resolve_spans(item.text, spans, Publisher(domain=item.domain), gazetteer)
            for toponym, place in zip(item.toponyms, places, strict=True):
                point = (toponym.latitude, toponym.longitude)
                errors.append(records.distance_km(place.latitude, place.longitude, *point) if place else None)
        score = geocoding.score(errors)
        rows += [
            Row("geocoding", f"{name} within 161 km", score.within, 0.28, 0.88),
            Row("geocoding", f"{name} mean error", score.mean_km, lower=True, unit="km"),
            Row("geocoding", f"{name} median error", score.median_km, lower=True, unit="km"),
        ]
    return rows


def own_articles(folder: Path, half: str, processes: int = 1) -> list[Row]:
    """The project's own articles: incidents found, and the share of right fields."""
    fixtures = own.understanding(folder / "understanding" / half)
    results = classify_all([f.article for f in fixtures], processes)
    tally = understanding.score((f, a, r) for f, (a, r) in zip(fixtures, results, strict=True))
    part = f"own articles, {half}"
    right, asked = (sum(column) for column in zip(*tally.fields.values(), strict=True))
    rows = [
        Row(part, "reports F1", tally.reports.f1),
        Row(part, "reports precision", tally.reports.precision),
        Row(part, "reports recall", tally.reports.recall),
        Row(part, "all fields", share(right, asked)),
    ]
    return rows + [Row(part, name, share(*counts)) for name, counts in tally.fields.items()]


def own_stream(folder: Path, half: str) -> list[Row]:
    """The project's own conflict news, told by several outlets."""
    items = own.conflict_news(folder / "conflict_news" / half)
    counts = conflict_news.score(items, conflict_news.memberships(backtest([i.article for i in items])))
    part = f"own conflict news, {half}"
    return [
        Row(part, "pairwise F1", counts.f1, None, 0.95),
        Row(part, "pairwise precision", counts.precision),
        Row(part, "pairwise recall", counts.recall),
    ]


def own_sets(folder: Path) -> list[Row]:
    halves = [
        row for half in ("development", "frozen") for row in (*own_articles(folder, half), *own_stream(folder, half))
    ]
    later = ("frozen_2", "frozen_3")
    return [*halves, *(row for half in later for row in own_stream(folder, half))]


def run(folder: Path, parts: Iterable[str], processes: int, tell: Tell) -> list[Row]:
    """The rows of `parts`. Raises `gold.GoldMissing`."""
    makers: dict[str, Callable[[], list[Row]]] = {
        "stream": lambda: stream(folder, processes),
        "muc4": lambda: muc4(folder, processes),
        "detect": lambda: detect(folder, processes, tell),
        "geo": lambda: geo(folder),
        "own": lambda: own_sets(FIXTURES),
    }
    return [row for part in parts for row in makers[part]()]


PARTS = ("stream", "muc4", "detect", "geo", "own")
FIXTURES = Path("tests/fixtures")
"""The project's own sets lie in its checkout, not in the installed package."""
