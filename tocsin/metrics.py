"""Every metric, declared once, in base units. No URL, id or name of a publisher is ever a label.

`act` is what a person does when it moves; `docs/metrics.md` is made from this file.
"""

from __future__ import annotations

from tocsin.metric import counter, gauge, histogram

STAGE = {"stage": "produce, classify, deduplicate, `sink NAME`"}
_WORK_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_WAY_S = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)
"""From a tenth of a second to a day: the way of an article, waits included."""

# ---- every process

BUILD = gauge(
    "tocsin_build_info", "1; the labels say what runs.", {"version": "of the program", "rules": "of understanding"},
    act="Two versions at once for longer than a rolling upgrade takes: finish the upgrade or roll back.",
)  # fmt: skip
BEAT = gauge(
    "tocsin_loop_beat_timestamp_seconds", "Unix time at which a part's loop last went round.",
    {"part": "poller, classify, deduplicate, `sink NAME`, monitor"},
    act="Older than a minute: the loop hangs. Take a stack (`py-spy dump`), then restart the process.",
)  # fmt: skip
READY = gauge(
    "tocsin_ready", "1 while a part can work; 0 while it waits for its broker, its store or its turn.",
    {"part": "as above"},
    act="0 for minutes: `/ready` says what is missing. Nothing is lost while it waits.",
)  # fmt: skip
WAITS = counter(
    "tocsin_waits_total", "Times that a part began to wait for its log or store.", {"part": "as above"},
    act="Rising: a disk is full or a broker or store away. The log line says which.",
)  # fmt: skip

# ---- producers

