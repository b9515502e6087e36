"""The one on the wall: feeds -> articles -> reports -> incidents, lag, latency and errors on one screen."""

from panels import dashboard, lines, number

_RATE = "[$__rate_interval]"


def _quantile(share: float, metric: str, by: str = "le") -> str:
    return f"histogram_quantile({share}, sum by ({by}) (rate({metric}_bucket{_RATE})))"


BOARD = dashboard(
    "throughput",
    "Throughput",
    "What comes in, what goes out, how late, and what fails.",
    [
        number(
            "Polls", "cps", "Polls of feeds a second, whatever came of them.", f"sum(rate(tocsin_polls_total{_RATE}))"
        ),
        number(
            "Articles",
            "cps",
            "Article versions acknowledged by the log, a second.",
            f"sum(rate(tocsin_articles_published_total{_RATE}))",
        ),
        number(
            "Reports",
            "cps",
            "Incidents told by articles, a second, before deduplication.",
            f"sum(rate(tocsin_reports_total{_RATE}))",
        ),
        number(
            "Revisions",
            "cps",
            "Revisions of incidents a second: opened, updated, merged and the rest.",
            f"sum(rate(tocsin_incident_revisions_total{_RATE}))",
        ),
        number(
            "Behind",
            "s",
            "Age of the oldest record that some stage has yet to finish.",
            "max(tocsin_consumer_behind_seconds)",
            warn=600,
        ),
        number(
            "Dead letters",
            "short",
            "Messages of the last hour that a stage could not handle.",
            "sum(increase(tocsin_dead_letters_total[1h])) or vector(0)",
            warn=1,
        ),
        lines(
            "From feeds to incidents",
            "cps",
            "The whole way in one picture: each line is one step's output a second.",
            {
                "polls": f"sum(rate(tocsin_polls_total{_RATE}))",
                "articles": f"sum(rate(tocsin_articles_published_total{_RATE}))",
                "read": f'sum(rate(tocsin_stage_messages_total{{stage="classify"}}{_RATE}))',
                "reports": f"sum(rate(tocsin_reports_total{_RATE}))",
                "revisions": f"sum(rate(tocsin_incident_revisions_total{_RATE}))",
                "stored": f"sum(rate(tocsin_sink_records_total{_RATE}))",
            },
            span=12,
        ),
        lines(
            "How late",
            "s",
            "Fetch to incident is ours; publication to incident has the poll interval and the publisher in it.",
            {
                "fetch to incident, median": _quantile(0.5, "tocsin_fetch_to_incident_seconds"),
                "fetch to incident, p99": _quantile(0.99, "tocsin_fetch_to_incident_seconds"),
                "publication to incident, median": _quantile(0.5, "tocsin_publication_to_incident_seconds"),
            },
            span=12,
        ),
        lines(
            "Lag",
            "short",
            "Records that each stage has yet to finish, as the monitor sees it.",
            {"{{stage}} of {{topic}}": "sum by (stage, topic) (tocsin_consumer_lag)"},
        ),
        lines(
            "Where the time goes",
            "s",
            "Median from a message's append to its topic until the stage has finished it.",
            {"{{stage}}": _quantile(0.5, "tocsin_stage_latency_seconds", "le, stage")},
        ),
        lines(
            "What messages come to",
            "cps",
            "Messages finished a second, by stage and outcome.",
            {"{{stage}}: {{outcome}}": f"sum by (stage, outcome) (rate(tocsin_stage_messages_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Feeds by health",
            "short",
            "Feeds by how their last poll went.",
            {"{{health}}": "sum by (health) (tocsin_feeds)"},
            stacked=True,
        ),
        lines(
            "Errors",
            "cps",
            "Dead letters and refused articles a second, and the times a part began to wait.",
            {
                "dead letters of {{stage}}": f"sum by (stage) (rate(tocsin_dead_letters_total{_RATE})) or vector(0)",
                "refused": f"sum(rate(tocsin_articles_refused_total{_RATE}))",
                "{{part}} waits": f"sum by (part) (rate(tocsin_waits_total{_RATE})) or vector(0)",
            },
        ),
        lines(
            "Ready",
            "short",
            "1 while a part can work; 0 while it waits for its broker, its store or its turn.",
            {
                "{{part}}": "min by (part) (tocsin_ready)",
                "broker": "max(tocsin_broker_up)",
                "{{store}}": "max by (store) (tocsin_store_up)",
            },
        ),
    ],
)
