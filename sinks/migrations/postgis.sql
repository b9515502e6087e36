-- What a database with the extension PostGIS gets beside (`CREATE EXTENSION postgis` is its owner's to run; the next
-- start of a sink finds it). A geography column kept by the server, its index, and the same function by that index.

ALTER TABLE incidents ADD COLUMN geog geography(Point, 4326)
    GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography) STORED;
CREATE INDEX incidents_by_geog ON incidents USING gist (geog);

CREATE OR REPLACE FUNCTION incidents_within(lat double precision, lon double precision, km double precision)
RETURNS SETOF incidents LANGUAGE sql STABLE AS $$
    SELECT * FROM incidents
    WHERE ST_DWithin(geog, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography, km * 1000)
$$;
