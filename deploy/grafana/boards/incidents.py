"""The incidents themselves, out of the PostgreSQL store."""

from panels import dashboard, figure, history, rows, world

_IN_FORCE = "status IN ('open', 'closed') AND $__timeFilter(last_reported_at)"

BOARD = dashboard(
    "incidents",
    "Incidents",
    "What happened, where, how grave, who says so.",
    [
        figure(
            "Incidents",
            "short",
            "In force and reported on in the time shown.",
            f"SELECT count(*) AS incidents FROM incidents WHERE {_IN_FORCE}",
            span=6,
        ),
        figure(
            "Killed",
            "short",
            "Sum of the best figures; incidents without a figure count nothing.",
            f"SELECT coalesce(sum(killed_best), 0) AS killed FROM incidents WHERE {_IN_FORCE}",
            span=6,
        ),
        figure(
            "Injured",
            "short",
            "Sum of the best figures; incidents without a figure count nothing.",
            f"SELECT coalesce(sum(injured_best), 0) AS injured FROM incidents WHERE {_IN_FORCE}",
            span=6,
        ),
        figure(
            "Corroborated",
            "percentunit",
            "Share of the incidents that rest on more than one independent origin.",
            f"SELECT coalesce(avg((independent_origins > 1)::int), 0) AS corroborated FROM incidents WHERE {_IN_FORCE}",
            span=6,
        ),
        world(
            "Where",
            "short",
            "One mark an incident whose place is known; the radius is in the tooltip.",
            'SELECT latitude, longitude, headline, severity, type, killed_best AS killed, radius_km AS "radius, km"'
            f" FROM incidents WHERE latitude IS NOT NULL AND {_IN_FORCE} ORDER BY severity LIMIT 5000",
        ),
        history(
            "When",
            "short",
            "Incidents by the hour of their first report, by type.",
            "SELECT date_trunc('hour', first_reported_at) AS time,"
            " split_part(type, '/', 1) AS metric, count(*) AS value"
            f" FROM incidents WHERE {_IN_FORCE} GROUP BY 1, 2 ORDER BY 1",
        ),
        rows(
            "Top countries",
            "short",
            "Incidents and the sums of their tolls, by country; without one they are not here.",
            "SELECT country, count(*) AS incidents, sum(killed_best) AS killed, sum(injured_best) AS injured"
            f" FROM incidents WHERE country IS NOT NULL AND {_IN_FORCE} GROUP BY country ORDER BY 2 DESC, 1 LIMIT 20",
        ),
        rows(
            "Tolls",
            "short",
            "The gravest: what is said at least, at best and at most.",
            "SELECT headline, date, killed_min, killed_best, killed_max, injured_best, confirmation, articles,"
            f" independent_origins AS origins FROM incidents WHERE {_IN_FORCE}"
            " ORDER BY killed_best DESC NULLS LAST, severity DESC, id LIMIT 50",
        ),
        rows(
            "Newest revisions",
            "short",
            "What changed last, and because of which article.",
            "SELECT caused_at, change, headline, incident_id, article_id FROM revisions"
            " WHERE $__timeFilter(caused_at) ORDER BY caused_at DESC, incident_id, revision DESC LIMIT 50",
        ),
    ],
    span="now-7d",
)
