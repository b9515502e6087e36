"""The topics and their messages as an AsyncAPI 3 document, made from the types; committed in `docs/schemas`.

It describes Tocsin, which sends; a subscriber receives what it sends.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from tocsin import topics
from tocsin.contract.version import CONTRACT_VERSION
from tocsin.contract.vocabulary import ChangeKind
from tocsin.topics import Topic

_CHANGES: tuple[ChangeKind, ...] = get_args(ChangeKind)
MESSAGES: dict[str, tuple[str, str]] = {
    "tocsin.article.published": (topics.ARTICLES.name, "article"),
    "tocsin.article.edited": (topics.ARTICLES.name, "article"),
    "tocsin.article.deleted": (topics.ARTICLES.name, "article"),
    "tocsin.account.read": (topics.REPORTS.name, "account"),
    "tocsin.correction.made": (topics.REPORTS.name, "correction"),
    "tocsin.mentions.rejected.classify": (topics.REJECTIONS.name, "rejections"),
    "tocsin.mentions.rejected.deduplicate": (topics.REJECTIONS.name, "rejections"),
    **{f"tocsin.incident.{kind}": (topics.INCIDENTS.name, "incident") for kind in _CHANGES},
}
"""`ce_type` without its version: the topic, and the kind of value (a schema of that name)."""

_KEYS = {
    topics.ARTICLES.name: "article id",
    topics.REPORTS.name: "article id; of a correction, incident id",
    topics.REJECTIONS.name: "article id",
    topics.INCIDENTS.name: "incident id",
    topics.DEAD_LETTERS.name: "the message's own key",
}
_ABOUT = {
    topics.ARTICLES.name: "One version of one news article.",
    topics.REPORTS.name: "One article version's account: all incidents it reports. Or a correction by hand.",
    topics.REJECTIONS.name: "The mentions of one article version that are not current incidents, with reasons.",
    topics.INCIDENTS.name: "One revision of one incident: its state and what changed. Keep the highest per id.",
    topics.DEAD_LETTERS.name: "One message that a stage could not handle, byte for byte.",
}
_LETTER = ("dl_id", "dl_stage", "dl_error", "dl_message", "dl_topic", "dl_partition", "dl_offset", "dl_failed_at",
           "dl_rules_version")  # fmt: skip


def document() -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tocsin",
            "version": CONTRACT_VERSION,
            "description": "Live news feeds in, a deduplicated stream of security incidents out. "
            "Within a version only optional fields are added: ignore what you do not know.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics.ALL},
        "operations": {f"send-{topic.name}": _operation(topic) for topic in topics.ALL},
        "components": {"messages": {name: _message(name) for name in MESSAGES} | {"deadLetter": _letter()}},
    }


def text() -> str:
    """The committed form: stable, readable."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def export(folder: Path) -> Path:
    path = folder / "asyncapi.json"
    path.write_text(text(), "utf-8")
    return path


def _channel(topic: Topic) -> dict[str, Any]:
    names = [name for name, (where, _) in MESSAGES.items() if where == topic.name] or ["deadLetter"]
    settings: dict[str, Any] = {"cleanup.policy": [topic.cleanup]}
    if topic.retention_ms:
        settings["retention.ms"] = topic.retention_ms
    binding = {"partitions": topic.partitions, "topicConfiguration": settings, "bindingVersion": "0.5.0"}
    return {
        "address": topic.name,
        "description": _ABOUT[topic.name],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": binding},
    }


def _operation(topic: Topic) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{topic.name}"}, "summary": _ABOUT[topic.name]}


def _message(name: str) -> dict[str, Any]:
    topic, kind = MESSAGES[name]
    return {
        "name": f"{name}.{CONTRACT_VERSION}",
        "contentType": "application/json",
        "headers": _headers(f"{name}.{CONTRACT_VERSION}"),
        "payload": {"$ref": f"./{kind}.json"},
        "bindings": _binding(topic),
    }


def _headers(kind: str) -> dict[str, Any]:
    """CloudEvents 1.0, Kafka protocol binding, binary mode."""
    properties: dict[str, Any] = {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "description": "The same message sent again has the same id."},
        "ce_type": {"const": kind},
        "ce_source": {"type": "string", "format": "uri-reference"},
        "ce_time": {"type": "string", "format": "date-time", "description": "`fetched_at` of the article behind it."},
        "ce_subject": {"type": "string", "description": "The article's or incident's id."},
        "content-type": {"const": "application/json"},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _letter() -> dict[str, Any]:
    properties = {name: {"type": "string"} for name in _LETTER}
    return {
        "name": "dead letter",
        "contentType": "application/octet-stream",
        "summary": "The message's own headers stand beside these.",
        "headers": {"type": "object", "properties": properties, "required": list(_LETTER)},
        "bindings": _binding(topics.DEAD_LETTERS.name),
    }


def _binding(topic: str) -> dict[str, Any]:
    return {"kafka": {"key": {"type": "string", "description": _KEYS[topic]}, "bindingVersion": "0.5.0"}}
