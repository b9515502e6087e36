"""A contract value as a log message: a CloudEvents 1.0 event in Kafka binary mode, and back.

The rules are those of the CloudEvents Kafka protocol binding: attributes as `ce_*` headers, UTF-8.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from tocsin import topics
from tocsin.contract.article import Article
from tocsin.contract.codec import ContractError, decode, encode, rfc3339
from tocsin.contract.identity import event_id
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Correction
from tocsin.contract.version import CONTRACT_VERSION
from tocsin.log.port import Headers, Message

T = TypeVar("T")

_SOURCE = "/tocsin/"
CORRECTION_TYPE = f"tocsin.correction.made.{CONTRACT_VERSION}"
_CORRECTIONS = "tocsin.correction.made."  # of any version: a log may be older than the program


def _headers(kind: str, source: str, subject: str, unique: str, time: datetime) -> Headers:
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": event_id(kind, subject, unique),
        "ce_type": kind,
        "ce_source": _SOURCE + source,
        "ce_time": rfc3339(time),
        "ce_subject": subject,
        "content-type": "application/json",
    }
    return tuple((name, value.encode()) for name, value in attributes.items())


def article_message(article: Article) -> Message:
    what = "deleted" if "deleted" in article.flags else "published" if article.version == 1 else "edited"
    headers = _headers(
        f"tocsin.article.{what}.{CONTRACT_VERSION}", "produce", article.id, str(article.version), article.fetched_at
    )
    return Message(topics.ARTICLES.name, article.id.encode(), encode(article), headers)


def account_message(account: Account) -> Message:
    ref = account.article
    headers = _headers(f"tocsin.account.read.{CONTRACT_VERSION}", "classify", ref.id, str(ref.version), ref.fetched_at)
    return Message(topics.REPORTS.name, ref.id.encode(), encode(account), headers)


def correction_message(correction: Correction) -> Message:
    headers = _headers(CORRECTION_TYPE, "correct", correction.incident, correction.id, correction.made_at)
    return Message(topics.REPORTS.name, correction.incident.encode(), encode(correction), headers)


def rejections_message(rejections: Rejections, stage: str = "classify") -> Message:
    ref = rejections.article
    kind = f"tocsin.mentions.rejected.{stage}.{CONTRACT_VERSION}"
    headers = _headers(kind, stage, ref.id, str(ref.version), ref.fetched_at)
    return Message(topics.REJECTIONS.name, ref.id.encode(), encode(rejections), headers)


def incident_message(incident: Incident, time: datetime) -> Message:
    """`time` is the `fetched_at` of the account (or `made_at` of the correction) that caused the revision."""
    kind = f"tocsin.incident.{incident.change.kind}.{CONTRACT_VERSION}"
    headers = _headers(kind, "deduplicate", incident.id, str(incident.revision), time)
    # The id must not depend on the kind of change: a redelivered revision is the same event.
    stable = event_id("incident", incident.id, incident.revision).encode()
    headers = tuple((n, stable if n == "ce_id" else v) for n, v in headers)
    return Message(topics.INCIDENTS.name, incident.id.encode(), encode(incident), headers)


def header(message: Message, name: str) -> str | None:
    """The header's text, None if absent or not UTF-8."""
    for key, value in message.headers:
        if key == name:
            try:
                return value.decode()
            except UnicodeDecodeError:
                return None
    return None


def open_account(message: Message) -> Account | Correction:
    """The value of a `reports` message. Raises `ContractError`."""
    if (header(message, "ce_type") or "").startswith(_CORRECTIONS):
        return decode(Correction, message.value)
    return decode(Account, message.value)


def open_message(kind: type[T], message: Message) -> T:
    """The value of a message of `kind`; raises `ContractError` for another content type or a malformed value."""
    content = header(message, "content-type")
    if content is not None and not content.startswith("application/json"):
        raise ContractError(kind.__name__, "content-type", f"{content!r} is not application/json")
    return decode(kind, message.value)