POLLS = counter(
    "tocsin_polls_total", "Polls of feeds that ended.", {"outcome": "`producers/outcome.py`"},
    act="One outcome's share rises: `tocsin feeds check` shows which feeds. All at once: our line or DNS.",
)  # fmt: skip
POLL_SECONDS = histogram(
    "tocsin_poll_seconds", "Time of one poll, parsing included.", (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    act="The slow end grows: publishers or our line are slow; `poll.concurrency` bounds the polls at once.",
)  # fmt: skip
FEEDS = gauge(
    "tocsin_feeds", "Feeds by how their last poll went; those not yet polled are not counted.",
    {"health": "`tocsin/feed_health.py`"},
    act="`unreachable` of many at once: our line. `refused` grows: publishers turn us away; look at manners.",
)  # fmt: skip
ENTRIES = counter(
    "tocsin_entries_total", "Entries of polled and pushed documents.", {"kind": "new, edited, unchanged, duplicate"},
    act="`new` at zero for an hour: nothing comes in; look at tocsin_polls_total.",
)  # fmt: skip
WIRE_BYTES = counter(
    "tocsin_poll_received_bytes_total", "Bytes received by polls, as sent.",
    act="Doubles without more feeds: a publisher stopped compressing, or answers every poll in full.",
)  # fmt: skip
SAVED_BYTES = counter(
    "tocsin_poll_saved_bytes_total", "Bytes not read again.", {"by": "not_modified (304), same_body (its hash)"},
    act="Falls towards zero: validators are no longer sent or honoured.",
)  # fmt: skip
EMPTIED = counter(
    "tocsin_polls_emptied_total", "Polls of feeds that once had entries and now have none.",
    act="Rises: a publisher has moved its feed or changed its form; `tocsin feeds report` names it.",
)  # fmt: skip
PAGES = counter(
    "tocsin_page_looks_total", "Looks at articles' pages that ended.", {"outcome": "`producers/pages.py`"},
    act="Mostly `no_text` or `failed`: publishers turn us away; articles then carry the feed's own words.",
)  # fmt: skip
PUSHES = counter(
    "tocsin_websub_pushes_total", "Documents pushed by hubs.", {"outcome": "`producers/events.py`"},
    act="`forged`: somebody guesses, or a hub has lost the secret (it is given anew when the lease is renewed).",
)  # fmt: skip
SUBSCRIPTIONS = counter(
    "tocsin_websub_steps_total", "Steps of subscriptions at hubs.", {"step": "`producers/events.py`"},
    act="`asked` without `active`: the callback cannot be reached from outside; feeds are polled meanwhile.",
)  # fmt: skip
ARTICLES = counter(
    "tocsin_articles_published_total", "Article versions acknowledged by the log.", {"kind": "new, edit"},
    act="Flat: see the alert NoArticles. Many edits of few articles: a feed rewrites its entries at each poll.",
)  # fmt: skip
ARTICLES_REFUSED = counter(
    "tocsin_articles_refused_total", "Article versions that the log will never take.",
    act="Above zero: read the log line; an article is beyond the log's size limit.",
)  # fmt: skip
PUBLICATION_TO_LOG = histogram(
    "tocsin_publication_to_log_seconds", "From an article's publication to its acknowledgement, first versions.",
    _WAY_S, act="Grows: polls are too rare for the feeds' pace, or publishers date ahead of publishing.",
)  # fmt: skip

# ---- stages

STAGE_MESSAGES = counter(
    "tocsin_stage_messages_total", "Messages a stage has finished, by what they came to.",
    {**STAGE, "outcome": "reports, rejections, nothing, revised, unchanged, stored, dead_letter"},
    act="Flat while its lag grows: the stage waits or is stuck; see tocsin_ready and its log.",
)  # fmt: skip
STAGE_SECONDS = histogram(
    "tocsin_stage_batch_seconds", "Time of a stage's batch, its acknowledgements or transaction included.",
    _WORK_S, STAGE, act="Grows at equal throughput: the broker or the disk is slower than it was.",
)  # fmt: skip
STAGE_LATENCY = histogram(
    "tocsin_stage_latency_seconds", "From a message's append to its topic until the stage has finished it.",
    _WAY_S, STAGE, act="The stage whose median grows is the one to help: more workers, or a faster disk.",
)  # fmt: skip
LAG = gauge(
    "tocsin_consumer_lag", "Records of a topic that a stage has yet to finish.",
    {**STAGE, "topic": "`tocsin/topics.py`"},
    act="Grows while messages move: add workers (classify) or speed the store. Not moving: see tocsin_ready.",
)  # fmt: skip
BEHIND = gauge(
    "tocsin_consumer_behind_seconds", "Age of the oldest record that a stage has yet to finish; 0 without lag.",
    {**STAGE, "topic": "as above"},
    act="The delay that subscribers feel. Beyond the topic's retention, records are lost: act before.",
)  # fmt: skip
DEAD_LETTERS = counter(
    "tocsin_dead_letters_total", "Messages a stage could not handle.", {**STAGE, "error": "class of the error"},
    act="Above zero: a defect of ours or a foreign writer; `tocsin dead-letters list` shows bytes and error.",
)  # fmt: skip
HALTED = gauge(
    "tocsin_stage_halted", "1 while a stage has stopped because it can read nothing.", STAGE,
    act="1: the dead letters show what cannot be read; mend its writer or roll back, then start the stage again.",
)  # fmt: skip
ACTIVE = gauge(
    "tocsin_deduplicate_active", "1 in the process that works, 0 in those that stand by.",
    act="Nobody at 1 for a minute: nobody took over. Two at 1: one does not yet know that it was replaced.",
)  # fmt: skip
REBALANCES = counter(
    "tocsin_rebalances_total", "Times that a stage's partitions were dealt anew.", STAGE,
    act="More than a few an hour without restarts: workers lose their sessions; look at CPU first.",
)  # fmt: skip
RECOVERING = gauge(
    "tocsin_recovering", "1 while a stage loads its state before its first message.", STAGE,
    act="1 for minutes: the state topic is large or the broker slow; see tocsin_state_bytes.",
)  # fmt: skip
RECOVERY_SECONDS = gauge(
    "tocsin_recovery_seconds", "How long the last load of a stage's state took.", STAGE,
    act="Grows with the state; beyond your patience for a takeover: see docs/scaling.md.",
)  # fmt: skip
STATE_KEYS = gauge(
    "tocsin_state_keys", "Keys of a stage's state when it was last loaded, and what was added since.", STAGE,
    act="Grows for months at a steady input: incidents are not forgotten as docs/scaling.md says.",
)  # fmt: skip
STATE_BYTES = gauge(
    "tocsin_state_bytes", "Bytes of a stage's state, as tocsin_state_keys.", STAGE,
    act="Half of the process's memory: give it more before it restarts into a kill.",
)  # fmt: skip

# ---- understanding

LANGUAGES = counter(
    "tocsin_articles_read_total", "Articles classify has read.", {"language": "en, other, unknown"},
    act="`other` is left unread: many of them mean a feed list beyond what is understood today.",
)  # fmt: skip
REPORTS = counter(
    "tocsin_reports_total", "Incidents told by articles, before deduplication.",
    {"type": "`tocsin/contract/vocabulary.py`"},
    act="A share changes after an upgrade: compare two backtests (`tocsin diff`) before trusting the new rules.",
)  # fmt: skip
REGIONS = counter(
    "tocsin_region_reports_total", "Reports by the region of their place.", {"region": "`tocsin/data/regions.toml`"},
    act="A region that always reports falls silent: see the alert RegionQuiet.",
)  # fmt: skip
PLACES = counter(
    "tocsin_report_places_total", "Reports by how exactly their place is known.",
    {"precision": "as in `where.precision`"},
    act="`unknown` or `country` grow: a publisher's new style, or a gazetteer that did not load.",
)  # fmt: skip
TIMES = counter(
    "tocsin_report_times_total", "Reports by how exactly their time is known.", {"precision": "as in `when.precision`"},
    act="`unknown` grows: feeds without publication dates; look at the newest feeds.",
)  # fmt: skip
REJECTIONS = counter(
    "tocsin_rejections_total", "Mentions that are no current incidents.", {"reason": "`tocsin/contract/vocabulary.py`"},
    act="A share changes after an upgrade: compare two backtests before trusting the new rules.",
)  # fmt: skip

# ---- incidents

REVISIONS = counter(
    "tocsin_incident_revisions_total", "Revisions of incidents.", {"kind": "opened, updated, merged, ..."},
    act="`merged` or `split` above a few percent of `opened`: matching is unsure; look at a few with `tocsin explain`.",
)  # fmt: skip
MATCH_SCORE = histogram(
    "tocsin_match_score_ratio", "Score, 0 to 1, at which a report entered an incident that was there.",
    (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
    act="Weight moves towards the threshold of 0.4: matches become unsure; run `make score` before trusting them.",
)  # fmt: skip
FETCH_TO_INCIDENT = histogram(
    "tocsin_fetch_to_incident_seconds", "From the fetch of an article to the acknowledged revision it caused.", _WAY_S,
    act="The objective is 99% within 60 s: see the alerts LatencyBurnsFast and LatencyBurnsSlowly.",
)  # fmt: skip
PUBLICATION_TO_INCIDENT = histogram(
    "tocsin_publication_to_incident_seconds", "From an article's publication to the incident it opened.", _WAY_S,
    act="Grows while fetch-to-incident does not: it is the polls that are late, or publishers.",
)  # fmt: skip

# ---- sinks

STORED = counter(
    "tocsin_sink_records_total", "Records a sink has stored.", {"sink": "postgres, sqlite, ..."},
    act="Flat while incidents move: the store is away or refuses; the sink's log says which.",
)  # fmt: skip
STORE_SECONDS = histogram(
    "tocsin_sink_flush_seconds", "Time of a sink's flush, the offset's commit included.", _WORK_S, {"sink": "as above"},
    act="Slow flushes: the store's disk; larger `sink.batch_records` help.",
)  # fmt: skip
BATCH_RECORDS = histogram(
    "tocsin_sink_batch_records", "Records of a sink's batch.", (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000),
    {"sink": "as above"},
    act="Always full: the sink is behind; raise `sink.batch_records`. Always 1: fine, the stream is thin.",
)  # fmt: skip
CIRCUIT_OPEN = gauge(
    "tocsin_webhook_circuit_open", "1 while a webhook's target is left alone.", {"target": "of `sink.webhooks`"},
    act="1 for long: the target is down or no longer what the file says; its revisions wait in the log.",
)  # fmt: skip

# ---- the cluster, seen from outside by `tocsin monitor`

BROKER_UP = gauge(
    "tocsin_broker_up", "1 while the broker answers the monitor.", {"broker": "kafka"},
    act="0: services wait and lose nothing. See the runbook KafkaDown.",
)  # fmt: skip
STORE_UP = gauge(
    "tocsin_store_up", "1 while the store answers the monitor.", {"store": "postgres"},
    act="0: sinks wait and lose nothing. See the runbook StoreDown.",
)  # fmt: skip
TOPIC_END = gauge(
    "tocsin_topic_end_records", "Sum of a topic's end offsets: all records ever appended.", {"topic": "as above"},
    act="Flat for `articles`: nothing comes in. Flat for `incidents` while `reports` grows: deduplicate is stuck.",
)  # fmt: skip
TOPIC_BYTES = gauge(
    "tocsin_topic_bytes", "Bytes of a topic on all brokers, copies included.", {"topic": "as above"},
    act="Grows beyond what docs/scaling.md expects: a publisher's flood, or a cleaner that does not run.",
)  # fmt: skip
STORE_BYTES = gauge(
    "tocsin_store_bytes", "Bytes of the store's database.", {"store": "postgres"},
    act="Plan the disk by its slope; old revisions may be moved away (docs/deploy.md).",
)  # fmt: skip
DISK_FREE = gauge(
    "tocsin_disk_free_bytes", "Bytes free where a part keeps its data.", {"place": "as named in `monitor.disks`"},
    act="See the alert DiskFills: a full disk stops its part, which then waits; nothing is lost.",
)  # fmt: skip
DISK_SIZE = gauge(
    "tocsin_disk_size_bytes", "Bytes of that file system.", {"place": "as above"}, act="The other half of the share.",
)  # fmt: skip
