"""Who opens what in the workspace: allowed, visible but forbidden (403), invisible (404)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.urls import urlpatterns
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db

# Pages about a mission's draft, its submitted request, and a provider's notice; what each person gets.
OPEN_TO_ALL = {"home", "notices", "calendar", "calendar-end"}
OF_A_DRAFT = {"edit", "section", "autosave", "attachments", "review", "remove-attachment"}
OF_A_REQUEST = {"detail", "receipt", "attachment", "decide", "hold", "release", "transition"}
OF_A_NOTICE = {"notice", "answer", "respond", "ask"}
# Open to whoever holds the signed link: tests/requests_app/test_links.py.
BY_LINK = {"calendar-feed", "link-received", "link-not-for-us"}
OF_A_DRAFT |= {"put-back", "sharing", "sharing-step", "unshare", "revision"}
# Walked with real records in tests/contracts/test_records.py alone.
ELSEWHERE = {
    "close", "follow-up", "need-step", "twin", "twin-blank", "twin-new", "twin-preview", "twin-upload",
    "writing-help",
}  # fmt: skip
OF_A_REQUEST |= {"copy", "revise", "versions", "version"}
OF_A_REQUEST |= {
    "answers",
    "answers-file",
    "calendar-file",
    "receipt-file",
    "as-provider",
    "as-member",
    "as-public",
    "as-mail",
}

GETS = [
    # name, focal point, drafter, other focal point, provider contact, expert, member, nobody
    ("edit", 302, 302, 404, 404, 404, 404, 404),
    ("section", 200, 200, 404, 404, 404, 404, 404),
    ("attachments", 200, 200, 404, 404, 404, 404, 404),
    ("review", 200, 200, 404, 404, 404, 404, 404),
    ("sharing", 200, 200, 404, 404, 404, 404, 404),
    ("versions", 200, 200, 404, 404, 200, 200, 404),
    ("version", 200, 200, 404, 404, 200, 200, 404),
    ("detail", 200, 200, 404, 404, 200, 200, 404),
    ("receipt", 200, 200, 404, 404, 200, 200, 404),
    ("answers", 302, 302, 404, 404, 302, 302, 404),
    ("answers-file", 302, 302, 404, 404, 302, 302, 404),
    ("calendar-file", 200, 200, 404, 404, 200, 200, 404),
    ("calendar", 200, 200, 200, 403, 403, 403, 403),
    ("receipt-file", 200, 200, 404, 404, 200, 200, 404),
    ("attachment", 200, 200, 404, 404, 200, 200, 404),
    *(
        (f"as-{who}", 200, 200, 404, 404, 200, 200, 404)
        for who in ("provider", "member", "public", "mail")
    ),
    ("hold", 200, 403, 404, 404, 200, 200, 404),
    ("notice", 404, 404, 404, 200, 404, 404, 404),
    ("new", 200, 200, 200, 403, 403, 403, 403),
    ("home", 200, 200, 200, 200, 200, 200, 200),
    ("notices", 200, 200, 200, 200, 200, 200, 200),
]
POSTS = [
    ("calendar-end", 302, 302, 302, 403, 403, 403, 403),
    ("section", 409, 409, 404, 404, 404, 404, 404),
    ("autosave", 409, 409, 404, 404, 404, 404, 404),
    ("attachments", 422, 422, 404, 404, 404, 404, 404),
    ("remove-attachment", 302, 302, 404, 404, 404, 404, 404),
    ("put-back", 302, 302, 404, 404, 404, 404, 404),
    ("copy", 302, 302, 404, 404, 403, 403, 404),
    ("revise", 302, 302, 404, 404, 403, 403, 404),
    ("revision", 404, 404, 404, 404, 404, 404, 404),
    ("sharing-step", 302, 403, 404, 404, 404, 404, 404),
    ("unshare", 302, 403, 404, 404, 404, 404, 404),
    ("hold", 302, 403, 404, 404, 302, 302, 404),
    ("transition", 302, 403, 404, 404, 403, 403, 404),
    ("decide", 302, 403, 404, 404, 403, 403, 404),
    ("release", 302, 403, 404, 404, 403, 403, 404),
    ("answer", 404, 404, 404, 302, 404, 404, 404),
    ("respond", 404, 404, 404, 302, 404, 404, 404),
    ("ask", 404, 404, 404, 422, 404, 404, 404),
    ("question", 302, 302, 404, 404, 302, 302, 404),
]
PEOPLE = (
    "focal_point",
    "drafter",
    "other_focal_point",
    "provider_contact",
    "expert",
    "member",
    "nobody",
)
FORMS = {
    "decide": {"decision": "refuse"},
    "hold": {"reason": "Talks."},
    "transition": {"note": "Met."},
}


@pytest.fixture
def addresses(
    settings: Any,
    tmp_path: Any,
    focal_point: Any,
    drafter: Any,
    arcadia: Any,
    provider_contact: Any,
) -> dict[str, str]:
    """One address for every view, about records of Arcadia and a notice to the provider."""
    settings.MEDIA_ROOT = str(tmp_path)
    draft = make_draft(focal_point, arcadia)
    share = services.share(draft, by=focal_point, person=drafter, role="writer")
    attached = [
        _attach(record, focal_point) for record in (draft, make_draft(focal_point, arcadia))
    ]
    record = services.submit(attached[1].assistance_request, by=focal_point)
    held = make_request(focal_point, arcadia)
    hold = services.place_hold(held, by=focal_point, reason="Talks.")
    notice = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    notice = notice.notices.get(provider__code="AIDORG")
    question = services.ask(notice, by=provider_contact, text="Which scanners?")
    arguments: dict[str, list[Any]] = {
        "question": [question.pk],
        "section": [draft.pk, "subject"],
        "autosave": [draft.pk, "subject"],
        "remove-attachment": [draft.pk, attached[0].pk],
        "attachment": [record.pk, attached[1].pk],
        "release": [held.pk, hold.pk],
        "transition": [record.pk, "withdraw"],
        "put-back": [draft.pk, draft.pk],
        "version": [record.pk, 1],
        "revision": [draft.pk, "submit"],
        "sharing-step": [draft.pk, "restrict"],
        "unshare": [draft.pk, share.pk],
    }
    names = OPEN_TO_ALL | OF_A_DRAFT | OF_A_REQUEST | OF_A_NOTICE | {"new", "question"}
    own = dict.fromkeys(OF_A_DRAFT, [draft.pk]) | dict.fromkeys(OF_A_REQUEST, [record.pk])
    own |= dict.fromkeys(OF_A_NOTICE, [notice.pk]) | arguments
    return {
        name: reverse(f"requests:{'edit' if name == 'section' else name}", args=own.get(name, []))
        for name in names
    }


def _attach(record: Any, person: Any) -> Any:
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\nnote\n%%EOF")
    return services.attach(record, by=person, upload=upload, kind="other")


def test_every_address_is_walked(addresses: dict[str, str]) -> None:
    walked = {"edit" if name == "section" else name for name, *_rest in GETS + POSTS}

    assert walked | BY_LINK | ELSEWHERE == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("person", PEOPLE)
def test_reading(
    person: str, addresses: dict[str, str], sign_in: Any, request: pytest.FixtureRequest
) -> None:
    client, column = sign_in(request.getfixturevalue(person)), PEOPLE.index(person)

    answered = {name: client.get(addresses[name]).status_code for name, *_statuses in GETS}

    assert answered == {name: statuses[column] for name, *statuses in GETS}


@pytest.mark.parametrize("person", PEOPLE)
def test_doing(
    person: str, addresses: dict[str, str], sign_in: Any, request: pytest.FixtureRequest
) -> None:
    client, column = sign_in(request.getfixturevalue(person)), PEOPLE.index(person)

    answered = {
        name: client.post(addresses[name], FORMS.get(name, {})).status_code
        for name, *_statuses in POSTS
    }

    assert answered == {name: statuses[column] for name, *statuses in POSTS}


def test_strangers_are_asked_to_sign_in(addresses: dict[str, str]) -> None:
    for address in addresses.values():
        for response in (Client().get(address), Client().post(address)):
            assert response["Location"].startswith("/account/login/"), address
