"""Reading logs: formats, rotation, and what is honestly not known."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clearinghouse.notifications.models import RelayEvent, RelayLogPosition
from clearinghouse.notifications.relay_log import LogEvent, PostfixLog
from clearinghouse.notifications.relay_reader import read_relay_log

A, B, C = (f"<{UUID(int=number)}@portal.example>" for number in (1, 2, 3))
TODAY = datetime(2027, 1, 2, 12, tzinfo=UTC)

POSTFIX = f"""\
Dec 31 23:59:58 mail postfix/smtpd[11]: 4F2A1: client=localhost[127.0.0.1]
Dec 31 23:59:58 mail postfix/cleanup[12]: 4F2A1: message-id={A}
Dec 31 23:59:59 mail postfix/qmgr[13]: 4F2A1: from=<portal@portal.example>, size=812, nrcpt=1 (queue active)
Jan  1 00:00:04 mail postfix/smtp[14]: 4F2A1: to=<p@aid.example>, relay=mx.aid.example[192.0.2.1]:25, delay=5, \
delays=0.1/0/2/3, dsn=2.0.0, status=sent (250 2.0.0 OK)
Jan  1 00:00:04 mail postfix/qmgr[13]: 4F2A1: removed
Jan  1 00:00:05 mail postfix/cleanup[12]: 4F2A2: message-id={B}
Jan  1 00:00:05 mail postfix/smtpd[11]: lost connection after DATA (99 bytes) from localhost[127.0.0.1]
2027-01-01T00:00:06.5+00:00 mail postfix/cleanup[12]: 4xQ7ZK1lzbz9: message-id={C}
2027-01-01T00:00:06.6+00:00 mail postfix/qmgr[13]: 4xQ7ZK1lzbz9: from=<a@b>, size=1, nrcpt=1 (queue active)
2027-01-01T00:00:07+00:00 mail postfix/smtp[14]: 4xQ7ZK1lzbz9: to=<q@aid.example>, relay=none, delay=1, \
delays=1/0/0/0, dsn=4.4.1, status=deferred (connect: timed out)
2027-01-01T00:00:09+00:00 mail postfix/smtp[14]: 4xQ7ZK1lzbz9: to=<q@aid.example>, relay=none, delay=3, \
delays=1/0/0/0, dsn=5.1.1, status=bounced (no such user)
2027-01-01T00:00:09+00:00 mail postfix/cleanup[12]: 4xBOUNCE: message-id=<2027.4xBOUNCE@mail>
2027-01-01T00:00:09+00:00 mail postfix/qmgr[13]: 4xBOUNCE: from=<>, size=9, nrcpt=1 (queue active)
"""


@pytest.fixture(autouse=True)
def _our_domain(settings: Any) -> None:
    settings.MESSAGE_ID_DOMAIN = "portal.example"


def read(lines: Iterable[str]) -> list[LogEvent]:
    log = PostfixLog(Path("/var/log/mail.log"))
    found = list(log.events(lines, name_of=lambda queue_id: "", today=TODAY))
    return [event for event in found if event is not None]


def test_postfix_lines_become_events() -> None:
    events = read(POSTFIX.splitlines())

    assert [(e.message_id, e.status, e.dsn) for e in events] == [
        (A, "named", ""),
        (A, "taken", ""),
        (A, "sent", "2.0.0"),
        (B, "named", ""),
        (C, "named", ""),
        (C, "taken", ""),
        (C, "deferred", "4.4.1"),
        (C, "bounced", "5.1.1"),
    ]


def test_a_year_is_supplied_where_the_log_has_none() -> None:
    events = read(POSTFIX.splitlines())

    assert events[0].at == datetime(2026, 12, 31, 23, 59, 58, tzinfo=UTC)
    assert events[2].at == datetime(2027, 1, 1, 0, 0, 4, tzinfo=UTC)


def test_a_status_in_a_later_reading_finds_its_message() -> None:
    lines = [line for line in POSTFIX.splitlines() if "message-id" not in line]
    log = PostfixLog(Path("x"))

    events = list(log.events(lines, name_of=lambda q: A if q == "4F2A1" else "", today=TODAY))

    assert [(e.message_id, e.status) for e in events if e] == [(A, "taken"), (A, "sent")]


@pytest.fixture
def log_file(relay_log: Path, db: None) -> Path:
    relay_log.touch()
    return relay_log


def line(number: int) -> str:
    message_id = f"<{UUID(int=number)}@portal.example>"
    said = {
        "message_id": message_id,
        "queue_id": "Q",
        "to": "a@b",
        "at": TODAY.isoformat(),
        "dsn": "2.0.0",
    }
    return json.dumps(said) + "\n"


def seen() -> list[int]:
    return sorted(UUID(e.message_id[1:37]).int for e in RelayEvent.objects.all())


def write(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_each_line_is_read_once_and_half_a_line_waits(log_file: Path) -> None:
    write(log_file, line(1) + line(2)[:20])
    assert read_relay_log()
    assert seen() == [1]

    write(log_file, line(2)[20:] + line(3))
    assert read_relay_log()
    assert read_relay_log()

    assert seen() == [1, 2, 3]
    assert RelayLogPosition.objects.get().offset == log_file.stat().st_size


def test_rotation_loses_nothing(log_file: Path) -> None:
    write(log_file, line(1))
    read_relay_log()
    write(log_file, line(2))
    log_file.rename(log_file.with_name("relay.log.1"))
    write(log_file, line(3))

    read_relay_log()

    assert seen() == [1, 2, 3]
    assert RelayLogPosition.objects.get().gap_at is None


@pytest.mark.parametrize("replacement", ["", line(7) + line(8) + line(9)])
def test_a_log_that_was_replaced_is_a_gap(log_file: Path, replacement: str) -> None:
    write(log_file, line(1))
    read_relay_log()
    log_file.write_text(replacement)

    assert read_relay_log()

    assert RelayLogPosition.objects.get().gap_at is not None
    assert seen() == ([1, 7, 8, 9] if replacement else [1])


@pytest.mark.parametrize(
    "damage",
    [
        "\0\0\0",
        "[]",
        "[" * 100_000,
        '{"message_id": 1}',
        line(7).strip().replace('"Q"', '"' + "Q" * 61 + '"'),
        line(7).strip().replace('"Q"', '"\\u0000"'),
        line(7).strip().replace("2.0.0", "2." + "0" * 30),
        line(7).strip().replace("2027-", "0001-"),
    ],
    ids=range(8),
)
def test_a_damaged_line_stops_nothing_and_is_a_gap(log_file: Path, damage: str) -> None:
    write(log_file, line(1) + damage + "\n" + line(2))

    assert read_relay_log()

    assert seen() == [1, 2]
    assert RelayLogPosition.objects.get().gap_at is not None


def test_no_log_is_no_reading(relay_log: Path, db: None) -> None:
    assert not read_relay_log()


def test_other_peoples_mail_in_the_log_is_not_kept(log_file: Path) -> None:
    write(log_file, line(1).replace(str(UUID(int=1)), "weekly-report"))

    read_relay_log()

    assert seen() == []


@pytest.mark.parametrize(
    "message_id", [f"<{UUID(int=7)}@elsewhere.example>", A[:-1] + "." + "x" * 200 + ">"]
)
@pytest.mark.parametrize("log_format", ["local", "postfix"])
def test_a_uuid_at_another_domain_is_not_ours(
    log_file: Path, settings: Any, log_format: str, message_id: str
) -> None:
    settings.RELAY_LOG_FORMAT = log_format
    text = line(1) if log_format == "local" else POSTFIX
    write(log_file, text.replace(A, message_id))

    assert read_relay_log()

    assert not RelayEvent.objects.exclude(message_id__in=[B, C]).exists()
    assert RelayLogPosition.objects.get().gap_at is None


@pytest.mark.parametrize(
    ("good", "damaged"),
    [
        ("2027-01-01T00:00:06.6", "2026-99-23T00:00:06.6"),
        ("2027-01-01T00:00:06.6", "0001-01-01T00:00:06.6"),
        ("Dec 31 23:59:59", "Foo 31 23:59:59"),
        ("Dec 31 23:59:59", "Feb 30 23:59:59"),
        ("4xQ7ZK1lzbz9", "4" * 61),
        ("dsn=5.1.1", f"dsn=5.1.{'1' * 30}"),
    ],
)
def test_a_damaged_postfix_line_stops_nothing_and_is_a_gap(
    log_file: Path, settings: Any, good: str, damaged: str
) -> None:
    settings.RELAY_LOG_FORMAT = "postfix"
    write(log_file, POSTFIX.replace(good, damaged))

    assert read_relay_log()

    assert RelayEvent.objects.filter(message_id=B).exists()
    position = RelayLogPosition.objects.get()
    assert position.gap_at is not None
    assert position.offset == log_file.stat().st_size


def test_postfix_in_two_readings(log_file: Path, settings: Any) -> None:
    settings.RELAY_LOG_FORMAT = "postfix"
    head, tail = POSTFIX.split("\n", 2)[:2], POSTFIX.split("\n", 2)[2]
    write(log_file, "\n".join(head) + "\n")
    read_relay_log()
    write(log_file, tail)
    read_relay_log()

    found = set(RelayEvent.objects.values_list("message_id", "status"))
    assert {(A, "taken"), (A, "sent"), (C, "bounced")} <= found
    assert (B, "taken") not in found


def test_the_application_cannot_rewrite_what_the_relay_said(log_file: Path) -> None:
    from django.db import ProgrammingError, transaction

    write(log_file, line(1))
    read_relay_log()

    for forbidden in (
        lambda: RelayEvent.objects.update(dsn="5.0.0"),
        lambda: RelayEvent.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            forbidden()
