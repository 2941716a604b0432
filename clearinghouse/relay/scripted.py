"""A relay that misbehaves on purpose: for tests and drills. It keeps the same log."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from enum import Enum
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from clearinghouse.relay.log import LogLine, RelayLog

_HOST = "127.0.0.1"


class Kind(Enum):
    ACCEPT = "take it and say so"
    REFUSE_ADDRESS = "answer RCPT with the code"
    REFUSE_MESSAGE = "answer the final dot with the code"
    TAKE_AND_CUT = "take it, then cut the line before the 250"
    CUT = "cut the line at the final dot, nothing taken"
    TAKE_AND_STALL = "take it, then say nothing for so many seconds"
    STALL = "say nothing for so many seconds, nothing taken"
    DRIP = "take it, then say 250 one byte every so many seconds"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the relay does with one message."""

    kind: Kind = Kind.ACCEPT
    code: int = 250
    seconds: float = 0.0


ACCEPT = Behaviour()
TAKE_AND_CUT = Behaviour(Kind.TAKE_AND_CUT)
CUT = Behaviour(Kind.CUT)


def refuse_address(code: int) -> Behaviour:
    return Behaviour(Kind.REFUSE_ADDRESS, code=code)


def refuse_message(code: int) -> Behaviour:
    return Behaviour(Kind.REFUSE_MESSAGE, code=code)


def stall(seconds: float) -> Behaviour:
    return Behaviour(Kind.STALL, seconds=seconds)


def take_and_stall(seconds: float) -> Behaviour:
    return Behaviour(Kind.TAKE_AND_STALL, seconds=seconds)


def drip(seconds: float) -> Behaviour:
    return Behaviour(Kind.DRIP, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the relay took over, whether or not it said so."""

    message_id: str
    to: str
    message: EmailMessage


class ScriptedRelay:
    """A context manager: `with ScriptedRelay(log, script=[refuse_message(451), ACCEPT]) as relay:`.

    `script` is either a list, one entry per message in the order of RCPT and ACCEPT after its end,
    or a function from address to behaviour. Runs in a thread; picks a free `port` unless given one.
    """

    def __init__(
        self,
        log_path: Path,
        *,
        script: Iterable[Behaviour] | Callable[[str], Behaviour] = (),
        port: int = 0,
    ) -> None:
        self.port = port
        self.taken: list[Taken] = []
        self.connections = 0
        self._log = RelayLog(log_path)
        self._choose = script if callable(script) else _in_order(script)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="scripted-relay", daemon=True)

    def __enter__(self) -> ScriptedRelay:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._log.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._protocol, _HOST, self.port)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    def _protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="scripted.localhost", enable_SMTPUTF8=True, loop=self._loop)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        behaviour = self._choose(address)
        if behaviour.kind is Kind.REFUSE_ADDRESS:
            return f"{behaviour.code} {behaviour.code // 100}.1.1 Address refused by the script"
        envelope.rcpt_tos.append(address)
        session.behaviour = behaviour  # type: ignore[attr-defined]
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaviour: Behaviour = session.behaviour  # type: ignore[attr-defined]
        kind = behaviour.kind
        if kind is Kind.REFUSE_MESSAGE:
            return f"{behaviour.code} {behaviour.code // 100}.3.0 Message refused by the script"
        if kind is Kind.STALL:
            await asyncio.sleep(behaviour.seconds)
            return "451 4.3.0 Nothing was taken"
        if kind is not Kind.CUT:
            queue_id = self._take(envelope)
        if kind in (Kind.CUT, Kind.TAKE_AND_CUT):
            cast(asyncio.Transport, server.transport).abort()
            return "421 4.4.2 Cut"
        if kind is Kind.TAKE_AND_STALL:
            await asyncio.sleep(behaviour.seconds)
        answer = f"250 2.0.0 Ok: queued as {queue_id}"
        if kind is Kind.DRIP:
            return await _dripped(server, answer, seconds=behaviour.seconds)
        return answer

    def _take(self, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy)
        message_id = str(message.get("Message-ID", "")).strip()
        queue_id = f"T{len(self.taken) + 1:05d}"
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._log.append(
            *[
                LogLine(message_id=message_id, queue_id=queue_id, to=address, at=at, dsn="2.0.0")
                for address in envelope.rcpt_tos
            ]
        )
        self.taken += [
            Taken(message_id=message_id, to=address, message=message)
            for address in envelope.rcpt_tos
        ]
        return queue_id


async def _dripped(server: SMTP, answer: str, *, seconds: float) -> str:
    for letter in answer[:-1]:
        transport = cast(asyncio.Transport | None, server.transport)
        if transport is None:
            break
        transport.write(letter.encode())
        await asyncio.sleep(seconds)
    return answer[-1]


def _in_order(script: Iterable[Behaviour]) -> Callable[[str], Behaviour]:
    steps = iter(script)

    def choose(address: str) -> Behaviour:
        return next(steps, ACCEPT)

    return choose
