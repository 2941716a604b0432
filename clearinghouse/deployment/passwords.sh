# Read by the postgres image when it makes the database, after roles.sql: who owns it, and with which passwords.
psql -v ON_ERROR_STOP=1 -v database="$POSTGRES_DB" -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" \
  -v public="$PUBLIC_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
ALTER DATABASE :"database" OWNER TO portal_owner;
REVOKE CONNECT ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO portal_owner, portal_app, portal_public;
ALTER ROLE portal_owner PASSWORD :'owner';
ALTER ROLE portal_app PASSWORD :'app';
ALTER ROLE portal_public PASSWORD :'public';
SQL
