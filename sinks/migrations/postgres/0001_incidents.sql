-- The PostgreSQL store, version 1: the tables of the SQLite store with PostgreSQL's types. `body` is the message as
-- published. A null is unknown.

CREATE TABLE incidents (              -- one row per incident: its newest revision
    id text PRIMARY KEY, revision integer NOT NULL, change text NOT NULL, status text NOT NULL,
    type text NOT NULL, headline text NOT NULL, severity integer NOT NULL, confirmation text NOT NULL,
    country text, admin1 text, city text, place text, geonames_id bigint,
    latitude double precision, longitude double precision, radius_km double precision, place_precision text NOT NULL,
    date date, part_of_day text NOT NULL, when_start timestamptz, when_end timestamptz, time_precision text NOT NULL,
    killed_min integer, killed_best integer, killed_max integer,
    injured_min integer, injured_best integer, injured_max integer,
    abducted_min integer, abducted_best integer, abducted_max integer,
    arrested_min integer, arrested_best integer, arrested_max integer,
    articles integer NOT NULL, publishers integer NOT NULL, independent_origins integer NOT NULL,
    first_reported_at timestamptz NOT NULL, last_reported_at timestamptz NOT NULL,
    merged_into text, split_from text, rules_version text NOT NULL, body jsonb NOT NULL
);
CREATE INDEX incidents_by_time ON incidents (when_start);
CREATE INDEX incidents_by_report ON incidents (last_reported_at);
CREATE INDEX incidents_by_place ON incidents (latitude, longitude);
CREATE INDEX incidents_by_country ON incidents (country, when_start);
CREATE INDEX incidents_by_type ON incidents (type, when_start);

CREATE TABLE revisions (              -- every revision: what changed, when, because of which account
    incident_id text NOT NULL, revision integer NOT NULL, change text NOT NULL, reason text,
    article_id text, article_version integer, correction_id text, caused_at timestamptz, status text NOT NULL,
    headline text NOT NULL, fields jsonb NOT NULL, body jsonb NOT NULL,
    PRIMARY KEY (incident_id, revision)
);
CREATE INDEX revisions_by_time ON revisions (caused_at);

CREATE TABLE sources (                -- the articles that gave an account, in their newest version
    article_id text PRIMARY KEY, version integer NOT NULL, url text, title text NOT NULL,
    publisher text, publisher_domain text, publisher_country text, origin text,
    published_at timestamptz, fetched_at timestamptz NOT NULL, deleted integer NOT NULL, reports integer NOT NULL
);
CREATE INDEX sources_by_publisher ON sources (publisher_domain);

CREATE TABLE reports (                -- what the newest version of each article tells of one incident
    id text PRIMARY KEY, article_id text NOT NULL, article_version integer NOT NULL, is_primary integer NOT NULL,
    type text NOT NULL, country text, city text, place text,
    latitude double precision, longitude double precision, radius_km double precision,
    date date, when_start timestamptz, when_end timestamptz, killed_best integer, injured_best integer,
    confidence double precision NOT NULL, summary text, body jsonb NOT NULL
);
CREATE INDEX reports_by_article ON reports (article_id);

CREATE TABLE claims (                 -- who said what, in which sentence
    id text PRIMARY KEY, report_id text NOT NULL, article_id text NOT NULL, kind text NOT NULL, field text,
    speaker text, speaker_kind text NOT NULL, against text, value text, said_at timestamptz, published_at timestamptz,
    sentence_index integer NOT NULL, sentence text NOT NULL, start integer NOT NULL, "end" integer NOT NULL
);
CREATE INDEX claims_by_report ON claims (report_id);
CREATE INDEX claims_by_article ON claims (article_id);

CREATE TABLE incident_reports (       -- which reports an incident stands on
    incident_id text NOT NULL, report_id text NOT NULL, article_id text NOT NULL,
    origin_family text, score double precision, PRIMARY KEY (incident_id, report_id)
);
CREATE INDEX incident_reports_by_report ON incident_reports (report_id);
