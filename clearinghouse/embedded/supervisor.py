"""The process that runs the embedded servers while anybody is connected to it.

Every process that uses the servers keeps one connection to `control.sock` open. The kernel closes it however the
process ends, so there is no list of users on disk to go stale.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

from . import binaries, places, postgres, valkey
from .errors import EmbeddedError
from .server import Server

GRACE_SECONDS = 3.0
SECONDS_TO_TAKE_OVER = 30
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0


def main(data_dir: str, mode: str) -> None:
    """Take the data folder's lock, leave the caller's session, and supervise. Prints an error, or nothing."""
    try:
        found = places.find(Path(data_dir), fast=mode == "fast")
        places.make(found)
        with places.locked(
            found.data_dir / "supervisor.lock", wait_seconds=SECONDS_TO_TAKE_OVER
        ) as lock:
            listener = _listen(found)
            if os.fork():
                os._exit(0)  # the caller reads our end as "listening"
            os.ftruncate(lock, 0)
            os.write(lock, b"%d\n" % os.getpid())  # for people who wonder
            _let_go_of_caller(found)
            Supervisor(found, listener).run()
    except EmbeddedError as error:
        print(error, flush=True)
        sys.exit(1)


class Supervisor:
    def __init__(self, found: places.Places, listener: socket.socket) -> None:
        self.places = found
        self.listener = listener
        self.servers: dict[str, Server] = {}
        self.clients: set[socket.socket] = set()
        self.selector = selectors.DefaultSelector()
        self.stopping = False
        self.restarts: list[float] = []

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self.selector.register(self.listener, selectors.EVENT_READ)
        try:
            self.programs = binaries.locate(self.places)
            self.servers["postgres"] = postgres.start(self.places, self.programs)
            self.servers["valkey"] = valkey.start(self.places, self.programs)
        except (EmbeddedError, OSError) as error:
            _log(f"not started: {error}")
            self._refuse(str(error))
        else:
            _log(f"started in {self.places.store}")
            self._serve()
        finally:
            self._stop()

    def _serve(self) -> None:
        """Answer and count clients until the last has been gone for the grace period."""
        alone_since = time.monotonic()
        while not self.stopping:
            for key, _ in self.selector.select(timeout=0.25):
                if key.fileobj is self.listener:
                    self._accept({"ready": True})
                else:
                    self._drop_if_gone(key.fileobj)
            if self.clients:
                alone_since = time.monotonic()
            elif time.monotonic() - alone_since > GRACE_SECONDS:
                _log("the last client is gone")
                return
            if not self._keep_running():
                return

    def _accept(self, answer: dict[str, object]) -> None:
        try:
            client, _ = self.listener.accept()
        except OSError:
            return
        client.setblocking(False)
        try:
            client.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            client.close()
            return
        self.clients.add(client)
        self.selector.register(client, selectors.EVENT_READ)

    def _drop_if_gone(self, client: object) -> None:
        assert isinstance(client, socket.socket)
        try:
            if client.recv(64):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.selector.unregister(client)
        self.clients.discard(client)
        client.close()

    def _keep_running(self) -> bool:
        """Start a server again that ended by itself, unless it keeps doing so."""
        for name, start in (("postgres", postgres.start), ("valkey", valkey.start)):
            server = self.servers[name]
            if server.running:
                continue
            now = time.monotonic()
            self.restarts = [at for at in self.restarts if now - at < RESTART_WINDOW_SECONDS] + [
                now
            ]
            _log(f"{server.name} ended by itself ({server.process and server.process.returncode})")
            if len(self.restarts) > RESTARTS:
                _log("too often: giving up")
                return False
            try:
                self.servers[name] = start(self.places, self.programs)
            except EmbeddedError as error:
                _log(f"not restarted: {error}")
                return False
        return True

    def _refuse(self, sentence: str) -> None:
        """Tell the caller who waits, and whoever else comes in that moment, why nothing runs."""
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and not self.clients:
            if self.selector.select(timeout=0.1):
                self._accept({"error": sentence})

    def _stop(self) -> None:
        # Whoever connects from now on is cut off without an answer, and starts again after us.
        self.places.control_socket.unlink(missing_ok=True)
        self.listener.close()
        for name in ("valkey", "postgres"):
            if name in self.servers:
                self.servers[name].stop()
        for client in self.clients:
            client.close()
        _log("stopped")

    def _on_signal(self, *_: object) -> None:
        self.stopping = True


def _listen(found: places.Places) -> socket.socket:
    found.control_socket.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(found.control_socket))
    except OSError as error:
        raise EmbeddedError(
            f"No socket can be made in {found.socket_dir} ({error.strerror}): set DATA_DIR to a folder on a local disk."
        ) from None
    listener.listen(128)
    listener.setblocking(False)
    return listener


def _let_go_of_caller(found: places.Places) -> None:
    """Close the caller's pipes, or a shell that captures its output would wait for us."""
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(found.endpoints.supervisor_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(nothing)
    os.close(log)


def _log(line: str) -> None:
    print(
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        os.getpid(),
        line,
        flush=True,
    )
