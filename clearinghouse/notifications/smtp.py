"""One conversation with the relay, in phases, so that it is always known whether a doubt remains."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from types import TracebackType
from typing import Final

from django.conf import settings

from clearinghouse.notifications.enums import Outcome

CONNECT_SECONDS: Final = 10.0
REPLY_SECONDS: Final = 60.0

_QUEUED_AS: Final = re.compile(r"queued as ([0-9A-Za-z.-]+)")
_WIRE: Final = SMTP_POLICY.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of handing over one message. `goes_on`: the relay can be given the next one."""

    outcome: Outcome
    relay_code: str
    queue_id: str = ""
    goes_on: bool = True


class RelayConnection:
    """A connection to the relay, opened at the first message and kept for the next ones."""

    def __init__(self) -> None:
        self._client: _Client | None = None

    def __enter__(self) -> RelayConnection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._drop()

    def send(self, message: EmailMessage, *, to: str, sender: str, within: float) -> Answer:
        """Hand over one message for one address within so many seconds; never raises for what a relay does.

        Doubt is only answered when the text went out and the relay's last word is missing.
        """
        until = time.monotonic() + within
        is_reused = self._client is not None
        try:
            client = self._opened(until)
            refusal = _introduce(client, to=to, sender=sender)
        except ValueError as error:  # smtplib cannot put the address on the wire
            self._drop()
            return Answer(Outcome.REFUSED, _describe(error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            if is_reused:  # the relay has hung up on the idle line; a new one tells
                return self.send(message, to=to, sender=sender, within=until - time.monotonic())
            return Answer(Outcome.UNREACHABLE, _describe(error), goes_on=False)
        if refusal is None and time.monotonic() >= until:
            # This process was asleep: another may have the lease by now. Nothing has been said yet.
            self._drop()
            return Answer(Outcome.DEFERRED, "no time left to send", goes_on=False)
        if refusal is None:
            return self._hand_over(client, wire=message.as_bytes(policy=_WIRE))
        if refusal.goes_on:
            self._reset(client)
        else:
            self._drop()
        return refusal

    def _hand_over(self, client: _Client, *, wire: bytes) -> Answer:
        try:
            code, text = client.finish_data(wire)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            # A cut is over at once and the next message may fare better; a silence has cost its minute.
            return Answer(Outcome.DOUBT, _describe(error), goes_on=not client.was_silent)
        if code // 100 not in (2, 4, 5):
            self._drop()
            return Answer(Outcome.DOUBT, _code_text(code, text))
        answer = _answer(code, text=text)
        if not answer.goes_on:
            self._drop()
        return answer

    def _opened(self, until: float) -> _Client:
        if self._client is not None:
            self._client.until = until
            return self._client
        client = _Client(local_hostname=settings.MESSAGE_ID_DOMAIN, timeout=CONNECT_SECONDS)
        client.until = until
        self._client = client
        code, text = client.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
        if code != 220:
            raise smtplib.SMTPConnectError(code, text)
        if settings.EMAIL_USE_TLS:
            client.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            client.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        client.ehlo_or_helo_if_needed()
        return client

    def _reset(self, client: _Client) -> None:
        try:
            client.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        """Close without a farewell that could itself hang."""
        if self._client is not None:
            self._client.close()
            self._client = None


class _Client(smtplib.SMTP):
    """smtplib's client with one end to its patience: a relay that drips bytes cannot stretch it."""

    until: float = 0.0
    was_silent: bool = False

    def getreply(self) -> tuple[int, bytes]:
        assert self.sock is not None
        if self.file is None:
            self.file = _PatientReader(self.sock)
        end = self.file.until = min(self.until, time.monotonic() + REPLY_SECONDS)
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected:
            self.was_silent = time.monotonic() >= end
            raise

    def finish_data(self, wire: bytes) -> tuple[int, bytes]:
        """Send the text after a 354 and return the relay's last word."""
        assert self.sock is not None
        self.sock.settimeout(max(self.until - time.monotonic(), 0.1))
        body = re.sub(rb"(?m)^\.", b"..", wire)
        self.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        return self.getreply()


class _PatientReader:
    """What smtplib reads replies from, with a deadline over all bytes and not for each."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = b""
        self.until = 0.0

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._buffer and len(self._buffer) < limit:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no whole answer in time")
            self._sock.settimeout(left)
            received = self._sock.recv(4_096)
            if not received:
                break
            self._buffer += received
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        line, self._buffer = self._buffer[:end], self._buffer[end:]
        return line

    def close(self) -> None:
        self._buffer = b""


def _introduce(client: _Client, *, to: str, sender: str) -> Answer | None:
    """Go through MAIL, RCPT and DATA; return the refusal, or nothing when the text may follow."""
    code, text = client.mail(sender)
    if code != 250:
        # The relay does not like us, whoever the mail is for: that is nothing about this address.
        return Answer(Outcome.DEFERRED, _code_text(code, text), goes_on=False)
    code, text = client.rcpt(to)
    if code not in (250, 251):
        return _answer(code, text=text)
    code, text = client.docmd("data")
    if code != 354:
        return _answer(code, text=text)
    return None


def _answer(code: int, *, text: bytes) -> Answer:
    said = _code_text(code, text)
    if code // 100 == 2:
        queued = _QUEUED_AS.search(said)
        return Answer(Outcome.ACCEPTED, said, queue_id=queued[1] if queued else "")
    if code // 100 == 5:
        return Answer(Outcome.REFUSED, said)
    return Answer(Outcome.DEFERRED, said, goes_on=code != 421)


def _code_text(code: int, text: bytes) -> str:
    return f"{code} {text.decode(errors='replace')}"[:300]


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
