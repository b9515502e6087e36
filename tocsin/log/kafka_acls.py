"""Access rights on the cluster as `deploy/kafka/acls.toml` says: what to grant and what to take away. Pure but `apply`.

Rights of users that the file does not name are left alone.
"""

from __future__ import annotations

import tomllib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kafka import errors as kafka_errors
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from tocsin.errors import UserError
from tocsin.log.kafka import KafkaAddress, typed_error
from tocsin.log.kafka_topics import admin_options

_MEANING: dict[str, tuple[str, tuple[str, ...]]] = {
    "read": ("TOPIC", ("READ",)),
    "write": ("TOPIC", ("WRITE",)),
    "manage": ("TOPIC", ("CREATE", "ALTER", "ALTER_CONFIGS", "DESCRIBE_CONFIGS")),
    "groups": ("GROUP", ("READ",)),
    "transactions": ("TRANSACTIONAL_ID", ("WRITE",)),
}
"""A word of the file: Kafka's kind of resource, and its operations; each implies DESCRIBE."""


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """`name` ends in * for all that begin so. `kind` and `operation` are Kafka's words."""

    user: str
    operation: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.user}: {self.operation} on {self.kind.lower().replace('_', ' ')} {self.name}"


def read(path: Path) -> frozenset[Right]:
    """Raises `UserError` with file and place."""
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{path}: {error}", "give a file like deploy/kafka/acls.toml") from error
    return frozenset(right for user, words in sections.items() for right in _rights(path, user, words))


def _rights(path: Path, user: str, words: object) -> list[Right]:
    if not isinstance(words, dict):
        raise UserError(f"{path}: {user}: not a section", "write [user] and its rights below")
    found: list[Right] = []
    for word, names in words.items():
        if word not in _MEANING:
            raise UserError(f"{path}: {user}.{word}: no such right", f"there are {', '.join(_MEANING)}")
        if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
            raise UserError(f"{path}: {user}.{word}: not a list of names", 'write ["one", "two"]')
        kind, operations = _MEANING[word]
        found += [Right(user, operation, kind, name) for name in names for operation in operations]
    return found


@dataclass(frozen=True, slots=True)
class Granted:
    given: list[Right]
    taken: list[Right]


def apply(address: KafkaAddress, wanted: frozenset[Right]) -> Granted:
    """Make the rights of the users in `wanted` these and no others; twice does nothing. Raises `LogError`."""
    address.greet()
    try:
        with closing(KafkaAdminClient(**admin_options(address))) as admin:
            found = _found(admin, {right.user for right in wanted})
            plan = Granted(sorted(wanted - found), sorted(found - wanted))
            if plan.given:
                failed = admin.create_acls([_acl(right) for right in plan.given])["failed"]
                if failed:
                    raise failed[0]
            if plan.taken:
                admin.delete_acls([_filter(right) for right in plan.taken])
            return plan
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error


def _found(admin: KafkaAdminClient, users: set[str]) -> frozenset[Right]:
    everything = ACLFilter(
        principal=None,
        host=None,
        operation=ACLOperation.ANY,
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
    )
    acls, error = admin.describe_acls(everything)
    if error is not kafka_errors.NoError:
        raise error()
    rights = (_right(acl) for acl in acls)
    return frozenset(right for right in rights if right.user in users)


def _right(acl: ACL) -> Right:
    pattern = acl.resource_pattern
    star = "*" if pattern.pattern_type == ACLResourcePatternType.PREFIXED else ""
    user = acl.principal.removeprefix("User:")
    return Right(user, acl.operation.name, ResourceType(pattern.resource_type).name, pattern.resource_name + star)


def _acl(right: Right) -> ACL:
    return ACL(
        principal=f"User:{right.user}",
        host="*",
        operation=ACLOperation[right.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(ResourceType[right.kind], *_name(right)),
    )


def _filter(right: Right) -> ACLFilter:
    return ACLFilter(
        principal=f"User:{right.user}",
        host="*",
        operation=ACLOperation[right.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePatternFilter(ResourceType[right.kind], *_name(right)),
    )


def _name(right: Right) -> tuple[str, ACLResourcePatternType]:
    if right.name.endswith("*"):
        return right.name[:-1], ACLResourcePatternType.PREFIXED
    return right.name, ACLResourcePatternType.LITERAL
