#!/bin/bash
# Run once by the image of PostgreSQL: the user that Grafana reads with, and who may change nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$READER_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE reader LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA public TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tocsin IN SCHEMA public GRANT SELECT ON TABLES TO reader;
SQL
