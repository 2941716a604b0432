"""Reading the relay's log into a table, and asking it: did you take this message?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

import structlog
from django.conf import settings
from django.db import transaction

from clearinghouse.core import clock
from clearinghouse.notifications import heartbeats
from clearinghouse.notifications.enums import PROOF_OF_TAKING, RelayStatus, Verdict
from clearinghouse.notifications.models import Attempt, Delivery, RelayEvent, RelayLogPosition
from clearinghouse.notifications.relay_log import FORMATS, RelayLogFormat, is_ours

# How long a relay may take between its 250 and the line in its log being readable.
RELAY_LOG_MARGIN: Final = timedelta(seconds=30)
_CHUNK_BYTES: Final = 4_000_000
_FINGERPRINT_BYTES: Final = 256

log = structlog.get_logger(__name__)


def relay_log() -> RelayLogFormat:
    """Return the log that the settings name."""
    return FORMATS[settings.RELAY_LOG_FORMAT](Path(settings.RELAY_LOG))


def relay_is_asked() -> bool:
    """Whether doubts are put to the relay: always, except in a drill that shows what happens otherwise."""
    return not (settings.FAULTS_ALLOWED and os.environ.get("RELAY_QUESTION") == "off")


def read_relay_log() -> bool:
    """Load the log's new lines into RelayEvent and note the heartbeat; return whether it was read to its end.

    Survives rotation by rename. Where lines were lost unread (a log truncated, replaced, damaged, or
    rotated away twice), the gap is remembered, and no earlier attempt is called absent any more.
    Never raises for what the log holds: a reading that fails is logged, and its questions stay open.
    """
    source = relay_log()
    # Taken before reading: whatever was logged until this moment is in the table when the beat says so.
    began = clock.now()
    try:
        with transaction.atomic():
            RelayLogPosition.objects.get_or_create(path=str(source.path))
            position = RelayLogPosition.objects.select_for_update().get(path=str(source.path))
            count = _read_from(position, source=source, now=began)
            position.save()
    except OSError as error:
        log.warning("relay_log_unreadable", error=error.strerror)
        return False
    except Exception:  # no log may keep the mails that nobody doubts from leaving
        log.exception("relay_log_reading_failed", path=str(source.path))
        return False
    heartbeats.beat(heartbeats.RELAY_LOG, at=began, detail=f"{count} new")
    return True


def ask(delivery: Delivery) -> Verdict:
    """Answer from the log whether the relay took the delivery's mail, and whether that can be known by now.

    Absent is only said when the log was read to its end later than the last attempt could still have
    reached the relay, plus a margin. A Message-ID of a domain we have given up is not looked for in the
    log, so its absence there means nothing.
    """
    if RelayEvent.objects.filter(
        message_id=delivery.smtp_message_id, status__in=PROOF_OF_TAKING
    ).exists():
        return Verdict.FOUND
    if not is_ours(delivery.smtp_message_id):
        return Verdict.UNKNOWN
    read_until = heartbeats.last_ok(heartbeats.RELAY_LOG)
    if read_until is None or read_until < _settled_from(delivery):
        return Verdict.UNKNOWN
    gap_at = (
        RelayLogPosition.objects.filter(path=str(relay_log().path))
        .values_list("gap_at", flat=True)
        .first()
    )
    first = Attempt.objects.filter(delivery=delivery).order_by("n").first()
    if gap_at and first and first.started_at <= gap_at:
        return Verdict.UNKNOWN
    return Verdict.ABSENT


def _settled_from(delivery: Delivery) -> datetime:
    """From when on a silent log means that the mail is not there."""
    last = Attempt.objects.filter(delivery=delivery).order_by("-n").first()
    moments = [delivery.lease_until, last.ended_at if last else None]
    return max(moment for moment in moments if moment is not None) + RELAY_LOG_MARGIN


def _read_from(position: RelayLogPosition, *, source: RelayLogFormat, now: datetime) -> int:
    with source.path.open("rb") as current:
        count = 0
        if not _continues(position, file=current):
            count += _finish_rotated(position, source=source, now=now)
            position.offset = 0
        current.seek(position.offset)
        count += _load(position, file=current, source=source, now=now)
        position.inode = os.fstat(current.fileno()).st_ino
        position.fingerprint = _fingerprint(current, length=position.offset)
        return count


def _finish_rotated(position: RelayLogPosition, *, source: RelayLogFormat, now: datetime) -> int:
    """Read the rest of the log that was renamed meanwhile; remember a gap if it is nowhere."""
    if not position.offset:
        return 0
    for path in sorted(source.path.parent.glob(source.path.name + "?*")):
        if path.stat().st_ino == position.inode:
            with path.open("rb") as file:
                if _continues(position, file=file):
                    file.seek(position.offset)
                    return _load(position, file=file, source=source, now=now)
    position.gap_at = now
    log.error("relay_log_gap", path=str(source.path))
    return 0


def _continues(position: RelayLogPosition, *, file: BinaryIO) -> bool:
    """Whether this is the file read last time: same inode, not shorter, same beginning."""
    status = os.fstat(file.fileno())
    return (
        status.st_ino == position.inode
        and status.st_size >= position.offset
        and _fingerprint(file, length=position.offset) == position.fingerprint
    )


def _fingerprint(file: BinaryIO, *, length: int) -> str:
    file.seek(0)
    return hashlib.sha256(file.read(min(length, _FINGERPRINT_BYTES))).hexdigest()


def _load(
    position: RelayLogPosition, *, file: BinaryIO, source: RelayLogFormat, now: datetime
) -> int:
    count = 0
    for lines in _whole_lines(position, file=file):
        found = list(source.events(lines, name_of=_message_id_of, today=now))
        events = [event for event in found if event is not None]
        if len(events) < len(found):
            # A damaged line may have been the proof that something was taken.
            position.gap_at = now
            log.error("relay_log_damaged", path=str(source.path))
        rows = [RelayEvent(**asdict(event)) for event in events]
        RelayEvent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
        count += len(rows)
    return count


def _whole_lines(position: RelayLogPosition, *, file: BinaryIO) -> Iterator[list[str]]:
    """Yield complete lines in bounded portions and move the position; half a line waits for its rest."""
    while True:
        whole, newline, rest = file.read(_CHUNK_BYTES).rpartition(b"\n")
        if not newline:
            return
        file.seek(-len(rest), os.SEEK_CUR)
        position.offset += len(whole) + 1
        yield whole.decode(errors="replace").split("\n")


def _message_id_of(queue_id: str) -> str:
    """The Message-ID that an earlier reading saw under this queue number; the latest, as numbers recur."""
    return (
        RelayEvent.objects.filter(queue_id=queue_id, status=RelayStatus.NAMED)
        .order_by("-id")
        .values_list("message_id", flat=True)
        .first()
        or ""
    )
