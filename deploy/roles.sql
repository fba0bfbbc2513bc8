-- The two roles of deploy/compose.yaml, in a database that is empty yet: whose the tables are, and who reads them.
\set ON_ERROR_STOP on
\getenv writer_password WRITER_PASSWORD
\getenv reader_password READER_PASSWORD
CREATE ROLE mission_kb_writer LOGIN PASSWORD :'writer_password';
CREATE ROLE mission_kb_reader LOGIN PASSWORD :'reader_password';
ALTER ROLE mission_kb_reader SET default_transaction_read_only = on;
ALTER SCHEMA public OWNER TO mission_kb_writer;
SET ROLE mission_kb_writer;
\set reader mission_kb_reader
\set schema public
\ir /deploy/reader.sql
