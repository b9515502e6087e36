-- Version 2: the order in which revisions were stored, for readers that follow the store; and rejected mentions.

CREATE TABLE positions (              -- one row per revision, in the order of storing; a redelivery keeps its place
    position INTEGER PRIMARY KEY AUTOINCREMENT, incident_id TEXT NOT NULL, revision INTEGER NOT NULL,
    UNIQUE (incident_id, revision)
);
INSERT INTO positions (incident_id, revision)
    SELECT incident_id, revision FROM revisions ORDER BY caused_at, incident_id, revision;

CREATE TABLE rejections (             -- mentions that are no current incidents, of the newest version of each article
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, article_version INTEGER NOT NULL, reason TEXT NOT NULL, type TEXT,
    sentence_index INTEGER NOT NULL, sentence TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX rejections_by_article ON rejections (article_id);
