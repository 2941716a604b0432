"""`python -m clearinghouse.relay`: the local mail relay and its mailbox, until told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from clearinghouse.relay.log import RelayLog
from clearinghouse.relay.mailbox import Mailbox
from clearinghouse.relay.smtp import serve_smtp
from clearinghouse.relay.store import MailStore

HOST = "127.0.0.1"


async def _serve(store: MailStore, *, smtp_port: int, mailbox_port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = await serve_smtp(store, host=HOST, port=smtp_port)
    mailbox = Mailbox(store, host=HOST, port=mailbox_port)
    mailbox.start()
    print(
        f"Mail relay on {HOST}:{smtp_port}, mailbox at http://localhost:{mailbox.port}/", flush=True
    )
    await stop.wait()
    server.close()
    mailbox.stop()


def main() -> int:
    """Read the environment and serve; a taken port or a locked folder ends in one sentence."""
    data = Path(os.environ.get("DATA_DIR") or "var")
    log_path = Path(os.environ.get("RELAY_LOG") or data / "relay.log")
    port = int(os.environ.get("PORT") or 8000)
    smtp_port = int(os.environ.get("EMAIL_PORT") or port + 2)
    mailbox_port = int(os.environ.get("MAILBOX_PORT") or port + 1)
    try:
        store = MailStore(data / "mail", log=RelayLog(log_path))
        asyncio.run(_serve(store, smtp_port=smtp_port, mailbox_port=mailbox_port))
    except OSError as error:
        print(
            f"The mail relay cannot start: {error.strerror or error}. "
            f"It wants ports {smtp_port} (EMAIL_PORT) and {mailbox_port} (MAILBOX_PORT) "
            f"and the folder {data}.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
