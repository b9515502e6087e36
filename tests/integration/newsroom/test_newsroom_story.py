"""The sample newsroom's story, from the first flash to the last correction, as incidents and their revisions tell it.

Every article is read as it comes out of its feed, in the order of the show, and goes through both cores.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from processors.classify.core import Knowledge, classify
from processors.deduplicate.core import Deduplicator
from producers.article import FeedFacts, make_article
from producers.feedlist.spec import FeedSpec
from producers.parse import parse_feed
from tocsin.contract.article import Article, Publisher
from tocsin.contract.fields import Toll
from tocsin.contract.incident import Incident
from tocsin.newsroom.formats import WRITERS
from tocsin.newsroom.item import Outlet, Scheduled
from tocsin.newsroom.show import load_show


@dataclass(slots=True)
class Story:
    """`told`: sample article -> id of the article made of it."""

    revisions: list[Incident] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    def incident(self, article: str) -> Incident:
        """The one live incident that holds `article`, in its newest revision."""
        (only,) = self.incidents(article)
        return only

    def incidents(self, article: str) -> list[Incident]:
        newest = {revision.id: revision for revision in self.revisions}
        live = [i for i in newest.values() if i.status in ("open", "closed")]
        return [i for i in live if any(ref.article == self.told[article] for ref in i.reports)]

    def course(self, article: str) -> list[Incident]:
        """All revisions of the incident that holds `article`."""
        incident = self.incident(article).id
        return [r for r in self.revisions if r.id == incident]

    def articles(self, article: str) -> set[str]:
        """The sample articles of the incident that holds `article`."""
        names = {made: name for name, made in self.told.items()}
        return {names[ref.article] for ref in self.incident(article).reports}

    def tolls(self, article: str, kind: str) -> list[int | None]:
        """How the toll went, a value for each change of it."""
        figures: list[int | None] = []
        for revision in self.course(article):
            toll: Toll | None = getattr(revision.casualties, kind)
            if toll is not None and figures[-1:] != [toll.best]:
                figures.append(toll.best)
        return figures


def as_fetched(scheduled: Scheduled, outlet: Outlet, version: int) -> Article:
    url = f"https://{outlet.domain}{outlet.path}"
    publisher = Publisher(name=outlet.title, domain=outlet.domain, country=outlet.country, timezone=outlet.timezone)
    facts = FeedFacts(spec=FeedSpec(id=outlet.key, url=url, publisher=publisher), base=f"https://{outlet.domain}/")
    body = WRITERS[outlet.format](outlet, url, [scheduled.item])
    fetched = scheduled.item.updated or scheduled.item.published
    made = make_article(parse_feed(body).entries[0], facts, fetched, scheduled.item.id)  # type: ignore[arg-type]
    assert made is not None
    return replace(made, version=version)


@pytest.fixture(scope="module")
def story() -> Story:
    show, knowledge, deduplicator = load_show(), Knowledge.load(), Deduplicator()
    outlets = {outlet.key: outlet for outlet in show.outlets}
    versions: Counter[str] = Counter()
    result = Story()
    for scheduled in show.scheduled:
        name = scheduled.item.id
        versions[name] += 1
        article = as_fetched(scheduled, outlets[scheduled.outlet], versions[name])
        result.told[name] = article.id
        account = classify(article, knowledge).account
        if account:
            result.revisions += deduplicator.apply(account).revisions
    return result


def test_a_flash_opens_an_incident_that_six_houses_come_to_tell(story: Story) -> None:
    course = story.course("jadiriya-two-rivers-flash")
    assert course[0].change.kind == "opened"
    assert course[0].headline == "Two rockets hit Jadiriya, Baghdad; no casualties"
    assert course[-1].headline == course[0].headline
    assert [r.revision for r in course] == list(range(1, len(course) + 1))
    assert {
        "jadiriya-two-rivers-flash", "jadiriya-courier", "jadiriya-meridian", "jadiriya-atlantic", "jadiriya-digest",
        "jadiriya-interior", "jadiriya-claim",
    } <= story.articles("jadiriya-two-rivers-flash")  # fmt: skip
    assert any(c.claim.kind == "claims_responsibility" for c in course[-1].claims)


def test_the_rockets_of_the_night_after_are_another_incident(story: Story) -> None:
    first, second = story.incident("jadiriya-claim"), story.incident("karrada-meridian")
    assert first.id != second.id
    assert (str(first.when.date), str(second.when.date)) == ("2026-03-08", "2026-03-09")
    assert second.casualties.injured is not None
    assert second.casualties.injured.best == 2


def test_a_round_up_belongs_to_both_nights_and_another_to_both_attacks(story: Story) -> None:
    nights = {story.incident("jadiriya-claim").id, story.incident("karrada-meridian").id}
    assert {i.id for i in story.incidents("baghdad-two-nights-digest")} == nights
    attacks = {story.incident("quetta-denial").id, story.incident("peshawar-dispatch").id}
    assert {i.id for i in story.incidents("pakistan-two-attacks-meridian")} == attacks


def test_a_foiled_attack_is_not_a_third_night(story: Story) -> None:
    foiled = story.incident("doura-interior")
    assert foiled.type == "security_operation/foiled_attack"
    assert foiled.id not in {story.incident("jadiriya-claim").id, story.incident("karrada-meridian").id}


def test_a_toll_rises_as_the_night_goes_on(story: Story) -> None:
    assert story.tolls("quetta-dispatch-first", "killed") == [3, 5, 8]
    bomb = story.incident("quetta-dispatch-first")
    assert bomb.type == "explosion/vehicle_bombing"
    assert bomb.casualties.injured is not None
    assert bomb.casualties.injured.best == 27
    assert story.course("quetta-dispatch-first")[0].type == "explosion/explosion_unspecified"


def test_a_toll_is_corrected_down(story: Story) -> None:
    assert story.tolls("kharkiv-herald-first", "killed") == [2, 4, 3]
    drones = story.incident("kharkiv-herald-first")
    assert drones.casualties.killed is not None
    assert (drones.casualties.killed.min, drones.casualties.killed.max) == (3, 4)


def test_an_edit_is_an_update_and_no_new_source(story: Story) -> None:
    course = story.course("cotabato-mail")
    edited = next(r for r in course if r.change.account.version == 2)
    before = course[edited.revision - 2]
    assert edited.change.kind == "updated"
    assert edited.sources.articles == before.sources.articles
    assert [t and t.best for t in (edited.casualties.killed, edited.casualties.injured)] == [1, 6]


def test_four_reprints_of_one_agency_are_one_origin(story: Story) -> None:
    sources = story.incident("mogadishu-meridian").sources
    assert (sources.articles, sources.publishers, sources.independent_origins) == (5, 5, 1)


def test_a_figure_that_the_police_dispute_stands_and_is_shown_as_disputed(story: Story) -> None:
    abduction = story.incident("kuyello-police")
    assert abduction.confirmation == "disputed"
    assert abduction.casualties.abducted is not None
    assert abduction.casualties.abducted.best == 31
    assert {"asserts", "denies"} <= {c.claim.kind for c in abduction.claims}


def test_every_change_says_what_it_changed(story: Story) -> None:
    last: dict[str, Incident] = {}
    for revision in story.revisions:
        before = last.get(revision.id)
        assert bool(revision.change.fields) == (before is not None)
        if before and "casualties" in revision.change.fields:
            assert revision.change.fields["casualties"].before != revision.change.fields["casualties"].after
        last[revision.id] = revision
    assert not [i for i in last.values() if i.status in ("merged", "retracted")]
