"""Where the embedded servers listen, in the forms that settings want."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PORT = 5432  # names the socket file; nothing listens on TCP


@dataclass(frozen=True)
class Endpoints:
    data_dir: Path
    socket_dir: Path
    postgres_log: Path
    valkey_log: Path
    supervisor_log: Path

    def database_url(self, role: str, *, database: str = "portal") -> str:
        """Return the DSN of a role, in django-environ's form for sockets: the folder stands before the database.

        The port is explicit because PGPORT in the environment would otherwise change it.
        """
        return f"postgres://{role}@:{PORT}/{quote(str(self.socket_dir))}/{database}"

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{quote(str(self.socket_dir / 'valkey.sock'))}?virtual_host=0"

    @property
    def cache_url(self) -> str:
        return f"unix://{quote(str(self.socket_dir / 'valkey.sock'))}?db=1"
