"""An article's words out of the embedded log, for good (`tocsin forget`). The log must not be in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Set
from contextlib import closing
from pathlib import Path

from processors.deduplicate.forget import forget as forget_state
from tocsin import topics
from tocsin.contract import redact
from tocsin.contract.article import Article
from tocsin.contract.codec import ContractError, decode, encode
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.log import sqlite_schema
from tocsin.log.sqlite_errors import typed_errors

_Rewrite = Callable[[bytes], bytes]


def forget(path: Path, article: str) -> tuple[int, set[str], set[str]]:
    """How many records and state entries held words of it; the ids of its reports; its sentences."""
    with typed_errors(path), closing(sqlite_schema.create(path)) as log:
        log.execute("PRAGMA secure_delete=ON")
        with sqlite_schema.transaction(log):
            items = log.execute("SELECT key, value FROM state WHERE grp = 'deduplicate'").fetchall()
            writes, reports, words = forget_state(items, article)
            for key, value in writes.items():
                log.execute("UPDATE state SET value = ? WHERE grp = 'deduplicate' AND key = ?", (value, key))
            count = len(writes)
            for topic, rewrite in _rewrites(article, reports, words).items():
                count += _rewrite(log, topic, article, rewrite)
        log.execute("VACUUM")
        log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count, reports, words


def _rewrites(article: str, reports: Set[str], words: Set[str]) -> dict[str, _Rewrite]:
    return {
        topics.ARTICLES.name: lambda data: encode(redact.article(decode(Article, data))),
        topics.REPORTS.name: lambda data: encode(redact.account(decode(Account, data))),
        topics.REJECTIONS.name: lambda data: encode(redact.rejections(decode(Rejections, data))),
        topics.INCIDENTS.name: lambda data: encode(redact.incident(decode(Incident, data), {article: reports}, words)),
        topics.DEAD_LETTERS.name: lambda _data: b"",
    }


def _rewrite(log: sqlite3.Connection, topic: str, article: str, rewrite: _Rewrite) -> int:
    """Of `incidents` the records that name the article, of the other topics those under its key."""
    table = sqlite_schema.TABLE[topic]
    named = "instr(value, ?) > 0" if topic == topics.INCIDENTS.name else "key = ?"
    changed = 0
    for offset, value in log.execute(
        f"SELECT offset, value FROM {table} WHERE {named}", (article.encode(),)
    ).fetchall():
        try:
            told = rewrite(value)
        except ContractError:  # no message of ours: it goes whole
            told = b""
        if told != value:
            log.execute(f"UPDATE {table} SET value = ? WHERE offset = ?", (told, offset))
            changed += 1
    return changed
