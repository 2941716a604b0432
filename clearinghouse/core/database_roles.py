"""Which database role may do what. Run by the owner after every migration; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

OWNER_ROLE = "portal_owner"
APPLICATION_ROLE = "portal_app"
PUBLIC_ROLE = "portal_public"


def public_tables() -> list[str]:
    """Tables that the public site may read: what each app's configuration names in `public_models`."""
    return _tables("public_models")


def append_only_tables() -> list[str]:
    """Tables whose rows the application may add and read, never change: `append_only_models`."""
    return _tables("append_only_models")


def grant_after_migrate(using: str, **kwargs: Any) -> None:
    """Bring the privileges of the application and public roles to what the app configurations say."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [OWNER_ROLE])
        if not cursor.fetchone()[0]:
            return  # only the owner grants; a flush in a test, or a database without our roles, divides nothing
        existing = set(connection.introspection.table_names(cursor))
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}, {PUBLIC_ROLE}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE}"
        )
        cursor.execute(
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}"
        )
        for table in append_only_tables():
            if table in existing:
                cursor.execute(
                    f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APPLICATION_ROLE}'
                )
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {PUBLIC_ROLE}")
        for table in public_tables():
            if table in existing:
                cursor.execute(f'GRANT SELECT ON "{table}" TO {PUBLIC_ROLE}')


def _tables(attribute: str) -> list[str]:
    return [
        apps.get_model(config.label, model)._meta.db_table
        for config in apps.get_app_configs()
        for model in getattr(config, attribute, ())
    ]
