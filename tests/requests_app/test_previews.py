"""Show me as: the same bytes as the real thing, and not one write."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.render import render
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import Notice, PublicSummary
from tests.factories import colleague, make_draft, make_request

pytestmark = pytest.mark.django_db

READERS = ("as-provider", "as-member", "as-public", "as-mail")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LINK = re.compile(r"(?<=/)[\w-]{20,}\.[\w-]{20,}(?=/)")
TOKEN = re.compile(r'name="csrfmiddlewaretoken"[^>]*')


def look(client: Any, name: str, record: Any, **query: str) -> BeautifulSoup:
    answer = client.get(reverse(f"requests:{name}", args=[record.pk]), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def preview_of(page: BeautifulSoup, part: str) -> str:
    return plain(page.find(attrs={"data-preview": part}).decode_contents())


def plain(html: str) -> str:
    """Without what differs from one page to the next: keys of unsaved rows, tokens, moments."""
    html = TOKEN.sub("", ID.sub("ID", html))
    return re.sub(r"<time.*?</time>", "TIME", html, flags=re.DOTALL).strip()


def without_keys(text: str) -> str:
    """Without what belongs to one notice alone: its key, and the signed links made of it."""
    return LINK.sub("LINK", ID.sub("ID", text))


def content_of(page: BeautifulSoup) -> str:
    return plain(page.select_one(".page-columns > div").decode_contents())


def go_out(record: Any, focal_point: Any, provider: Any) -> Notice:
    services.send_now(record, by=focal_point)
    services.distribute(record)
    return record.notices.get(provider=provider)


def test_provider_gets_the_page_of_the_preview_byte_for_byte(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    record = make_request(focal_point, arcadia, situation="No scanner <yet>.")
    page = look(sign_in(focal_point), "as-provider", record, provider=provider.code)

    notice = go_out(record, focal_point, provider)
    real = BeautifulSoup(
        sign_in(provider_contact).get(notice.get_absolute_url()).content, "html.parser"
    )

    assert preview_of(page, "content") == content_of(real)
    heading = real.select_one("main > .page-head")
    assert preview_of(page, "heading") == plain(str(heading))


def test_after_distribution_the_same_page_is_shown_and_stays_unread(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    record = make_request(focal_point, arcadia)
    before = look(sign_in(focal_point), "as-provider", record, provider=provider.code)
    notice = go_out(record, focal_point, provider)

    after = look(sign_in(focal_point), "as-provider", record, provider=provider.code)

    assert preview_of(after, "content") == preview_of(before, "content")
    notice.refresh_from_db()
    assert notice.seen_at is None


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_mail_is_the_mail(
    sign_in: Any, focal_point: Any, expert: Any, arcadia: Any, provider: Any, language: str
) -> None:
    provider.contacts.update(language=language)
    record = make_request(focal_point, arcadia)
    page = look(sign_in(expert), "as-mail", record, provider=provider.code)

    notice = go_out(record, focal_point, provider)
    delivery = Delivery.objects.get(message=notice.message)
    real = render(delivery, at=clock.now())

    assert without_keys(page.find("pre").text) == without_keys(real.get_content())
    assert page.select_one(".preview strong").text == real["Subject"]


def test_links_in_the_mail_of_a_preview_open_nothing(
    sign_in: Any, client: Any, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    record = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    page = look(sign_in(focal_point), "as-mail", record, provider=provider.code, language="en")

    text = page.find("pre").text
    links = [link for link in re.findall(r"http://testserver(/\S+/)", text) if LINK.search(link)]
    assert len(links) == 2
    assert [client.get(link).status_code for link in links] == [404, 404]
    assert str(record.notices.get(provider=provider).pk) not in text


def test_mission_does_not_read_the_names_of_a_providers_people(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any
) -> None:
    record = make_request(focal_point, arcadia)

    page = look(sign_in(focal_point), "as-mail", record, provider=provider.code, language="en")

    assert "Contact of AIDORG" not in page.text
    assert record.reference in page.find("pre").text


def test_public_gets_the_page_of_the_preview_byte_for_byte(
    sign_in: Any, client: Any, focal_point: Any, expert: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)
    words = services.write_summary(
        record, by=expert, language="en", title="Controls & more", text="Words.\n\nMore words."
    )
    services.put_summary_to_state(words, by=colleague())
    page = look(sign_in(focal_point), "as-public", record)

    services.consent(words, by=focal_point, sha256=words.sha256)
    public = PublicSummary.objects.get(public_id=words.public_id)
    real = BeautifulSoup(
        client.get(reverse("public_requests:detail", args=[public.public_id])).content,
        "html.parser",
    )

    assert preview_of(page, "content") == content_of(real)
    assert plain(str(page.find("main").find("aside"))) == plain(
        str(real.find("main").find("aside"))
    )


def test_words_that_were_not_put_to_the_state_are_shown_to_nobody(
    sign_in: Any, focal_point: Any, expert: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)
    services.write_summary(record, by=expert, language="en", title="Unfinished", text="Words.")

    page = look(sign_in(focal_point), "as-public", record)

    assert "Unfinished" not in page.text
    assert "Nothing about this request is public" in page.text


def test_member_reads_the_same_at_the_desk(
    sign_in: Any, focal_point: Any, member: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia, situation="No scanner.")
    page = look(sign_in(focal_point), "as-member", record)
    real = sign_in(member).get(reverse("admin:desk_requests:detail", args=[record.pk]))
    desk = BeautifulSoup(real.content, "html.parser")

    for part in ("needs", "content"):
        assert plain(str(page.find("section", id=part))) == plain(
            str(desk.find("section", id=part))
        )


@pytest.mark.parametrize("at", [RequestStatus.DRAFT, RequestStatus.ACKNOWLEDGED])
def test_member_reads_every_need(
    sign_in: Any, focal_point: Any, arcadia: Any, at: RequestStatus
) -> None:
    record = make_request(focal_point, arcadia, at=at)
    part = look(sign_in(focal_point), "as-member", record).find("section", id="needs")

    assert [need.title in part.text for need in record.needs.all()] == [True]
    assert part.find("form") is None


def test_who_is_left_out_receives_nothing(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> None:
    record = make_draft(focal_point, arcadia, excluded_providers=[provider])

    shut_out = look(sign_in(focal_point), "as-provider", record, provider=provider.code)
    told = look(sign_in(focal_point), "as-provider", record, provider=other_provider.code)

    assert "Aid Organization receives nothing" in shut_out.text
    assert preview_of(told, "content")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("at", [RequestStatus.DRAFT, RequestStatus.DISTRIBUTED])
def test_looking_writes_nothing(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any, name: str, at: Any
) -> None:
    record = make_request(focal_point, arcadia, at=at)
    client = sign_in(focal_point)
    before = [each.objects.count() for each in (AuditEvent, Message, Notice)]

    with CaptureQueriesContext(connection) as queries:
        look(client, name, record, provider=provider.code)

    assert not [
        each["sql"] for each in queries if each["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}
    ]
    assert [each.objects.count() for each in (AuditEvent, Message, Notice)] == before
    assert not Notice.objects.filter(seen_at__isnull=False).exists()
