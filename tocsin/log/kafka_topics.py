"""Create the topics and keep them as `tocsin.topics` says: the shell around `reconcile`."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from kafka import errors as kafka_errors
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from tocsin.log.kafka import KafkaAddress, typed_error
from tocsin.log.reconcile import Action, Configure, Create, Existing, Grow, plan
from tocsin.topics import Topic


def apply(address: KafkaAddress, wanted: Iterable[Topic], replication: int = 1) -> list[Action]:
    """Reconcile and return what was done. `replication` is for topics created now. Raises `LogError`."""
    wanted = list(wanted)
    address.greet()
    try:
        with closing(KafkaAdminClient(**admin_options(address))) as admin:
            actions = plan(wanted, _existing(admin, {topic.name for topic in wanted}))
            for action in actions:
                _do(admin, action, replication)
            return actions
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error


def with_partitions(wanted: Iterable[Topic], articles: int) -> list[Topic]:
    """`wanted` with another number of partitions for the topics that may grow."""
    return [replace(t, partitions=articles) if t.grows else t for t in wanted]


def admin_options(address: KafkaAddress) -> dict[str, object]:
    """What an admin client knows of the address's options."""
    options = address.client_options()
    options.pop("allow_auto_create_topics")
    return options


def _existing(admin: KafkaAdminClient, names: set[str]) -> dict[str, Existing]:
    described = {t["name"]: len(t["partitions"]) for t in admin.describe_topics() if t["name"] in names}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in described]
    configs = admin.describe_configs(resources).get("topic", {}) if resources else {}
    return {
        name: Existing(partitions, {key: str(data["value"]) for key, data in configs.get(name, {}).items()})
        for name, partitions in described.items()
    }


def _do(admin: KafkaAdminClient, action: Action, replication: int) -> None:
    match action:
        case Create():
            wanted = {"num_partitions": action.partitions, "replication_factor": replication}
            admin.create_topics({action.topic: {**wanted, "configs": dict(action.config)}}, wait_for_metadata=True)
        case Grow():
            admin.create_partitions({action.topic: action.after})
        case Configure():
            resource = ConfigResource(ConfigResourceType.TOPIC, action.topic, dict(action.after))
            admin.alter_configs([resource])
        case _:
            pass  # refused: told, not done
