-- The SQLite store, version 1. Times are RFC 3339 UTC text, so that text order is time order. `body` is the message
-- as published (JSON). A null is unknown.

CREATE TABLE incidents (              -- one row per incident: its newest revision
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, change TEXT NOT NULL, status TEXT NOT NULL,
    type TEXT NOT NULL, headline TEXT NOT NULL, severity INTEGER NOT NULL, confirmation TEXT NOT NULL,
    country TEXT, admin1 TEXT, city TEXT, place TEXT, geonames_id INTEGER,
    latitude REAL, longitude REAL, radius_km REAL, place_precision TEXT NOT NULL,
    date TEXT, part_of_day TEXT NOT NULL, when_start TEXT, when_end TEXT, time_precision TEXT NOT NULL,
    killed_min INTEGER, killed_best INTEGER, killed_max INTEGER,
    injured_min INTEGER, injured_best INTEGER, injured_max INTEGER,
    abducted_min INTEGER, abducted_best INTEGER, abducted_max INTEGER,
    arrested_min INTEGER, arrested_best INTEGER, arrested_max INTEGER,
    articles INTEGER NOT NULL, publishers INTEGER NOT NULL, independent_origins INTEGER NOT NULL,
    first_reported_at TEXT NOT NULL, last_reported_at TEXT NOT NULL,
    merged_into TEXT, split_from TEXT, rules_version TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (when_start);
CREATE INDEX incidents_by_report ON incidents (last_reported_at);
CREATE INDEX incidents_by_place ON incidents (latitude, longitude);
CREATE INDEX incidents_by_country ON incidents (country, when_start);
CREATE INDEX incidents_by_type ON incidents (type, when_start);

CREATE TABLE revisions (              -- every revision: what changed, when, because of which account
    incident_id TEXT NOT NULL, revision INTEGER NOT NULL, change TEXT NOT NULL, reason TEXT,
    article_id TEXT, article_version INTEGER, correction_id TEXT, caused_at TEXT, status TEXT NOT NULL,
    headline TEXT NOT NULL, fields TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (incident_id, revision)
) WITHOUT ROWID;
CREATE INDEX revisions_by_time ON revisions (caused_at);

CREATE TABLE sources (                -- the articles that gave an account, in their newest version
    article_id TEXT PRIMARY KEY, version INTEGER NOT NULL, url TEXT, title TEXT NOT NULL,
    publisher TEXT, publisher_domain TEXT, publisher_country TEXT, origin TEXT,
    published_at TEXT, fetched_at TEXT NOT NULL, deleted INTEGER NOT NULL, reports INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sources_by_publisher ON sources (publisher_domain);

CREATE TABLE reports (                -- what the newest version of each article tells of one incident
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, article_version INTEGER NOT NULL, is_primary INTEGER NOT NULL,
    type TEXT NOT NULL, country TEXT, city TEXT, place TEXT, latitude REAL, longitude REAL, radius_km REAL,
    date TEXT, when_start TEXT, when_end TEXT, killed_best INTEGER, injured_best INTEGER,
    confidence REAL NOT NULL, summary TEXT, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reports_by_article ON reports (article_id);

CREATE TABLE claims (                 -- who said what, in which sentence
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL, article_id TEXT NOT NULL, kind TEXT NOT NULL, field TEXT,
    speaker TEXT, speaker_kind TEXT NOT NULL, against TEXT, value TEXT, said_at TEXT, published_at TEXT,
    sentence_index INTEGER NOT NULL, sentence TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX claims_by_report ON claims (report_id);
CREATE INDEX claims_by_article ON claims (article_id);

CREATE TABLE incident_reports (       -- which reports an incident stands on
    incident_id TEXT NOT NULL, report_id TEXT NOT NULL, article_id TEXT NOT NULL,
    origin_family TEXT, score REAL, PRIMARY KEY (incident_id, report_id)
) WITHOUT ROWID;
CREATE INDEX incident_reports_by_report ON incident_reports (report_id);
