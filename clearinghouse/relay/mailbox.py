"""The readable mailbox: a list, one message, and the same as JSON for rehearsals. Reads only."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from clearinghouse.relay.store import Entry, Letter, MailStore

PAGE_SIZE = 50
API_LIMIT = 500
_PAGES = Path(__file__).parent / "pages"
_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_LINK = re.compile(r"(https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?])")


class Mailbox:
    """The web side of the relay, in a thread of its own."""

    def __init__(self, store: MailStore, *, host: str, port: int) -> None:
        handler = type("Handler", (_Handler,), {"store": store})
        self._server = ThreadingHTTPServer((host, port), handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="mailbox", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    store: MailStore
    protocol_version = "HTTP/1.1"
    server_version = "mailbox"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
        if address.path == "/":
            self._page(
                list_page(self.store, to=asked.get("to", ""), page=_number(asked.get("page")))
            )
        elif address.path.startswith("/message/"):
            letter = self.store.letter(address.path.removeprefix("/message/"))
            if letter is None:
                self._page(_fill("missing"), status=HTTPStatus.NOT_FOUND)
            else:
                self._page(letter_page(letter))
        elif address.path == "/api/messages":
            self._api(asked)
        elif address.path == "/mailbox.css":
            self._answer((_PAGES / "mailbox.css").read_bytes(), kind="text/css; charset=utf-8")
        elif address.path == "/health":
            self._answer(b"ok\n", kind="text/plain; charset=utf-8")
        else:
            self._page(_fill("missing"), status=HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def _api(self, asked: dict[str, str]) -> None:
        try:
            found = messages(self.store, **{k: v for k, v in asked.items() if k in _FILTERS})
        except ValueError:
            self._json(
                {"error": "after: an ISO 8601 moment with its zone"}, status=HTTPStatus.BAD_REQUEST
            )
        else:
            self._json({"messages": found})

    def _page(self, text: str, *, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(text.encode(), kind="text/html; charset=utf-8", status=status)

    def _json(self, body: dict[str, Any], *, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(
            json.dumps(body, ensure_ascii=False).encode(), kind="application/json", status=status
        )

    def _answer(self, body: bytes, *, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: addresses of readers and recipients are nobody's business on the console."""


_FILTERS = ("to", "after", "message_id")


def messages(
    store: MailStore, *, to: str = "", after: str = "", message_id: str = ""
) -> list[dict[str, Any]]:
    """Return what fits, newest first, each in full. `after` is an ISO moment with its zone."""
    since = _moment(after) if after else None
    found = []
    for entry in store.entries():
        if since and entry.at <= since:
            break
        if to and entry.to.lower() != to.lower():
            continue
        if message_id and entry.message_id.strip("<>") != message_id.strip("<>"):
            continue
        letter = store.letter(entry.queue_id)
        if letter is not None:
            found.append(_as_json(letter))
        if len(found) == API_LIMIT:
            break
    return found


def list_page(store: MailStore, *, to: str, page: int) -> str:
    """Draw the list, newest first, of everybody or of the addresses that contain `to`."""
    fitting = [entry for entry in store.entries() if to.lower().strip() in entry.to.lower()]
    start = (page - 1) * PAGE_SIZE
    shown = fitting[start : start + PAGE_SIZE]
    rows = "".join(_fill("row", **_shown(entry)) for entry in shown)
    newer = _step("Newer", to=to, page=page - 1) if page > 1 else ""
    older = _step("Older", to=to, page=page + 1) if len(fitting) > start + PAGE_SIZE else ""
    return _fill(
        "list",
        to=escape(to, quote=True),
        count="1 message" if len(fitting) == 1 else f"{len(fitting)} messages",
        rows=rows or (_PAGES / "empty.html").read_text(),
        steps=newer + older,
    )


def letter_page(letter: Letter) -> str:
    """Draw one message: text with links that can be followed, and every header."""
    headers = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td dir="auto">{escape(value)}</td></tr>'
        for name, value in letter.headers
    )
    return _fill("letter", text=_linked(letter.text), headers=headers, **_shown(letter.entry))


def _shown(entry: Entry) -> dict[str, str]:
    at = entry.at.astimezone(UTC)
    return {
        "queue_id": quote(entry.queue_id),
        "to": escape(entry.to),
        "only": escape(urlencode({"to": entry.to}), quote=True),
        "sender": escape(entry.sender),
        "subject": escape(entry.subject) or "(no subject)",
        "moment": at.isoformat(),
        "at": f"{at.day} {at:%B %Y, %H:%M:%S} UTC",
    }


def _linked(text: str) -> str:
    parts = _LINK.split(text)
    return "".join(
        f'<a href="{escape(part, quote=True)}" rel="noopener noreferrer">{escape(part)}</a>'
        if place % 2
        else escape(part)
        for place, part in enumerate(parts)
    )


def _step(label: str, *, to: str, page: int) -> str:
    return f'<a href="/?{escape(urlencode({"to": to, "page": page}), quote=True)}">{label}</a>'


def _fill(name: str, **values: str) -> str:
    """Put escaped values into a piece of page; a whole page also gets the frame around it."""
    piece = Template((_PAGES / f"{name}.html").read_text()).substitute(values)
    if name == "row":
        return piece
    return Template((_PAGES / "frame.html").read_text()).substitute(content=piece)


def _as_json(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.entry.queue_id,
        "message_id": letter.entry.message_id,
        "to": letter.entry.to,
        "from": letter.entry.sender,
        "subject": letter.entry.subject,
        "at": letter.entry.at.isoformat(),
        "headers": letter.headers,
        "text": letter.text,
        "links": letter.links,
    }


def _moment(text: str) -> datetime:
    # A plus sign that was not encoded in the address arrives as a space.
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() else 1
