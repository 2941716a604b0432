"""Calendars: moments that move and end with the request, and not a word of what is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from clearinghouse.accounts.models import User
from clearinghouse.core import clock
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import CalendarAddress
from tests.browser_forms import read
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db

SECRET = "unobtainium"
MAY_SAY = {
    "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "CLASS", "TRANSP", "URL", "DTSTART", "STATUS",
}  # fmt: skip


def entries(content: bytes) -> dict[str, Any]:
    """The entries by the words after the reference."""
    calendar = Calendar.from_ical(content)
    return {str(each["summary"]).split(": ", 1)[1]: each for each in calendar.walk("VEVENT")}


def file_of(client: Any, record: Any) -> bytes:
    answer = client.get(reverse("requests:calendar-file", args=[record.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


@pytest.fixture
def record(focal_point: Any, arcadia: Any) -> Any:
    return make_request(
        focal_point, arcadia, title=f"About {SECRET}", wanted_until=date(2027, 9, 30)
    )


@pytest.fixture
def client(sign_in: Any, focal_point: Any) -> Any:
    return sign_in(focal_point)


def test_file_holds_the_moments_of_the_request(client: Any, record: Any) -> None:
    found = entries(file_of(client, record))

    assert set(found) == {
        "end of the objection window",
        "to be distributed by",
        "has the request been met? The question of one year",
        "assistance is needed by this day",
    }
    window = found["end of the objection window"]
    assert window["dtstart"].dt == record.window_ends_at.replace(microsecond=0)
    assert window["status"] == "CONFIRMED"
    assert window.walk("VALARM")[0]["trigger"].dt == timedelta(days=-1)
    assert found["assistance is needed by this day"]["dtstart"].dt == date(2027, 9, 30)


def test_it_says_references_and_moments_and_nothing_else(client: Any, record: Any) -> None:
    services.place_hold(record, by=record.submitted_by, reason=f"Because of {SECRET}.")
    content = file_of(client, record)

    assert SECRET not in content.decode()
    assert "Arcadia" not in content.decode()
    assert b"VTIMEZONE" not in content
    for each in entries(content).values():
        assert set(each) <= MAY_SAY
        assert str(each["summary"]).startswith(f"{record.reference}: ")


def test_nothing_happened_means_the_same_bytes(client: Any, record: Any) -> None:
    assert file_of(client, record) == file_of(client, record)


def test_a_hold_moves_the_moments_and_raises_their_sequence(
    client: Any, record: Any, focal_point: Any
) -> None:
    before = entries(file_of(client, record))["to be distributed by"]
    until = clock.now() + timedelta(hours=48)
    services.place_hold(record, by=focal_point, reason="Talks.", until=until)

    found = entries(file_of(client, record))

    after = found["to be distributed by"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    moved = after["dtstart"].dt - before["dtstart"].dt
    assert timedelta(hours=47, minutes=58) < moved <= timedelta(hours=48)
    assert after["status"] == "TENTATIVE"
    assert found["end of the hold"]["dtstart"].dt == until.replace(microsecond=0)


def test_while_nobody_knows_the_end_of_a_hold_the_moments_are_off(
    client: Any, record: Any, focal_point: Any
) -> None:
    hold = services.place_hold(record, by=focal_point, reason="Talks.")
    held = entries(file_of(client, record))
    services.release_hold(hold, by=focal_point)
    released = entries(file_of(client, record))

    assert held["end of the objection window"]["status"] == "CANCELLED"
    assert not held["end of the objection window"].walk("VALARM")
    assert released["end of the objection window"]["status"] == "CONFIRMED"


def test_after_distribution_the_deadlines_are_off(
    client: Any, record: Any, focal_point: Any
) -> None:
    services.send_now(record, by=focal_point)
    services.distribute(record)

    found = entries(file_of(client, record))

    assert found["to be distributed by"]["status"] == "CANCELLED"
    assert found["end of the objection window"]["status"] == "CANCELLED"
    assert found["distributed to the providers"]["status"] == "CONFIRMED"


def test_withdrawal_takes_everything_off(client: Any, record: Any, focal_point: Any) -> None:
    services.withdraw(record, by=focal_point, note="Solved.")

    assert {str(each["status"]) for each in entries(file_of(client, record)).values()} == {
        "CANCELLED"
    }


def test_titles_speak_the_readers_language_and_keys_do_not(
    client: Any, record: Any, focal_point: Any
) -> None:
    english = {str(each["uid"]) for each in entries(file_of(client, record)).values()}
    User.objects.filter(pk=focal_point.pk).update(language="fr")

    assert {str(each["uid"]) for each in entries(file_of(client, record)).values()} == english


def test_a_draft_has_no_calendar(client: Any, focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    assert client.get(reverse("requests:calendar-file", args=[draft.pk])).status_code == 302


# --- The private address ----------------------------------------------------------------------------------------


def make(client: Any) -> str:
    """The path of a new private address, as the page shows it once."""
    page = read(client.post(reverse("requests:calendar")))
    return page.find(attrs={"data-calendar-address": True}).text.removeprefix("http://testserver")


def test_address_serves_the_requests_of_the_party_and_no_others(
    client: Any, record: Any, other_focal_point: Any, borduria: Any, focal_point: Any, arcadia: Any
) -> None:
    make_request(other_focal_point, borduria, title="Foreign")
    make_draft(focal_point, arcadia, title="Unfinished")

    answer = Client().get(make(client))

    calendar = Calendar.from_ical(answer.content)
    assert {str(each["summary"]).split(": ")[0] for each in calendar.walk("VEVENT")} == {
        record.reference
    }
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_address_is_shown_once_and_kept_as_a_hash(client: Any) -> None:
    token = make(client).split("/")[-1].removesuffix(".ics")

    assert token not in client.get(reverse("requests:calendar")).content.decode()
    assert CalendarAddress.objects.get().token_hash == services.token_hash(token)


def test_a_new_address_ends_the_former_one(client: Any) -> None:
    first, second = make(client), make(client)

    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    assert CalendarAddress.objects.filter(ended_at__isnull=True).count() == 1


def test_revoked_means_gone_and_revoking_twice_is_harmless(client: Any) -> None:
    address = make(client)

    for _click in range(2):
        assert client.post(reverse("requests:calendar-end")).status_code == 302

    assert Client().get(address).status_code == 404


def test_address_ends_with_the_account_and_empties_with_the_role(
    client: Any, focal_point: Any, record: Any
) -> None:
    address = make(client)

    focal_point.groups.clear()
    assert not Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_provider_has_nothing_to_subscribe_to(sign_in: Any, provider_contact: Any) -> None:
    client = sign_in(provider_contact)

    assert client.get(reverse("requests:calendar")).status_code == 403
    assert client.post(reverse("requests:calendar")).status_code == 403
    assert not CalendarAddress.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_feed_asks_the_database_the_same_whatever_it_lists(
    client: Any, focal_point: Any, arcadia: Any, number: int, django_assert_max_num_queries: Any
) -> None:
    for _each in range(number):
        make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    address = make(client)

    with django_assert_max_num_queries(8):
        assert Client().get(address).status_code == 200
