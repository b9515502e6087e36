"""How the feeds are, and how gently they are asked."""

from panels import dashboard, lines, number

_RATE = "[$__rate_interval]"


def _quantile(share: float, metric: str = "tocsin_publication_to_log_seconds") -> str:
    return f"histogram_quantile({share}, sum by (le) (rate({metric}_bucket{_RATE})))"


BOARD = dashboard(
    "feeds",
    "Feeds",
    "Health of the feeds, cost of polling, what it brings.",
    [
        number("Feeds", "short", "Feeds polled since the producers started.", "sum(tocsin_feeds)", span=6),
        number(
            "Not healthy",
            "percentunit",
            "Share of the feeds whose last poll failed.",
            'sum(tocsin_feeds{health!="healthy"}) / sum(tocsin_feeds)',
            warn=0.2,
            span=6,
        ),
        number(
            "Saved",
            "percentunit",
            "Share of the bytes that did not have to be read again, by 304 or an equal body.",
            "sum(tocsin_poll_saved_bytes_total) / (sum(tocsin_poll_saved_bytes_total)"
            " + sum(tocsin_poll_received_bytes_total))",
            span=6,
        ),
        number(
            "New entries",
            "short",
            "Entries of the last hour that had not been seen before.",
            'sum(increase(tocsin_entries_total{kind="new"}[1h]))',
            span=6,
        ),
        lines(
            "Feeds by health",
            "short",
            "unreachable: no answer; refused: turned away; gone: 404 or 410; failing: the"
            " server's errors; unreadable: no feed; ours: an address we do not ask, or a defect.",
            {"{{health}}": "sum by (health) (tocsin_feeds)"},
            span=12,
            stacked=True,
        ),
        lines(
            "Polls by outcome",
            "cps",
            "Polls a second by what came of them.",
            {"{{outcome}}": f"sum by (outcome) (rate(tocsin_polls_total{_RATE}))"},
            span=12,
            stacked=True,
        ),
        lines(
            "Time of a poll",
            "s",
            "Half and 99 in a hundred polls take no longer, parsing included.",
            {
                "median": f"histogram_quantile(0.5, sum by (le) (rate(tocsin_poll_seconds_bucket{_RATE})))",
                "p99": f"histogram_quantile(0.99, sum by (le) (rate(tocsin_poll_seconds_bucket{_RATE})))",
            },
        ),
        lines(
            "Entries",
            "cps",
            "Entries of polled feeds a second, by kind; polls of feeds that once had entries and now have none.",
            {
                "{{kind}}": f"sum by (kind) (rate(tocsin_entries_total{_RATE}))",
                "feeds emptied": f"sum(rate(tocsin_polls_emptied_total{_RATE}))",
            },
            stacked=True,
        ),
        lines(
            "Bytes",
            "Bps",
            "Received over the wire, and not read again.",
            {
                "received": f"sum(rate(tocsin_poll_received_bytes_total{_RATE}))",
                "saved": f"sum(rate(tocsin_poll_saved_bytes_total{_RATE}))",
            },
        ),
        lines(
            "Publication to log",
            "s",
            "From an article's publication to its acknowledgement; first versions.",
            {
                "median": _quantile(0.5),
                "p99": _quantile(0.99),
            },
        ),
        lines(
            "Looks at pages",
            "cps",
            "Looks at articles' pages, by outcome; 0 where feeds carry their whole text.",
            {"{{outcome}}": f"sum by (outcome) (rate(tocsin_page_looks_total{_RATE})) or vector(0)"},
        ),
        lines(
            "Pushes of hubs",
            "cps",
            "Documents pushed by WebSub hubs, by outcome; 0 without hubs.",
            {
                "{{outcome}}": f"sum by (outcome) (rate(tocsin_websub_pushes_total{_RATE})) or vector(0)",
                "{{step}}": f"sum by (step) (rate(tocsin_websub_steps_total{_RATE})) or vector(0)",
            },
        ),
    ],
)
