"""The store's promises: nothing half written counts, and the folder stays small."""

from __future__ import annotations

from pathlib import Path

from clearinghouse.relay.log import LogLine, RelayLog, read_lines
from clearinghouse.relay.store import MailStore

CONTENT = b"Message-ID: <%d@x>\r\nSubject: S\r\nTo: a@example.org\r\n\r\nText\r\n"


def store_in(folder: Path, *, keep: int = 5_000) -> MailStore:
    return MailStore(folder / "mail", log=RelayLog(folder / "relay.log"), keep=keep)


def test_only_the_newest_are_kept_and_the_log_keeps_all(tmp_path: Path) -> None:
    store = store_in(tmp_path, keep=3)

    for number in range(5):
        store.keep(CONTENT % number, to=["a@example.org"])

    assert [entry.message_id for entry in store.entries()] == ["<4@x>", "<3@x>", "<2@x>"]
    assert len(list((tmp_path / "mail").iterdir())) == 3
    assert len(read_lines(tmp_path / "relay.log")) == 5


def test_every_address_gets_its_own_copy(tmp_path: Path) -> None:
    store = store_in(tmp_path)

    store.keep(CONTENT % 1, to=["a@example.org", "b@example.org"])

    assert sorted(entry.to for entry in store.entries()) == ["a@example.org", "b@example.org"]


def test_a_file_without_its_log_line_is_forgotten_at_the_next_start(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.keep(CONTENT % 1, to=["a@example.org"])
    [kept] = store.entries()
    orphan = tmp_path / "mail" / f"{int(kept.queue_id, 16) + 1:016X}.eml"
    orphan.write_bytes(b"X-Relay-At: 2026-01-01T00:00:00+00:00\r\n" + CONTENT % 2)

    restarted = store_in(tmp_path)

    assert [entry.message_id for entry in restarted.entries()] == ["<1@x>"]
    assert not orphan.exists()


def test_a_torn_last_line_is_cut_off_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "relay.log"
    log = RelayLog(path)
    log.append(LogLine(message_id="<1@x>", queue_id="A", to="a@example.org", at="", dsn="2.0.0"))
    with path.open("ab") as file:
        file.write(b'{"message_id": "<2@')

    restarted = RelayLog(path)
    restarted.append(LogLine("<3@x>", queue_id="C", to="a@example.org", at="", dsn="2.0.0"))

    assert [line.message_id for line in read_lines(path)] == ["<1@x>", "<3@x>"]


def test_a_long_log_is_set_aside(tmp_path: Path) -> None:
    log = RelayLog(tmp_path / "relay.log", rotate_at=10)

    for number in range(2):
        log.append(LogLine(f"<{number}@x>", queue_id="A", to="a@example.org", at="", dsn=""))

    assert [line.message_id for line in read_lines(tmp_path / "relay.log.1")] == ["<0@x>"]
    assert [line.message_id for line in read_lines(tmp_path / "relay.log")] == ["<1@x>"]
