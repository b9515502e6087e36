"""The contract as released: schemas that stay, example messages, CloudEvents, AsyncAPI, crosswalks."""

import base64
import copy
import json
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import pytest
from cloudevents.core.bindings import kafka
from cloudevents.core.formats.json import JSONFormat
from invented import NOON, account, article, incident, rejections
from jsonschema import Draft202012Validator

from tocsin import topics
from tocsin.contract import asyncapi
from tocsin.contract.codec import decode, encode
from tocsin.contract.compat import problems
from tocsin.contract.crosswalk import table
from tocsin.contract.envelope import account_message, article_message, incident_message, rejections_message
from tocsin.contract.fields import Crosswalk
from tocsin.contract.schema import KINDS, schema
from tocsin.contract.version import CONTRACT_VERSION
from tocsin.contract.vocabulary import EVENT_TYPES, ChangeKind
from tocsin.log.port import Message

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
EXAMPLES = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((SCHEMAS / "examples").glob("*.json"))}
EVENTS = {name: shown for name, shown in EXAMPLES.items() if name != "dead-letter"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_released_stays(kind: str) -> None:
    released = json.loads((SCHEMAS / CONTRACT_VERSION / f"{kind}.json").read_text("utf-8"))
    assert problems(released, schema(kind)) == []


def first(name: str, kind: str, change: Callable[[dict[str, Any]], object]) -> tuple[str, str, Any]:
    return name, kind, change


BREAKS = [
    first("a field gone", "incident", lambda s: s["properties"].pop("severity")),
    first("a field of a shape gone", "incident", lambda s: s["$defs"]["Where"]["properties"].pop("radius_km")),
    first("another type", "article", lambda s: s["properties"]["version"].update(type="string")),
    first("no longer required", "account", lambda s: s["required"].remove("reports")),
    first("newly required", "account", lambda s: s["required"].append("deleted")),
    first("a new word", "incident", lambda s: s["properties"]["status"]["enum"].append("paused")),
    first("a word gone", "incident", lambda s: s["properties"]["status"]["enum"].remove("merged")),
    first("may be null now", "incident", lambda s: s["properties"].update(
        headline={"anyOf": [{"type": "string"}, {"type": "null"}]})),
    first("a shape gone", "incident", lambda s: s["$defs"].pop("Toll")),
    first("other items", "incident", lambda s: s["properties"]["pinned"]["items"].update(type="integer")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "change"), BREAKS, ids=[name for name, *_ in BREAKS])
def test_a_break_is_noticed(name: str, kind: str, change: Any) -> None:
    broken = copy.deepcopy(schema(kind))
    change(broken)
    assert problems(schema(kind), broken) != [], name


def test_an_optional_addition_and_better_words_are_none() -> None:
    grown = copy.deepcopy(schema("incident"))
    grown["properties"]["photographs"] = {"type": "array", "items": {"type": "string"}, "default": []}
    grown["$defs"]["Photograph"] = {"type": "object", "properties": {}}
    grown["properties"]["headline"]["description"] = "One line."
    assert problems(schema("incident"), grown) == []


@pytest.mark.parametrize("name", EVENTS)
def test_an_example_is_a_message_of_its_type(name: str) -> None:
    shown = EVENTS[name]
    kind = f"tocsin.{name}"
    topic, value = asyncapi.MESSAGES[kind]
    assert (shown["topic"], shown["headers"]["ce_type"]) == (topic, f"{kind}.{CONTRACT_VERSION}")
    Draft202012Validator(schema(value)).validate(shown["value"])
    raw = json.dumps(shown["value"]).encode()
    assert json.loads(encode(decode(KINDS[value], raw))) == shown["value"], "written by an older program"
    headers = asyncapi.document()["components"]["messages"][kind]["headers"]
    Draft202012Validator(headers).validate(shown["headers"])


def test_every_message_has_an_example() -> None:
    unseen = {"tocsin.incident.other", "tocsin.mentions.rejected.deduplicate"}
    assert {f"tocsin.{name}" for name in EVENTS} >= asyncapi.MESSAGES.keys() - unseen
    assert EXAMPLES["dead-letter"]["headers"]["dl_stage"] == "deduplicate"
    assert base64.b64decode(EXAMPLES["dead-letter"]["value"]) == b'{"article": 7}'


def test_no_change_kind_is_without_a_message() -> None:
    assert {f"tocsin.incident.{kind}" for kind in get_args(ChangeKind)} <= asyncapi.MESSAGES.keys()


MESSAGES = [
    article_message(article(1)), account_message(account(1)), rejections_message(rejections(1)),
    incident_message(incident(1), NOON),
    *(Message(e["topic"], e["key"].encode(), json.dumps(e["value"]).encode(),
              tuple((name, value.encode()) for name, value in e["headers"].items())) for e in EVENTS.values()),
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: dict(m.headers)["ce_type"].decode())
def test_the_cloudevents_library_reads_it(message: Message) -> None:
    """Kafka protocol binding, binary mode: https://github.com/cloudevents/spec, bindings/kafka-protocol-binding.md."""
    event = kafka.from_kafka(kafka.KafkaMessage(dict(message.headers), message.key, message.value), JSONFormat())
    headers = dict(message.headers)
    assert event.get_specversion() == "1.0"
    assert event.get_id() == headers["ce_id"].decode()
    assert event.get_type().endswith(f".{CONTRACT_VERSION}")
    assert event.get_source().startswith("/tocsin/")
    assert event.get_subject() == message.key.decode()
    assert event.get_time() is not None
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data() == json.loads(message.value)
    again = kafka.to_binary(event, JSONFormat()).headers
    written_by_the_library_its_way = {"ce_time", "ce_partitionkey"}
    assert {k: v for k, v in again.items() if k not in written_by_the_library_its_way} == {
        k: v for k, v in headers.items() if k != "ce_time"
    }


def test_the_asyncapi_document_is_that_of_the_types() -> None:
    assert (SCHEMAS / "asyncapi.json").read_text("utf-8") == asyncapi.text(), "run `make docs`"


def test_the_asyncapi_document_holds_together() -> None:
    document = asyncapi.document()
    assert set(document["channels"]) == {topic.name for topic in topics.ALL}

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [found for item in value.values() for found in references(item)]
        return [found for item in value for found in references(item)] if isinstance(value, list) else []

    for reference in references(document):
        if reference.startswith("./"):
            assert (SCHEMAS / reference).is_file()
        else:
            node: Any = document
            for part in reference.removeprefix("#/").split("/"):
                node = node[part]


def test_the_crosswalks_are_versioned_and_total() -> None:
    raw = tomllib.loads(resources.files("tocsin").joinpath("data/crosswalk.toml").read_text("utf-8"))
    assert raw.pop("version") == "1"
    assert set(raw) == set(EVENT_TYPES) == set(table())
    assert all(set(codes) <= set(Crosswalk.__dataclass_fields__) for codes in raw.values())


PLOVER = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
          "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}  # fmt: skip
MUC = {"ARSON", "ATTACK", "BOMBING", "FORCED WORK STOPPAGE", "KIDNAPPING", "ROBBERY"}


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_every_code_is_one_of_its_scheme(event_type: Any) -> None:
    codes = table()[event_type]
    assert codes.plover is None or codes.plover in PLOVER
    assert codes.muc is None or codes.muc in MUC
    assert codes.cameo is None or (codes.cameo.isdecimal() and "01" <= codes.cameo[:2] <= "20")
