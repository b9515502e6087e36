"""Broker, processes and stores: what an operator looks at when the wall is red."""

from panels import dashboard, lines, number

_RATE = "[$__rate_interval]"


def _quantile(share: float, metric: str, by: str) -> str:
    return f"histogram_quantile({share}, sum by (le, {by}) (rate({metric}_bucket{_RATE})))"


BOARD = dashboard(
    "kafka-and-sinks",
    "Kafka and sinks",
    "Topics, lag, processes, stores, disks.",
    [
        number("Processes", "short", "Processes of Tocsin that answer.", 'sum(up{job="tocsin"})', span=6),
        number("Broker", "short", "1 while the broker answers the monitor.", "max(tocsin_broker_up)", span=6),
        number(
            "Active deduplicators",
            "short",
            "1 is right: the others stand by.",
            "sum(tocsin_deduplicate_active)",
            span=6,
        ),
        number(
            "Versions",
            "short",
            "Versions of program and rules that run; 2 only during an upgrade.",
            "count(count by (version, rules) (tocsin_build_info))",
            warn=2,
            span=6,
        ),
        lines(
            "Records appended",
            "cps",
            "Records a second, by topic.",
            {"{{topic}}": f"sum by (topic) (deriv(tocsin_topic_end_records{_RATE}))"},
        ),
        lines(
            "Size of topics",
            "bytes",
            "Bytes on all brokers, copies included.",
            {"{{topic}}": "max by (topic) (tocsin_topic_bytes)"},
            stacked=True,
        ),
        lines(
            "Seconds behind",
            "s",
            "Age of the oldest record that a stage has yet to finish.",
            {"{{stage}} of {{topic}}": "max by (stage, topic) (tocsin_consumer_behind_seconds)"},
        ),
        lines(
            "Time of a batch",
            "s",
            "99 in a hundred batches of a stage take no longer, acknowledgements included.",
            {"{{stage}}": _quantile(0.99, "tocsin_stage_batch_seconds", "stage")},
        ),
        lines(
            "Time of a flush",
            "s",
            "99 in a hundred flushes of a sink take no longer.",
            {"{{sink}}": _quantile(0.99, "tocsin_sink_flush_seconds", "sink")},
        ),
        lines(
            "Batches of sinks",
            "short",
            "Median of records a batch.",
            {"{{sink}}": _quantile(0.5, "tocsin_sink_batch_records", "sink")},
        ),
        lines(
            "CPU",
            "percentunit",
            "Of one core, by stage.",
            {"{{stage}}": f'sum by (stage) (rate(process_cpu_seconds_total{{job="tocsin"}}{_RATE}))'},
        ),
        lines(
            "Memory",
            "bytes",
            "Resident memory by stage.",
            {"{{stage}}": 'sum by (stage) (process_resident_memory_bytes{job="tocsin"})'},
        ),
        lines(
            "Rebalances and loads of state",
            "short",
            "Times that partitions were dealt anew in the last hour; seconds of the last load.",
            {
                "{{stage}} dealt anew": "sum by (stage) (increase(tocsin_rebalances_total[1h]))",
                "{{stage}} loads now": "max by (stage) (tocsin_recovering)",
                "{{stage}} load, s": "max by (stage) (tocsin_recovery_seconds)",
                "{{stage}} halted": "max by (stage) (tocsin_stage_halted)",
            },
        ),
        lines(
            "Loops",
            "s",
            "Time since each part's loop last went round.",
            {"{{part}}": "time() - max by (part) (tocsin_loop_beat_timestamp_seconds > 0)"},
        ),
        lines(
            "Size of the store",
            "bytes",
            "Of the store's database.",
            {"{{store}}": "max by (store) (tocsin_store_bytes)"},
        ),
        lines(
            "Free room",
            "percentunit",
            "Share of each disk that is free.",
            {"{{place}}": "min by (place) (tocsin_disk_free_bytes / tocsin_disk_size_bytes)"},
        ),
    ],
)
