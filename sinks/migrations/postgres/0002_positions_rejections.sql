-- Version 2: the order in which revisions were stored, for readers that follow the store; and rejected mentions.

CREATE TABLE positions (              -- one row per revision, in the order of storing; a redelivery keeps its place
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, incident_id text NOT NULL, revision integer NOT NULL,
    UNIQUE (incident_id, revision)
);
INSERT INTO positions (incident_id, revision)
    SELECT incident_id, revision FROM revisions ORDER BY caused_at, incident_id, revision;

CREATE TABLE rejections (             -- mentions that are no current incidents, of the newest version of each article
    id text PRIMARY KEY, article_id text NOT NULL, article_version integer NOT NULL, reason text NOT NULL, type text,
    sentence_index integer NOT NULL, sentence text NOT NULL
);
CREATE INDEX rejections_by_article ON rejections (article_id);
