"""Every metric, declared once, in base units, with what to do when it moves. No URL or id is ever a label."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

POLLS = Counter("tocsin_polls_total", "Polls of feeds that ended.", ["outcome"])
# A rising share of one outcome: `tocsin feeds check` shows which feeds. All at once: our network or DNS.

POLL_SECONDS = Histogram(
    "tocsin_poll_seconds", "Time of one poll, parsing included.", buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
)
# The slow end growing: publishers or our line are slow; polls are limited by `poll.concurrency`.

ENTRIES = Counter("tocsin_entries_total", "Entries of polled feeds.", ["kind"])
# `new` at zero for an hour: nothing comes in; look at tocsin_polls_total.

WIRE_BYTES = Counter("tocsin_poll_received_bytes_total", "Bytes received by polls, as sent.")
SAVED_BYTES = Counter("tocsin_poll_saved_bytes_total", "Bytes not read again, by 304 or an equal body.")
# Saved falling towards zero: validators are no longer sent or honoured.

PAGES = Counter("tocsin_page_looks_total", "Looks at articles' pages that ended.", ["outcome"])
# Mostly `no_text` or `failed`: publishers turn us away; articles then carry the feed's own words.

PUSHES = Counter("tocsin_websub_pushes_total", "Documents pushed by hubs.", ["outcome"])
# `forged`: somebody guesses, or a hub has lost the secret (it is given anew when the lease is renewed).

SUBSCRIPTIONS = Counter("tocsin_websub_steps_total", "Steps of subscriptions at hubs.", ["step"])
# `asked` without `active`: the callback address cannot be reached from outside; feeds are polled meanwhile.

ARTICLES = Counter("tocsin_articles_published_total", "Article versions acknowledged by the log.")
ARTICLES_REFUSED = Counter("tocsin_articles_refused_total", "Article versions that the log will never take.")
# Refused above zero: read the log line; an article is beyond the log's size limit.

WAITS = Counter("tocsin_waits_total", "Times that a part waited for its log or store.", ["part"])
# Rising: the disk is full or the store away. Nothing is lost meanwhile; the log line says what to do.

STAGE_MESSAGES = Counter("tocsin_stage_messages_total", "Messages a stage has finished.", ["stage"])
STAGE_SECONDS = Histogram(
    "tocsin_stage_batch_seconds", "Time of a stage's batch, transaction included.", ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
STAGE_LAG = Gauge("tocsin_stage_lag", "Records a stage has yet to finish.", ["stage"])
# Lag growing while messages move: the stage is too slow for the input. Not moving: it waits, or is stuck.

DEAD_LETTERS = Counter("tocsin_dead_letters_total", "Messages a stage could not handle.", ["stage"])
# Above zero: a defect of ours or a foreign writer; the topic `dead-letters` holds the bytes and the error.

REPORTS = Counter("tocsin_reports_total", "Incidents told by articles, before deduplication.", ["type"])
REJECTIONS = Counter("tocsin_rejections_total", "Mentions that are no current incidents.", ["reason"])
# A sudden change of shares after an upgrade: compare two backtests before trusting the new rules.

REVISIONS = Counter("tocsin_incident_revisions_total", "Revisions of incidents.", ["kind"])
# `merged` or `split` above a few percent of `opened`: matching is unsure; look at a few with their features.

STORED = Counter("tocsin_sink_records_total", "Records a sink has stored.", ["sink"])
STORE_SECONDS = Histogram(
    "tocsin_sink_flush_seconds", "Time of a sink's flush.", ["sink"], buckets=(0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30)
)
# Slow flushes: the store's disk; larger `sink.batch_records` help.
