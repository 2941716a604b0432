"""Where the relay keeps its messages: one .eml file each, the newest few thousand."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default as policy
from pathlib import Path

from clearinghouse.relay.log import LogLine, RelayLog, read_lines, sync_folder

KEEP = 5_000
_HEAD_BYTES = 8_192
_LINK = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list of the mailbox shows of one message."""

    queue_id: str
    message_id: str
    to: str
    sender: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, read in full."""

    entry: Entry
    headers: list[tuple[str, str]]
    text: str

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.text)


class MailStore:
    """Keeps messages in a folder and logs them; `keep` returns when both are on disk."""

    def __init__(self, folder: Path, *, log: RelayLog, keep: int = KEEP) -> None:
        self._folder = folder
        self._log = log
        self._limit = keep
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._forget_unlogged()
        self._entries = {path.stem: _entry_of(path) for path in self._files()}

    def keep(self, content: bytes, *, to: list[str]) -> list[LogLine]:
        """Store one copy per address, then log each; return the lines written."""
        with self._lock:
            lines = [self._write(content, to=address) for address in to]
            sync_folder(self._folder)
            self._log.append(*lines)
            for line in lines:
                self._entries[line.queue_id] = _entry_of(self._path(line.queue_id))
            self._prune()
        return lines

    def entries(self) -> Iterator[Entry]:
        """Yield every message kept, newest first."""
        with self._lock:
            newest_first = sorted(
                self._entries.values(), key=lambda entry: entry.queue_id, reverse=True
            )
        yield from newest_first

    def letter(self, queue_id: str) -> Letter | None:
        """Read one message in full, or nothing if it is not (or no longer) kept."""
        entry = self._entries.get(queue_id)
        if entry is None:
            return None
        message = message_from_bytes(self._path(queue_id).read_bytes(), policy=policy)
        assert isinstance(message, EmailMessage)
        headers = [
            (name, str(value)) for name, value in message.items() if not name.startswith("X-Relay-")
        ]
        return Letter(entry=entry, headers=headers, text=_text_of(message))

    def _write(self, content: bytes, *, to: str) -> LogLine:
        queue_id = f"{time.time_ns():016X}"
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        head = f"X-Relay-To: {_one_line(to)}\r\nX-Relay-At: {at}\r\n".encode()
        path = self._path(queue_id)
        with path.open("xb") as file:
            file.write(head + content)
            file.flush()
            os.fsync(file.fileno())
        message_id = str(
            BytesHeaderParser(policy=policy).parsebytes(content).get("Message-ID", "")
        ).strip()
        return LogLine(message_id=message_id, queue_id=queue_id, to=to, at=at, dsn="2.0.0")

    def _forget_unlogged(self) -> None:
        """Remove files of a relay that died between file and log: their sender was told nothing."""
        logged = read_lines(self._log.path) or read_lines(
            self._log.path.with_name(self._log.path.name + ".1")
        )
        last = logged[-1].queue_id if logged else ""
        for path in self._files():
            if path.stem > last:
                path.unlink()

    def _prune(self) -> None:
        for queue_id in sorted(self._entries)[: -self._limit]:
            del self._entries[queue_id]
            self._path(queue_id).unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.eml"))

    def _path(self, queue_id: str) -> Path:
        return self._folder / f"{queue_id}.eml"


def _entry_of(path: Path) -> Entry:
    with path.open("rb") as file:
        head = BytesHeaderParser(policy=policy).parsebytes(file.read(_HEAD_BYTES))
    return Entry(
        queue_id=path.stem,
        message_id=str(head.get("Message-ID", "")).strip(),
        to=str(head.get("X-Relay-To", "")),
        sender=str(head.get("From", "")),
        subject=str(head.get("Subject", "")),
        at=datetime.fromisoformat(str(head.get("X-Relay-At"))),
    )


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    return str(body.get_content())


def _one_line(address: str) -> str:
    return " ".join(address.split())
