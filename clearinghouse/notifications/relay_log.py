"""What the relay's log says about our messages: one interface, two formats. Reads lines, no tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from clearinghouse.notifications.enums import RelayStatus

_LOCAL_PART: Final = re.compile(r"<[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@")
# What the table of events can hold, and no relay exceeds.
_QUEUE_ID: Final = re.compile(r"[!-~]{1,60}")
_DSN: Final = re.compile(r"[0-9.]{0,20}")
_YEARS: Final = range(1970, 9999)


def is_ours(message_id: str) -> bool:
    """Whether this is a delivery's UUID at our domain. Other mail in the same log is not our business."""
    found = _LOCAL_PART.match(message_id)
    return found is not None and message_id[found.end() :] == f"{settings.MESSAGE_ID_DOMAIN}>"


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One thing the log says of one message."""

    message_id: str
    queue_id: str
    status: RelayStatus
    dsn: str
    at: datetime


class RelayLogFormat(Protocol):
    """How to read a relay's log."""

    @property
    def path(self) -> Path: ...

    def events(
        self, lines: Iterable[str], *, name_of: Callable[[str], str], today: datetime
    ) -> Iterator[LogEvent | None]:
        """Yield what whole lines say of our messages, and None for a line that is damaged.

        Lines that say nothing are passed over.

        `name_of(queue_id)` gives the Message-ID of an earlier line, or ""; `today` supplies the year
        where the log leaves it out.
        """
        ...


@dataclass(frozen=True, slots=True)
class LocalRelayLog:
    """The log of `python -m clearinghouse.relay`: a JSON object per message, written before the 250.

    Its mailbox is where the mail ends, so taken over means handed over.
    """

    path: Path

    def events(
        self, lines: Iterable[str], *, name_of: Callable[[str], str], today: datetime
    ) -> Iterator[LogEvent | None]:
        for line in lines:
            try:
                said = json.loads(line)
                event = LogEvent(
                    message_id=str(said["message_id"]),
                    queue_id=str(said["queue_id"]),
                    status=RelayStatus.SENT,
                    dsn=str(said["dsn"]),
                    at=_from_iso(said["at"]),
                )
            except (ValueError, KeyError, TypeError, RecursionError):
                yield None
            else:
                if is_ours(event.message_id):
                    yield _if_readable(event)


_LINE: Final = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) "
    r"(?:\S+ )?\S*postfix[^ \[]*/(?P<program>[\w-]+)\[\d+\]: (?P<queue_id>[0-9A-Za-z]+): (?P<rest>.*)"
)
_NAMED: Final = re.compile(r"message-id=(?P<message_id><[^>]*>)")
_STATUS: Final = re.compile(r"\bdsn=(?P<dsn>[245]\.\d+\.\d+), status=(?P<status>[a-z]+)")
_EXPIRED: Final = re.compile(r"\bstatus=(expired|force-expired)\b")
_STATUSES: Final = {
    "sent": RelayStatus.SENT,
    "deliverable": RelayStatus.SENT,
    "deferred": RelayStatus.DEFERRED,
    "bounced": RelayStatus.BOUNCED,
    "undeliverable": RelayStatus.BOUNCED,
}


@dataclass(frozen=True, slots=True)
class PostfixLog:
    """Postfix's mail.log, in the traditional or the RFC 3339 form (the traditional one read as UTC).

    `cleanup` names a message while its text is still coming in, so that line proves nothing. Only the
    queue manager's `queue active`, or a status, means that Postfix has taken it over.
    """

    path: Path

    def events(
        self, lines: Iterable[str], *, name_of: Callable[[str], str], today: datetime
    ) -> Iterator[LogEvent | None]:
        names: dict[str, str] = {}
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            queue_id, rest = found["queue_id"], found["rest"]
            named = _NAMED.match(rest) if found["program"] == "cleanup" else None
            if named:
                names[queue_id] = named["message_id"]
            status, dsn = (
                (RelayStatus.NAMED, "") if named else _status_of(found["program"], rest=rest)
            )
            if status is None:
                continue
            message_id = names.get(queue_id) or name_of(queue_id)
            if not is_ours(message_id):
                continue
            try:
                at = _moment(found["at"], today=today)
            except ValueError:
                yield None
            else:
                yield _if_readable(
                    LogEvent(message_id, queue_id=queue_id, status=status, dsn=dsn, at=at)
                )


def _if_readable(event: LogEvent) -> LogEvent | None:
    """The event, or None where it holds what only a damaged line can hold."""
    readable = (
        _QUEUE_ID.fullmatch(event.queue_id)
        and _DSN.fullmatch(event.dsn)
        and event.at.year in _YEARS
    )
    return event if readable else None


def _status_of(program: str, *, rest: str) -> tuple[RelayStatus | None, str]:
    if program == "qmgr" and rest.endswith("(queue active)"):
        return RelayStatus.TAKEN, ""
    if program == "qmgr" and _EXPIRED.search(rest):
        return RelayStatus.BOUNCED, "5.4.7"
    found = _STATUS.search(rest)
    if found is None:
        return None, ""
    return _STATUSES.get(found["status"]), found["dsn"]


def _moment(text: str, *, today: datetime) -> datetime:
    if text[0].isdigit():
        return _from_iso(text)
    at = datetime.strptime(f"{today.year} {text}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
    # No year in the line: December read in January is last year's.
    return at if at <= today + timedelta(days=1) else at.replace(year=at.year - 1)


def _from_iso(text: str) -> datetime:
    """A moment that names no zone is read as UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


FORMATS: Final[dict[str, Callable[[Path], RelayLogFormat]]] = {
    "local": LocalRelayLog,
    "postfix": PostfixLog,
}
