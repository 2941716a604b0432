"""The SMTP side: takes messages, answers 250 only when they are on disk."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.smtp import SMTP, Envelope, Session

from clearinghouse.relay.store import MailStore

HOSTNAME = "relay.localhost"
LIMIT_BYTES = 10_000_000


class Intake:
    """What aiosmtpd calls for each message."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        # One thread: waiting for the disk must not stop the other connections, and the order stays.
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="relay-disk")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        loop = asyncio.get_running_loop()
        try:
            lines = await loop.run_in_executor(
                self._disk, lambda: self._store.keep(content, to=list(envelope.rcpt_tos))
            )
        except OSError:
            return "452 4.3.1 The relay cannot store the message now"
        return f"250 2.0.0 Ok: queued as {lines[-1].queue_id}"


async def serve_smtp(store: MailStore, *, host: str, port: int) -> asyncio.Server:
    """Start listening; the caller keeps the server and closes it."""
    loop = asyncio.get_running_loop()
    intake = Intake(store)

    def protocol() -> SMTP:
        return SMTP(
            intake, hostname=HOSTNAME, data_size_limit=LIMIT_BYTES, enable_SMTPUTF8=True, loop=loop
        )

    return await loop.create_server(protocol, host, port)
