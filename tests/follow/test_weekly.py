"""The weekly mail to Committee members: on Mondays at seven by their own clock, once, and only about something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clearinghouse.accounts.models import User
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed
from clearinghouse.follow import services, weekly
from clearinghouse.follow.models import WeeklyDigest
from clearinghouse.notifications import links
from clearinghouse.notifications.kinds import KINDS
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.render import render
from clearinghouse.reports import weeks
from clearinghouse.reports.periods import Period, week_of
from requests_app import services as requests
from tests.factories import make_request

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


def monday_after(week: Period) -> datetime:
    """Half past seven in Paris."""
    return datetime.combine(week.last + 2 * DAY, time(7, 30), PARIS)


@pytest.fixture
def reader(member: Any) -> Any:
    """A member in Paris with an account older than every week of these tests."""
    User.objects.filter(pk=member.pk).update(
        time_zone="Europe/Paris", joined_at=datetime(2020, 1, 1, tzinfo=PARIS)
    )
    member.refresh_from_db()
    return member


@pytest.fixture
def busy_week(reader: Any, focal_point: Any, arcadia: Any) -> Iterator[Period]:
    """A week with a request, a hold placed and released; the clock stands at the Monday after, half past seven."""
    request = make_request(focal_point, arcadia, at="acknowledged")
    hold = requests.place_hold(request, by=focal_point, reason="The capital is consulted.")
    requests.release_hold(hold, by=focal_point)
    week = week_of(clock.new_york_day())
    with clock.shifted(monday_after(week) - clock.now()):
        yield week


def mails() -> list[Message]:
    return list(Message.objects.filter(kind="weekly_digest"))


def test_one_mail_about_the_week_before_however_often_it_ticks(
    busy_week: Period, reader: Any
) -> None:
    assert [weekly.tick(), weekly.tick()] == [1, 0]

    (mail,) = mails()
    assert mail.context["path"] == f"/desk/week/{busy_week.first}/"
    assert (mail.context["received_count"], mail.context["holds_placed_count"]) == (1, 1)
    text = render(mail.deliveries.get(), at=clock.now()).as_string()
    assert "Arcadia" not in text
    assert "AR/" not in text


def test_not_before_seven_by_the_clock_of_the_person(busy_week: Period) -> None:
    with clock.shifted(-timedelta(hours=1)):
        assert weekly.tick() == 0
    assert weekly.tick() == 1


def test_a_week_is_not_told_days_late(busy_week: Period) -> None:
    with clock.shifted(3 * DAY):
        assert weekly.tick() == 0


@pytest.mark.parametrize(
    ("now", "is_due"),
    [("2026-10-26T05:59", False), ("2026-10-26T06:01", True), ("2026-03-30T05:01", True),
     ("2026-03-30T04:59", False)],
)  # fmt: skip
def test_seven_is_seven_on_the_monday_after_the_clocks_change(
    now: str, is_due: bool, reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.fromisoformat(f"{now}+00:00")
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(weeks, "counts", lambda week: {})

    weekly.tick()

    told = list(WeeklyDigest.objects.values_list("first_date", flat=True))
    assert told == ([moment.date() - 8 * DAY] if is_due else [])


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_the_week_is_over_before_its_mail_everywhere(zone: str) -> None:
    monday = datetime(2026, 11, 23, 7, tzinfo=ZoneInfo(zone))

    assert week_of(monday.date() - 7 * DAY).ends < monday


def test_nothing_when_nothing_happened(reader: Any) -> None:
    week = week_of(clock.new_york_day())

    with clock.shifted(monday_after(week) - clock.now()):
        assert weekly.tick() == 0

    assert WeeklyDigest.objects.get().message is None
    assert not mails()


def test_without_the_role_no_mail_comes(busy_week: Period, reader: Any) -> None:
    reader.groups.clear()

    assert weekly.tick() == 0


def test_other_desk_roles_get_none(busy_week: Period, expert: Any, secretariat: Any) -> None:
    weekly.tick()

    assert Delivery.objects.filter(message__kind="weekly_digest").count() == 1


def test_whoever_ended_it_gets_none_and_may_take_it_up_again(
    busy_week: Period, reader: Any
) -> None:
    services.end_weekly(by=reader)
    assert weekly.tick() == 0
    services.resume_weekly(by=reader)

    assert weekly.tick() == 0, "this Monday was before the choice"
    with clock.shifted(-timedelta(hours=2)):
        services.end_weekly(by=reader)
        services.resume_weekly(by=reader)
    assert weekly.tick() == 1


def test_a_second_row_for_the_same_week_is_impossible(busy_week: Period, reader: Any) -> None:
    weekly.tick()

    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyDigest.objects.create(person=reader, first_date=busy_week.first, made_at=clock.now())


def test_the_link_of_the_mail_ends_the_mail(busy_week: Period, reader: Any, client: Client) -> None:
    weekly.tick()
    delivery = Delivery.objects.get(message__kind="weekly_digest")
    address = links.make("unfollow", delivery.pk)

    assert "End these mails" in client.get(address).content.decode()
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert "have ended" in client.get(address).content.decode()
    assert render(delivery, at=clock.now())["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with clock.shifted(7 * DAY):
        assert weekly.tick() == 0


def test_the_choice_stands_on_the_page_of_members_only(
    reader: Any, expert: Any, sign_in: Any
) -> None:
    client, end = sign_in(reader), reverse("follow:weekly", args=["end"])
    assert end in client.get(reverse("follow:home")).content.decode()
    client.post(end)
    assert end not in client.get(reverse("follow:home")).content.decode()

    assert end not in sign_in(expert).get(reverse("follow:home")).content.decode()
    assert sign_in(expert).post(end).status_code == 403
    with pytest.raises(NotAllowed):
        services.resume_weekly(by=expert)


def test_the_page_shows_the_figures_of_the_mail(
    busy_week: Period, reader: Any, sign_in: Any
) -> None:
    weekly.tick()
    (mail,) = mails()

    page = BeautifulSoup(sign_in(reader).get(mail.context["path"]).content, "html.parser")

    shown = {cell["data-figure"]: int(cell.text) for cell in page.select("[data-figure]")}
    assert shown == weeks.counts(busy_week)
    told = {f"{key.replace('-', '_')}_count": number for key, number in shown.items()}
    assert told == {name: each for name, each in mail.context.items() if name != "path"}
    assert set(told) | {"path"} == KINDS["weekly_digest"].needs


def test_weeks_begin_on_sundays_and_not_in_the_future(member: Any, sign_in: Any) -> None:
    client, this = sign_in(member), week_of(clock.new_york_day()).first
    got = [
        client.get(reverse("admin:weeks:week", args=[first])).status_code
        for first in (this, this - 7 * DAY, this + DAY, this + 7 * DAY, "2026-02-31", "0001-01-01")
    ]

    assert got == [200, 200, 404, 404, 404, 404]
    quiet = client.get(reverse("admin:weeks:week", args=["2020-01-05"])).content.decode()
    assert "A quiet week" in quiet
