"""No log line holds the part of an address that lets somebody in."""

from __future__ import annotations

import logging

import pytest
from gunicorn.glogging import Logger

from clearinghouse.core.log_filter import HideSecrets, hide_secrets
from clearinghouse.deployment.access_log import AccessLog


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (
            "GET /workspace/links/not-for-us/abc.DEF-1/ 200",
            "GET /workspace/links/not-for-us/…/ 200",
        ),
        ("/account/invitation/s3cr3t/?x=1", "/account/invitation/…/?x=1"),
        ("/account/password/reset/key/1-abc/", "/account/password/reset/key/…/"),
        ("/workspace/notices/", "/workspace/notices/"),
    ],
)
def test_secrets_are_struck_out(line: str, written: str) -> None:
    assert hide_secrets(line) == written


def test_the_filter_reaches_message_and_arguments() -> None:
    record = logging.LogRecord(
        "django.request",
        logging.WARNING,
        "",
        1,
        "Gone: %s",
        ("/workspace/links/received/abc/",),
        None,
    )

    HideSecrets().filter(record)

    assert record.getMessage() == "Gone: /workspace/links/received/…/"


def test_the_access_log_strikes_them_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "GET /workspace/links/received/abc.def/ HTTP/1.1"
    monkeypatch.setattr(Logger, "atoms", lambda *arguments: {"r": line, "B": 12})
    access_log = AccessLog.__new__(AccessLog)

    assert access_log.atoms() == {"r": "GET /workspace/links/received/…/ HTTP/1.1", "B": 12}
