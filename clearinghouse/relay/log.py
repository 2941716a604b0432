"""The relay's log: one JSON line per message taken, on disk before the sender is told so."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

ROTATE_AT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message for one address that the relay has taken over. `at` is ISO 8601 in UTC."""

    message_id: str
    queue_id: str
    to: str
    at: str
    dsn: str


class RelayLog:
    """Append-only file. After `append` returned, the line is on disk, whole."""

    def __init__(self, path: Path, *, rotate_at: int = ROTATE_AT_BYTES) -> None:
        self.path = path
        self._rotate_at = rotate_at
        path.parent.mkdir(parents=True, exist_ok=True)
        _drop_torn_line(path)
        self._open()

    def append(self, *lines: LogLine) -> None:
        """Write the lines and force them to disk."""
        if self._size >= self._rotate_at:
            self._rotate()
        data = "".join(
            json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in lines
        ).encode()
        # One write, unbuffered: a reader never meets half a line while this process lives.
        os.write(self._descriptor, data)
        os.fsync(self._descriptor)
        self._size += len(data)

    def close(self) -> None:
        os.close(self._descriptor)

    def _open(self) -> None:
        self._descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._size = os.fstat(self._descriptor).st_size
        sync_folder(self.path.parent)

    def _rotate(self) -> None:
        """Start a new file; the old one keeps its inode, by which a reader finds its place."""
        self.close()
        self.path.replace(self.path.with_name(self.path.name + ".1"))
        self._open()


def read_lines(path: Path) -> list[LogLine]:
    """Return every whole line of a log, oldest first; nothing if there is no file."""
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    return [LogLine(**json.loads(line)) for line in whole.split(b"\n") if line]


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk, so that a new file is still there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop_torn_line(path: Path) -> None:
    """Cut off a line that a crash left half written: its message was never answered with 250."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        content = file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            file.truncate(whole)
            os.fsync(file.fileno())
