-- The three roles of the portal and what holds in every database. Safe to run again.
-- Used by the embedded PostgreSQL (database template1, then portal) and by the database of docker-compose.yml.

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['portal_owner', 'portal_app', 'portal_public']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE portal_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE;
ALTER ROLE portal_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE;
ALTER ROLE portal_public LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE;
ALTER ROLE portal_public SET default_transaction_read_only = on;
GRANT portal_app, portal_public TO portal_owner;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS vector;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_owner, portal_app, portal_public;
GRANT CREATE ON SCHEMA public TO portal_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
