import pytest

from tocsin import topics
from tocsin.log.reconcile import Action, Configure, Create, Existing, Grow, Refuse, config, plan, told

ARTICLES, REPORTS = topics.ARTICLES, topics.REPORTS


def test_a_fresh_cluster_gets_every_topic_and_a_second_time_nothing() -> None:
    actions = plan(topics.ALL, {})
    assert [a.topic for a in actions] == [t.name for t in topics.ALL]
    made = {a.topic: Existing(a.partitions, a.config) for a in actions if isinstance(a, Create)}
    assert plan(topics.ALL, made) == []


@pytest.mark.parametrize(
    ("topic", "partitions", "expected"),
    [
        (ARTICLES, 4, Grow("articles", 4, 12)),
        (ARTICLES, 40, None),  # an operator's choice
        (REPORTS, 3, Refuse("reports", "it has 3 partitions, not 1, and its number is fixed at creation")),
    ],
)
def test_only_articles_grows(topic: topics.Topic, partitions: int, expected: Action | None) -> None:
    found = plan([topic], {topic.name: Existing(partitions, config(topic))})
    assert found == ([expected] if expected else [])


def test_a_changed_retention_is_put_back() -> None:
    found = config(ARTICLES) | {"retention.ms": "1"}
    [action] = plan([ARTICLES], {"articles": Existing(12, found)})
    assert action == Configure("articles", {"retention.ms": "1"}, {"retention.ms": "604800000"})
    assert told(action) == "articles: retention.ms 1 -> 604800000"


def test_incidents_are_compacted_after_a_week_and_never_deleted() -> None:
    found = config(topics.INCIDENTS)
    assert (found["cleanup.policy"], found["min.compaction.lag.ms"]) == ("compact", "604800000")
    assert "retention.ms" not in found
