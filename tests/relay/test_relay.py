"""The real relay as a process: what it says yes to is on disk and can be read."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from clearinghouse.relay.log import read_lines


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    folder: Path
    smtp_port: int
    mailbox: str

    def fetch(self, path: str) -> str:
        with urlopen(self.mailbox + path, timeout=5) as answer:
            return answer.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path) -> Running:
    smtp_port, mailbox_port = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "clearinghouse.relay"],
        env={
            **os.environ,
            "DATA_DIR": str(folder),
            "RELAY_LOG": str(folder / "relay.log"),
            "EMAIL_PORT": str(smtp_port),
            "MAILBOX_PORT": str(mailbox_port),
        },
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"Mail relay on")
    return Running(process, folder, smtp_port, f"http://127.0.0.1:{mailbox_port}")


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Running]:
    running = start(tmp_path / "with a space")
    yield running
    running.process.terminate()
    assert running.process.wait(10) == 0
    assert running.process.stdout is not None
    running.process.stdout.close()


def letter(*, to: str, subject: str, text: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "portal@example.org"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message.set_content(text)
    return message


def send(relay: Running, message: EmailMessage) -> bytes:
    with smtplib.SMTP("127.0.0.1", relay.smtp_port, timeout=10) as client:
        client.ehlo()
        client.mail("portal@example.org")
        client.rcpt(message["To"])
        return client.data(message.as_bytes(policy=SMTP))[1]


def test_250_comes_after_the_line_is_in_the_log(relay: Running) -> None:
    answer = send(relay, letter(to="a@example.org", subject="One", text="Hi", message_id="<1@x>"))

    relay.process.send_signal(signal.SIGKILL)
    [line] = read_lines(relay.folder / "relay.log")
    assert (line.message_id, line.to, line.dsn) == ("<1@x>", "a@example.org", "2.0.0")
    assert line.queue_id in answer.decode()
    assert (relay.folder / "mail" / f"{line.queue_id}.eml").exists()

    relay.process.wait(10)
    assert relay.process.stdout is not None
    relay.process.stdout.close()
    relay.__dict__.update(start(relay.folder).__dict__)
    assert "One" in relay.fetch("/")


def test_mailbox_shows_the_newest_first_and_filters(relay: Running) -> None:
    for number, to in enumerate(["a@example.org", "b@example.org", "a@example.org"], start=1):
        text = f"Read https://example.org/{number}/."
        send(relay, letter(to=to, subject=f"S{number}", text=text, message_id=f"<{number}@x>"))

    everything, only_a = relay.fetch("/"), relay.fetch("/?to=a%40example.org")

    assert everything.index(">S3<") < everything.index(">S2<") < everything.index(">S1<")
    assert ">S2<" not in only_a
    assert "2 messages, newest first" in only_a


def test_api_finds_by_address_moment_and_message_id(relay: Running) -> None:
    send(relay, letter(to="a@example.org", subject="S1", text="old", message_id="<1@x>"))
    [first] = json.loads(relay.fetch("/api/messages?to=A@example.org"))["messages"]
    send(
        relay,
        letter(
            to="a@example.org", subject="S2", text="see http://x.org/p?q=1&r=2.", message_id="<2@x>"
        ),
    )

    [later] = json.loads(relay.fetch(f"/api/messages?to=a@example.org&after={first['at']}"))[
        "messages"
    ]
    [by_id] = json.loads(relay.fetch("/api/messages?message_id=1@x"))["messages"]

    assert (later["subject"], later["links"]) == ("S2", ["http://x.org/p?q=1&r=2"])
    assert by_id["id"] == first["id"]
    with pytest.raises(HTTPError, match="400"):
        relay.fetch("/api/messages?after=yesterday")


def test_what_a_mail_says_cannot_become_page_code(relay: Running) -> None:
    nasty = '<script>alert(1)</script> https://example.org/?a=1&b="><b>x</b> $content'
    send(relay, letter(to="a@example.org", subject="<img src=x>", text=nasty, message_id="<1@x>"))
    [found] = json.loads(relay.fetch("/api/messages"))["messages"]

    with urlopen(f"{relay.mailbox}/message/{found['id']}", timeout=5) as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]

    assert not any(code in page for code in ("<script", "<img", "<b>x"))
    assert '<a href="https://example.org/?a=1&amp;b=" rel' in page
    assert policy.startswith("default-src 'none'")
    assert "text/css" in urlopen(relay.mailbox + "/mailbox.css", timeout=5).headers["Content-Type"]
    with pytest.raises(HTTPError, match="404"):
        relay.fetch("/message/..%2Frelay.log")


def test_arabic_text_is_readable(relay: Running) -> None:
    send(relay, letter(to="a@example.org", subject="طلب مساعدة", text="مرحبا", message_id="<1@x>"))

    [found] = json.loads(relay.fetch("/api/messages"))["messages"]

    assert (found["subject"], found["text"].strip()) == ("طلب مساعدة", "مرحبا")


def test_second_relay_on_the_same_port_says_so(relay: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "clearinghouse.relay"],
        env={**os.environ, "DATA_DIR": str(relay.folder), "EMAIL_PORT": str(relay.smtp_port)},
        capture_output=True,
        text=True,
        timeout=20,
    )

    assert second.returncode == 1
    assert second.stderr.startswith("The mail relay cannot start: ")
    assert "Traceback" not in second.stderr


def test_the_disk_work_is_quick_enough_for_two_hundred(relay: Running) -> None:
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", relay.smtp_port, timeout=10) as client:
        for number in range(200):
            to = f"p{number}@example.org"
            message = letter(to=to, subject="S", text="T", message_id=f"<{number}@x>")
            client.sendmail("portal@example.org", [to], message.as_bytes())

    assert len({line.message_id for line in read_lines(relay.folder / "relay.log")}) == 200
    assert time.monotonic() - began < 20
