-- What a role needs that serves the knowledge base and cannot change it. Once in a cluster, by who may:
--
--     CREATE ROLE mission_kb_reader LOGIN PASSWORD '…';
--     ALTER ROLE mission_kb_reader SET default_transaction_read_only = on;
--
-- Then, by who owns the tables and loads them; what that role makes later may be read as well:
--
--     psql -v reader=mission_kb_reader -v schema=public -f deploy/reader.sql DATABASE
\set ON_ERROR_STOP on
BEGIN;
REVOKE CREATE ON SCHEMA :"schema" FROM PUBLIC;
GRANT USAGE ON SCHEMA :"schema" TO :"reader";
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"reader";
ALTER DEFAULT PRIVILEGES IN SCHEMA :"schema" GRANT SELECT ON TABLES TO :"reader";
COMMIT;
