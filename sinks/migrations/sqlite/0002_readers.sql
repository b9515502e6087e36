-- Version 2: what readers need.
-- `seq` counts revisions in the order in which the store took them, and a committed one is never below one that came
-- to light before: who has read up to n asks for `seq > n` and misses nothing. A revision that comes again keeps its
-- number unless its content differs. `store.id` tells one store from another that was filled anew.

ALTER TABLE revisions ADD COLUMN seq INTEGER;
UPDATE revisions SET seq = numbered.n FROM (
    SELECT incident_id AS i, revision AS r, row_number() OVER (ORDER BY caused_at, incident_id, revision) AS n
    FROM revisions) AS numbered
WHERE incident_id = numbered.i AND revision = numbered.r;
CREATE UNIQUE INDEX revisions_by_seq ON revisions (seq);

CREATE TABLE rejections (             -- mentions of an article's newest version that are no current incidents, and why
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, article_version INTEGER NOT NULL, type TEXT, reason TEXT NOT NULL,
    sentence_index INTEGER NOT NULL, sentence TEXT NOT NULL, fetched_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX rejections_by_article ON rejections (article_id);
CREATE INDEX rejections_by_time ON rejections (fetched_at);

CREATE TABLE forgotten (              -- articles whose words were removed (`tocsin forget`) and must not come back
    article_id TEXT PRIMARY KEY, reports TEXT NOT NULL, forgotten_at TEXT NOT NULL   -- `reports`: JSON list of ids
) WITHOUT ROWID;

CREATE TABLE store (id TEXT NOT NULL);
INSERT INTO store VALUES (lower(hex(randomblob(8))));

CREATE INDEX incidents_by_date ON incidents (date);
CREATE INDEX incidents_by_status ON incidents (status, last_reported_at);
CREATE INDEX incidents_by_severity ON incidents (severity, last_reported_at);
CREATE INDEX sources_by_url ON sources (url);
