"""What becomes of the incidents of an article that are put together."""

from __future__ import annotations

from dataclasses import replace

import invented
import pytest
from reading import article

from processors.classify.detect.mention import find_mentions
from processors.classify.document import Document
from processors.classify.incidents.incident import Incident
from processors.classify.incidents.together import told_together
from processors.classify.text import read_document, with_all_tokens
from tocsin.contract import fields as f
from tocsin.contract.report import Report
from tocsin.contract.vocabulary import EventType

TEXT = "Prisoners took eight guards hostage. Six inmates were killed in a riot. Gunmen shot dead two men in Quito."
ELSEWHERE = f.Where(country="EC", name="Quito", latitude=-0.2, longitude=-78.5)


def report(event_type: EventType, where: f.Where | None = None) -> Report:
    told = replace(invented.report(), type=event_type)
    return replace(told, where=where) if where else told


@pytest.fixture
def document() -> Document:
    return with_all_tokens(read_document(article(TEXT)))


def put_together(document: Document, incidents: list[Incident], reports: list[Report]) -> list[Incident]:
    found = told_together(incidents, reports, find_mentions(document), document)
    assert found is not None
    return found


@pytest.mark.parametrize("primary", [0, 1, 2, None])
def test_the_joined_incident_is_primary_if_one_of_them_is(document: Document, primary: int | None) -> None:
    mentions = find_mentions(document)
    incidents = [Incident([mention], 0, primary=at == primary) for at, mention in enumerate(mentions)]
    kinds = [
        report("violence_against_civilians/abduction"),
        report("unrest/riot"),
        report("violence_against_civilians/shooting", ELSEWHERE),
    ]
    joined, other = put_together(document, incidents, kinds)
    assert [mention.sentence.index for mention in joined.mentions] == [0, 1]
    assert joined.primary == (primary in (0, 1))
    assert other.primary == (primary == 2)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [((1, 7), (2, 7), (7,)), ((1,), (2,), ()), ((1, 7), (), (1, 7)), ((), (2, 7), (2, 7))],
    ids=["parted from a third", "parted from each other", "the first parted", "the second parted"],
)
def test_elsewhere_is_what_is_so_for_both(
    document: Document, one: tuple[int, ...], other: tuple[int, ...], both: tuple[int, ...]
) -> None:
    hostages, riot, _ = find_mentions(document)
    incidents = [Incident([hostages], 0, elsewhere=frozenset(one)), Incident([riot], 0, elsewhere=frozenset(other))]
    (joined,) = put_together(
        document, incidents, [report("violence_against_civilians/abduction"), report("unrest/riot")]
    )
    assert joined.elsewhere == set(both)
