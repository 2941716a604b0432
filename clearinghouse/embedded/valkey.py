"""The embedded Valkey: broker and cache. It keeps nothing: PostgreSQL is the queue and the proof."""

from __future__ import annotations

import signal
import socket

from .binaries import Binaries
from .errors import EmbeddedError
from .places import Places
from .server import Server

SECONDS_TO_START = 15


def start(places: Places, binaries: Binaries) -> Server:
    """Start Valkey on its socket and wait until it answers."""
    server = Server(
        name="Valkey",
        # The socket is named relative to the working folder: its path may hold spaces.
        command=[binaries.valkey_server, "--port", "0", "--unixsocket", "valkey.sock", "--unixsocketperm", "700",
                 "--save", "", "--appendonly", "no", "--daemonize", "no"],
        cwd=places.socket_dir,
        log=places.endpoints.valkey_log,
        account=places.account,
        stop_signal=signal.SIGTERM,
    )  # fmt: skip
    (places.socket_dir / "valkey.sock").unlink(missing_ok=True)
    server.start()
    if not server.wait_until(lambda: _answers(places), seconds=SECONDS_TO_START):
        server.stop()
        raise EmbeddedError(f"Valkey did not start: see {server.log}.")
    return server


def _answers(places: Places) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(places.socket_dir / "valkey.sock"))
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
        except OSError:
            return False
