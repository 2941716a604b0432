"""What a mail says, and above all what it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.notifications import links
from clearinghouse.notifications.kinds import ACCOUNT, KINDS, checked
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.queue import _one_line
from clearinghouse.notifications.render import digest, render

AT = datetime(2026, 7, 1, 18, 5, tzinfo=UTC)
FACTS: dict[str, object] = {
    "reference": "AR/2026/0007",
    "path": "/en/workspace/x/?a=1&b=2",
    "received_at": AT,
    "distribute_at": AT,
    "distributed_at": AT,
    "expires_at": AT,
    "count": 42,
    "is_second": False,
    "references": ["AR/2026/0007", "AR/2026/0009"],
    **dict.fromkeys((name for name in KINDS["weekly_digest"].needs if name.endswith("_count")), 3),
}


def mail(kind: str, *, language: str = "en", name: str = "", **more: Any) -> Any:
    facts = {name: FACTS[name] for name in KINDS[kind].needs}
    message = Message(
        kind=kind, context=checked(kind, facts={**facts, **more}), subject="S", text="T"
    )
    delivery = Delivery(message=message, address="a@aid.example", name=name, language=language)
    delivery.smtp_message_id = f"<{delivery.pk}@x>"
    return render(delivery, at=AT)


def delivery_of(found: Any) -> UUID:
    return UUID(found["Message-ID"].strip("<>").partition("@")[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_kind_in_every_language(kind: str, language: str) -> None:
    found = mail(kind, language=language)

    text = found.get_content()
    assert found["Content-Language"] == language
    assert found["Auto-Submitted"] == "auto-generated"
    assert "{" not in text + found["Subject"]
    assert "&amp;" not in text
    if kind != ACCOUNT:
        assert "http://testserver/en/workspace/x/?a=1&b=2\n" in text
        assert "\n" not in found["Subject"]


def test_the_notice_to_a_provider_holds_reference_and_links_only() -> None:
    found = mail("distribution_notice", name="Aid Office")

    received, not_for_us = (
        "http://testserver" + links.make(purpose, delivery_of(found))
        for purpose in ("received", "not_for_us")
    )
    body = found.get_content().split("\n--\n")[0]
    assert found["Subject"] == "Request for assistance AR/2026/0007 awaits you"
    assert body.splitlines() == [
        "Dear Aid Office,",
        "",
        "A request for assistance under resolution 1540 (2004) awaits you in the clearing house."
        " Its reference is AR/2026/0007.",
        "",
        "For confidentiality this mail says nothing more about it. Sign in to read the request and to"
        " answer it; an answer that you cannot help is useful too:",
        "http://testserver/en/workspace/x/?a=1&b=2",
        "",
        "Two answers need no sign-in. Each link opens a page with one button:",
        "",
        "We have received it:",
        received,
        "",
        "This is not for us:",
        not_for_us,
    ]


def test_a_second_attempt_says_exactly_the_same() -> None:
    message = Message(kind="distribution_notice", context={"reference": "AR/2026/1", "path": "/x/"})
    delivery = Delivery(message=message, address="a@aid.example")

    assert digest(render(delivery, at=AT)) == digest(render(delivery, at=AT))


def test_the_acknowledgement_says_when_and_names_both_decisions() -> None:
    text = mail("acknowledgement").get_content()

    assert "On behalf of the Chair" in text
    assert "1 July 2026, 14:05 New York\n    1 July 2026, 18:05 UTC" in text
    assert "1. Distribution." in text
    assert "If you say nothing, nothing is published." in text
    assert "may be published" in mail("acknowledgement", silence_publishes=True).get_content()


def test_the_number_of_providers_is_said_grammatically() -> None:
    assert "to 42 providers" in mail("distributed").get_content()
    assert "to 1 provider of" in mail("distributed", count=1).get_content()


def test_every_mail_says_how_to_know_it() -> None:
    for kind in KINDS:
        assert "How to know that a mail is really ours" in mail(kind).get_content()


@given(st.text(max_size=60))
def test_no_name_makes_a_header(name: str) -> None:
    wire = mail("published", name=_one_line(name)).as_bytes(policy=SMTP.clone(cte_type="7bit"))

    parsed = message_from_bytes(wire, policy=default)
    assert [str(header) for header in parsed] == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
        "Content-Language",
    ]
    assert [address.addr_spec for address in parsed["To"].addresses] == ["a@aid.example"]


@pytest.mark.parametrize("kind", ["acknowledgement", "request_receipt", "distributed"])
def test_moments_are_told_in_the_readers_own_zone_too(kind: str) -> None:
    facts = {name: FACTS[name] for name in KINDS[kind].needs}
    message = Message(kind=kind, context=checked(kind, facts=facts))
    known, unknown = (
        Delivery(message=message, address="a@aid.example", language="en", time_zone=zone)
        for zone in ("Asia/Almaty", "")
    )

    assert "1 July 2026, 23:05 Almaty" in render(known, at=AT).get_content()
    assert "1 July 2026, 14:05 New York" in render(unknown, at=AT).get_content()
    assert "In your time zone" not in render(unknown, at=AT).get_content()
