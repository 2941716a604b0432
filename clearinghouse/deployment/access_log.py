"""The web server's access log, without the part of an address that lets somebody in."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from clearinghouse.core.log_filter import hide_secrets


class AccessLog(Logger):
    """gunicorn's own, with links that work without a sign-in struck out of address and referrer."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*args, **kwargs)
        return {
            name: hide_secrets(value) if isinstance(value, str) else value
            for name, value in found.items()
        }
