"""Every address about a record, with real records, as everybody: who reads it, and that nobody else does.

An address with the key of a record in it that is missing from READERS or DOORS fails the last test.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clearinghouse.approvals.services import name_deputy
from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.follow.services import begin
from clearinghouse.letters.models import Letter
from clearinghouse.parties.models import Contact
from clearinghouse.reports.models import Briefing
from matching.embedder import NoEmbedder
from matching.models import Match
from matching.services import agree, fail, put_to_state, ranking, welcome
from offers_app import services as offers
from requests_app import four_eyes, services
from requests_app.letters import draft_consolidated_answer
from requests_app.models import FollowUp
from requests_app.twin import exchange
from tests.contracts.test_urls import ADDRESSES, CLOSED, is_open
from tests.contracts.walk import NOBODYS
from tests.factories import make_draft, make_request
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db

STATE = {"focal_point", "drafter"}
PROVIDER = {"provider_contact"}
DESK = {"expert", "member", "secretariat"}
EVERYBODY = [
    "focal_point", "drafter", "other_focal_point", "provider_contact", "other_provider_contact", "expert", "member",
    "secretariat", "administrator", "nobody",
]  # fmt: skip

# Pages that are read: which of the world's records the address is about, and who gets it.
READERS: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "requests:detail": (("request",), STATE | DESK),
    "requests:receipt": (("request",), STATE | DESK),
    "requests:as-provider": (("request",), STATE | DESK),
    "requests:as-member": (("request",), STATE | DESK),
    "requests:as-public": (("request",), STATE | DESK),
    "requests:as-mail": (("request",), STATE | DESK),
    "requests:answers": (("request",), STATE | DESK),
    "requests:answers-file": (("request",), STATE | DESK),
    "requests:calendar-file": (("request",), STATE | DESK),
    "requests:receipt-file": (("request",), STATE | DESK),
    "requests:versions": (("request",), STATE | DESK),
    "requests:version": (("request", 1), STATE | DESK),
    "requests:close": (("request",), {"focal_point"}),
    "requests:follow-up": (("follow_up",), STATE | DESK),
    "requests:attachment": (("request", "attachment"), STATE | DESK),
    "requests:review": (("draft",), STATE),
    "requests:sharing": (("draft",), STATE),
    "requests:attachments": (("draft",), STATE),
    "requests:writing-help": (("draft",), STATE),
    "requests:twin": (("draft",), STATE),
    "requests:twin-upload": (("draft",), STATE),
    "requests:twin-preview": (("upload",), {"focal_point"}),
    "requests:hold": (("waiting",), {"focal_point", "expert", "member"}),
    "requests:notice": (("notice",), PROVIDER),
    "requests:question": (("question",), STATE | DESK),
    "admin:desk_requests:question": (("question",), DESK),
    "offers:detail": (("offer",), PROVIDER | DESK),
    "offers:versions": (("offer",), PROVIDER | DESK),
    "offers:version": (("offer", 1), PROVIDER | DESK),
    "follow:edit": (("follow",), PROVIDER),
    "offers:edit": (("offer",), PROVIDER),
    "matching:detail": (("match",), STATE),
    "matching:feedback": (("over",), {"focal_point"} | PROVIDER),
    "letters:detail": (("letter",), STATE),
    "letters:file": (("letter", "docx"), STATE),
    "parties:detail": (("provider",), PROVIDER | DESK),
    "accounts:people": (("provider",), PROVIDER),
    "parties:contact-new": (("provider",), PROVIDER | {"secretariat"}),
    "parties:contact": (("provider", "contact"), PROVIDER | {"secretariat"}),
    "admin:weeks:week": (("2026-11-15",), DESK),
    "admin:reports:briefing": (("briefing",), DESK),
    "admin:reports:briefing-docx": (("briefing",), DESK),
    "admin:approvals:detail": (("approval",), DESK),
    "admin:desk_requests:detail": (("request",), DESK),
    "admin:desk_requests:answers": (("request",), DESK),
    "admin:desk_requests:contact-check": (("provider",), DESK),
    "admin:desk_requests:attachment": (("request", "attachment"), DESK),
    "admin:desk_requests:scan": (("request", "attachment"), DESK),
    "admin:desk_letters:detail": (("letter",), DESK),
    "admin:desk_letters:edit": (("letter_draft",), {"expert", "secretariat"}),
    "admin:desk_letters:file": (("letter", "docx"), DESK),
    "admin:desk_matching:request": (("request",), DESK),
    "admin:desk_matching:need": (("need",), DESK),
    "admin:desk_matching:why": (("need",), DESK),
    "admin:desk_matching:pair": (("match",), DESK),
    "admin:desk_matching:coalition": (("request",), DESK),
    "api:own-request-detail": (("request",), STATE),
    "api:own-notice-detail": (("notice",), PROVIDER),
}
# Addresses that change something, take a POST, or redirect: outsiders bounce off, and nothing happens.
DOORS: dict[str, tuple[tuple[Any, ...], set[str]]] = {
    "requests:edit": (("draft",), STATE),
    "requests:autosave": (("draft", "subject"), STATE),
    "requests:remove-attachment": (("request", "attachment"), STATE | DESK),
    "requests:sharing-step": (("draft", "restrict"), STATE),
    "requests:unshare": (("draft", "share"), STATE),
    "requests:put-back": (("draft", NOBODYS), STATE),
    "requests:copy": (("request",), STATE),
    "requests:revise": (("request",), STATE),
    "requests:revision": (("draft", "submit"), STATE),
    "requests:need-step": (("need", "meet"), STATE | DESK),
    "requests:decide": (("request",), STATE | DESK),
    "requests:release": (("request", "hold"), STATE | DESK),
    "requests:transition": (("request", "withdraw"), STATE | DESK),
    "requests:answer": (("notice",), PROVIDER),
    "requests:respond": (("notice",), PROVIDER),
    "requests:ask": (("notice",), PROVIDER),
    "follow:do": (("follow", "pause"), PROVIDER),
    "offers:autosave": (("offer",), PROVIDER | DESK),
    "offers:transition": (("offer", "withdraw"), PROVIDER | DESK),
    "matching:step": (("match", "welcome"), STATE),
    "matching:progress": (("over",), STATE | PROVIDER),
    "parties:contact-close": (("provider", "contact"), PROVIDER | DESK),
    "admin:reports:present": (("briefing",), DESK),
    "admin:approvals:step": (("approval", "approve"), DESK),
    "admin:approvals:end-deputy": (("deputy",), DESK),
    "admin:desk_requests:ask-put-summary": (("request", "en"), DESK),
    "admin:desk_requests:ask-skip": (("request",), DESK),
    "admin:desk_requests:ask-erase": (("request", "attachment"), DESK),
    "admin:desk_requests:continue": (("request",), DESK),
    "admin:desk_requests:revise": (("request",), DESK),
    "admin:desk_requests:authenticate": (("request",), DESK),
    "admin:desk_requests:hold": (("request",), DESK),
    "admin:desk_requests:release": (("request", "hold"), DESK),
    "admin:desk_requests:need-step": (("need", "meet"), DESK),
    "admin:desk_requests:step": (("request", "close"), DESK),
    "admin:desk_requests:summary": (("request", "en"), DESK),
    "admin:desk_requests:put-summary": (("request", "en"), DESK),
    "admin:desk_requests:consolidated-answer": (("request",), DESK),
    "admin:desk_letters:form": (("letter_draft",), DESK),
    "admin:desk_letters:step": (("letter_draft", "discard"), DESK),
    "admin:desk_matching:step": (("match", "dismiss"), DESK),
    "admin:desk:write-note": (("request",), DESK),
    "admin:desk:remove-search": ((str(NOBODYS),), DESK),
    "admin:desk:todo": ((str(NOBODYS), "done"), DESK),
    "admin:desk:take-case": (("request",), DESK),
    "admin:desk:assign-case": (("request",), DESK),
    "admin:desk:give-back-case": (("request",), DESK),
    "admin:desk_matching:compare": (("need",), DESK),
    "admin:desk_matching:several": (("need",), DESK),
    "admin:desk_matching:note": (("match",), DESK),
    "admin:desk_matching:put-coalition": (("request",), DESK),
}


@pytest.fixture
def world(
    monkeypatch: pytest.MonkeyPatch,
    focal_point: Any,
    expert: Any,
    arcadia: Any,
    provider: Any,
    provider_contact: Any,
    secretariat: Any,
    drafter: Any,
) -> dict[str, Any]:
    """One record of each sort, of Arcadia and of the provider."""
    monkeypatch.setattr(ranking, "worker_embedder", NoEmbedder)
    contact = Contact.objects.get(party=provider)
    fields = {
        "title": "Courses",
        "description": "Courses for customs officers in finding nuclear material in cargo, at the border.",
        "areas": ["3C"],
        "kinds": ["training"],
        "delivery_languages": ["en"],
        "everywhere": True,
        "contact": contact,
    }
    offer = offers.create_draft(provider=provider, by=provider_contact, fields=fields)
    offers.publish(offer, by=provider_contact)
    draft = make_draft(focal_point, arcadia)
    share = services.share(draft, by=focal_point, person=drafter, role="writer")
    request = make_draft(focal_point, arcadia)
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    attachment = services.attach(request, by=focal_point, upload=upload, kind="other")
    services.submit(request, by=focal_point)
    hold = services.place_hold(request, by=focal_point, reason="Capital is consulted.")
    services.release_hold(hold, by=focal_point)
    services.send_now(request, by=focal_point)
    services.distribute(request)
    services.write_summary(request, by=expert, language="en", title="Controls", text="Words.")
    need = request.needs.get()
    ranking.rank_need(need.pk)
    match = Match.objects.get(need=need, offer=offer)
    put_to_state(match, by=expert)
    over = make_match(need, make_offer_record(provider, provider_contact))
    put_to_state(over, by=expert)
    welcome(over, by=focal_point)
    agree(over, by=provider_contact)
    fail(over, by=provider_contact, note="No funds.")
    approval = four_eyes.ask_to_skip(request, provider, by=expert, reason="A conflict.")
    follow = begin(by=provider_contact, fields={"name": "Borders", "rhythm": "daily"})
    today = clock.new_york_day()
    deputy = name_deputy(expert, secretariat, from_date=today, until_date=today, by=expert)
    form = exchange.filled_form(draft, language="en")
    read = exchange.read_form(form, name="a.docx", party=arcadia, draft=draft, own_drafts=None)
    briefing = Briefing.objects.create(first_date=today, last_date=today)
    notice = request.notices.get(provider=provider)
    letter = Letter.objects.get(kind="acknowledgement", case=request.pk)
    letter_draft = draft_consolidated_answer(request, by=expert)
    return {
        "briefing": briefing,
        "approval": approval,
        "deputy": deputy,
        "upload": services.keep_upload(by=focal_point, **read),
        "letter": letter,
        "letter_draft": letter_draft,
        "request": request,
        "draft": draft,
        "share": share,
        "waiting": make_request(focal_point, arcadia),
        "attachment": attachment,
        "hold": hold,
        "notice": notice,
        "question": services.ask(notice, by=provider_contact, text="Which scanners?"),
        "need": need,
        "follow_up": FollowUp.objects.create(
            assistance_request=request, number=1, due_on="2027-11-23", opened_at=clock.now()
        ),
        "offer": offer,
        "follow": follow,
        "match": match,
        "over": over,
        "provider": provider,
        "contact": contact,
    }


def path_of(name: str, parts: tuple[Any, ...], world: dict[str, Any]) -> str:
    return reverse(name, args=[world[part].pk if part in world else part for part in parts])


@pytest.mark.parametrize("name", READERS)
def test_only_its_readers_read_it(
    name: str, world: dict[str, Any], sign_in: Any, request: pytest.FixtureRequest
) -> None:
    parts, readers = READERS[name]
    path = path_of(name, parts, world)

    got = {
        who
        for who in EVERYBODY
        if sign_in(request.getfixturevalue(who)).get(path).status_code == 200
    }

    assert got == readers


@pytest.mark.parametrize("name", [*READERS, *DOORS])
def test_outsiders_bounce_off_and_nothing_happens(
    name: str, world: dict[str, Any], sign_in: Any, request: pytest.FixtureRequest
) -> None:
    parts, insiders = {**READERS, **DOORS}[name]
    path = path_of(name, parts, world)
    outsiders = [request.getfixturevalue(who) for who in EVERYBODY if who not in insiders]
    before = AuditEvent.objects.count()

    answers = {
        person.email: sign_in(person).post(path, {"note": "x"}).status_code for person in outsiders
    }

    assert set(answers.values()) <= CLOSED, answers
    assert AuditEvent.objects.count() == before


def test_foreign_and_absent_look_the_same(
    world: dict[str, Any], sign_in: Any, other_focal_point: Any
) -> None:
    client = sign_in(other_focal_point)

    foreign, absent = (
        client.get(reverse("requests:detail", args=[pk])) for pk in (world["request"].pk, NOBODYS)
    )

    assert foreign.status_code == absent.status_code == 404
    assert words_of(foreign, world["request"].pk) == words_of(absent, NOBODYS)


def words_of(response: Any, pk: Any) -> str:
    """The page without what differs by itself: the key in the address and the token of its forms."""
    page = response.content.decode().replace(str(pk), "KEY")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_every_address_about_a_record_is_listed() -> None:
    about_records = {
        address.name
        for address in ADDRESSES.values()
        if str(NOBODYS) in address.path and not is_open(address) and "/account/" not in address.path
    }
    own_screens = {
        name for name in about_records if name.count(":") == 1 and name.startswith("admin:")
    }

    assert about_records - own_screens - set(READERS) - set(DOORS) == set()
