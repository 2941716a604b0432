"""Keep what lets somebody in out of the logs: the last part of links that work without a sign-in."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

_SECRET: Final = re.compile(
    r"(/workspace/links/[a-z-]+/|/account/invitation/|/account/password/reset/key/|/workspace/calendar/(?=[^/\s]+\.ics))[^/\s?\"']+"
)


def hide_secrets(text: str) -> str:
    """Return the text with the secret part of every such address struck out."""
    return _SECRET.sub(r"\1…", text)


class HideSecrets(logging.Filter):
    """Strike the secrets out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide_secrets(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(each) for each in record.args)
        elif isinstance(record.args, dict):
            record.args = {key: _hidden(each) for key, each in record.args.items()}
        return True


def _hidden(value: Any) -> Any:
    return hide_secrets(value) if isinstance(value, str) else value


class OneLineForRefusals(logging.Filter):
    """A refusal or a missing page is the site at work: one line, without the traceback of a fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) in {403, 404}:
            record.exc_info = record.exc_text = None
        return True
