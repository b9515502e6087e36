"""What articles are understood to say, and how surely."""

from panels import dashboard, lines, number

_RATE = "[$__rate_interval]"

BOARD = dashboard(
    "understanding",
    "Understanding",
    "Mix of types, reasons, precisions; matching. A share that changes with an upgrade wants a look.",
    [
        number(
            "Articles with reports",
            "percentunit",
            "Share of the articles read that tell of an incident.",
            'sum(tocsin_stage_messages_total{stage="classify",outcome="reports"})'
            ' / sum(tocsin_stage_messages_total{stage="classify"})',
            span=6,
        ),
        number(
            "Reports without a city",
            "percentunit",
            "Share whose place is a country, a province or unknown.",
            'sum(tocsin_report_places_total{precision=~"unknown|country|admin1"}) / sum(tocsin_report_places_total)',
            span=6,
        ),
        number(
            "Reports a revision",
            "short",
            "Reports for each revision: far above 1 means that copies change nothing.",
            "sum(tocsin_reports_total) / sum(tocsin_incident_revisions_total)",
            span=6,
        ),
        number(
            "Merges and splits",
            "percentunit",
            "Merged and split, as a share of what was opened.",
            '(sum(tocsin_incident_revisions_total{kind=~"merged|split"}) or vector(0))'
            ' / sum(tocsin_incident_revisions_total{kind="opened"})',
            warn=0.2,
            span=6,
        ),
        lines(
            "Reports by type",
            "cps",
            "Incidents told by articles a second, before deduplication.",
            {"{{type}}": f"sum by (type) (rate(tocsin_reports_total{_RATE}))"},
            span=12,
            stacked=True,
        ),
        lines(
            "Rejections by reason",
            "cps",
            "Mentions that are no current incidents, by why.",
            {"{{reason}}": f"sum by (reason) (rate(tocsin_rejections_total{_RATE}))"},
            span=12,
            stacked=True,
        ),
        lines(
            "Languages",
            "cps",
            "Articles read a second; what is neither English nor unknown is left unread.",
            {"{{language}}": f"sum by (language) (rate(tocsin_articles_read_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Precision of places",
            "cps",
            "Reports a second by how exactly their place is known.",
            {"{{precision}}": f"sum by (precision) (rate(tocsin_report_places_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Precision of times",
            "cps",
            "Reports a second by how exactly their time is known.",
            {"{{precision}}": f"sum by (precision) (rate(tocsin_report_times_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Regions",
            "cps",
            "Reports a second by the region of their place.",
            {"{{region}}": f"sum by (region) (rate(tocsin_region_reports_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Revisions by kind",
            "cps",
            "What changes about incidents, a second.",
            {"{{kind}}": f"sum by (kind) (rate(tocsin_incident_revisions_total{_RATE}))"},
            stacked=True,
        ),
        lines(
            "Match scores",
            "percentunit",
            "Score at which reports entered incidents that were there; the threshold is 0.4.",
            {
                "a tenth is below": "histogram_quantile(0.1, sum by (le) (tocsin_match_score_ratio_bucket))",
                "median": "histogram_quantile(0.5, sum by (le) (tocsin_match_score_ratio_bucket))",
            },
        ),
        lines(
            "State of deduplicate",
            "short",
            "Keys that the active deduplicator remembers.",
            {"{{stage}}": "max by (stage) (tocsin_state_keys)"},
            span=12,
        ),
        lines(
            "Size of its state",
            "bytes",
            "Bytes of them; the process takes a few times as much.",
            {"{{stage}}": "max by (stage) (tocsin_state_bytes)"},
            span=12,
        ),
    ],
)
