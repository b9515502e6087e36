"""Set a consumer group back to the beginning of what it reads."""

from __future__ import annotations

from contextlib import closing

from kafka import errors as kafka_errors
from kafka.admin import KafkaAdminClient, OffsetSpec

from tocsin.errors import UserError
from tocsin.log.kafka import KafkaAddress, typed_error


def rewind(address: KafkaAddress, group: str) -> int:
    """Returns how many partitions were set back.

    Raises `UserError` for a group that has members or was never there, `LogError` if the broker does not answer.
    """
    options = {name: value for name, value in address.client_options().items() if name != "allow_auto_create_topics"}
    try:
        with closing(KafkaAdminClient(**options)) as admin:
            positions = admin.list_group_offsets([group]).get(group, {})
            if not positions:
                raise UserError(f"{group} has no positions", "it starts at the beginning anyway")
            if _members(admin, group):
                raise UserError(f"{group} is at work", "stop its processes first, and wait for kafka.session_timeout_s")
            admin.reset_group_offsets(group, dict.fromkeys(positions, OffsetSpec.EARLIEST))
            return len(positions)
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error


def _members(admin: KafkaAdminClient, group: str) -> int:
    described = admin.describe_groups([group])
    entries = described.values() if isinstance(described, dict) else described
    return sum(len(entry.get("members", ())) for entry in entries)
