-- Version 2: what readers need.
-- `seq` counts revisions in the order in which the store took them, and a committed one is never below one that came
-- to light before: who has read up to n asks for `seq > n` and misses nothing. A revision that comes again keeps its
-- number unless its content differs. `store.id` tells one store from another that was filled anew.

ALTER TABLE revisions ADD COLUMN seq bigint;
UPDATE revisions SET seq = numbered.n FROM (
    SELECT incident_id AS i, revision AS r, row_number() OVER (ORDER BY caused_at, incident_id, revision) AS n
    FROM revisions) AS numbered
WHERE incident_id = numbered.i AND revision = numbered.r;
CREATE UNIQUE INDEX revisions_by_seq ON revisions (seq);

CREATE TABLE rejections (             -- mentions of an article's newest version that are no current incidents, and why
    id text PRIMARY KEY, article_id text NOT NULL, article_version integer NOT NULL, type text, reason text NOT NULL,
    sentence_index integer NOT NULL, sentence text NOT NULL, fetched_at timestamptz NOT NULL
);
CREATE INDEX rejections_by_article ON rejections (article_id);
CREATE INDEX rejections_by_time ON rejections (fetched_at);

CREATE TABLE forgotten (              -- articles whose words were removed (`tocsin forget`) and must not come back
    article_id text PRIMARY KEY, reports jsonb NOT NULL, forgotten_at timestamptz NOT NULL   -- `reports`: list of ids
);

CREATE TABLE store (id text NOT NULL);
INSERT INTO store VALUES (replace(gen_random_uuid()::text, '-', ''));

CREATE INDEX incidents_by_date ON incidents (date);
CREATE INDEX incidents_by_status ON incidents (status, last_reported_at);
CREATE INDEX incidents_by_severity ON incidents (severity, last_reported_at);
CREATE INDEX sources_by_url ON sources (url);

-- Incidents whose point lies within `km` of another; `radius_km` says how sure the point is. postgis.sql replaces it
-- where PostGIS is.
CREATE FUNCTION incidents_within(lat double precision, lon double precision, km double precision)
RETURNS SETOF incidents LANGUAGE sql STABLE AS $$
    SELECT * FROM incidents
    WHERE latitude BETWEEN lat - km / 110.5 AND lat + km / 110.5
      AND 2 * 6371.0088 * asin(least(1, sqrt(
            sin(radians(latitude - lat) / 2) ^ 2
            + cos(radians(lat)) * cos(radians(latitude)) * sin(radians(longitude - lon) / 2) ^ 2))) <= km
$$;
