"""Silent providers: one second mail, several requests in one, and a contact that somebody checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken
from clearinghouse.desk.selectors import boards
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.parties.models import Contact, Party
from clearinghouse.reference.models import Policy
from requests_app import services, silence
from requests_app.enums import NoticeKind, RequestStatus, ResponseKind
from requests_app.models import AssistanceRequest, ContactCheck, Hold, Notice
from tests.factories import make_request

pytestmark = pytest.mark.django_db

FORTNIGHT = timedelta(days=14, minutes=1)


@pytest.fixture(autouse=True)
def _only_ours(provider: Party) -> None:
    """The real directory is silent too, but is not what these tests are about."""
    Party.objects.exclude(pk=provider.pk).update(is_provider=False)


@pytest.fixture
def ask(focal_point: Any, arcadia: Any) -> Any:
    """Distribute a request; its mails arrive unless told otherwise."""

    def _ask(state: DeliveryState = DeliveryState.ACCEPTED) -> AssistanceRequest:
        request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
        Delivery.objects.filter(message__notices__assistance_request=request).update(
            state=state, accepted_at=clock.now(), final_at=clock.now()
        )
        return request

    return _ask


def second_mails() -> list[Message]:
    return list(Message.objects.filter(kind="second_notice").order_by("created_at"))


def test_a_silent_provider_gets_one_second_mail(ask: Any, provider: Party) -> None:
    request = ask()

    services.remind_silent_providers()
    assert second_mails() == []
    with clock.shifted(FORTNIGHT):
        assert [services.remind_silent_providers() for _each in range(3)] == [1, 0, 0]
    with clock.shifted(FORTNIGHT * 9):
        assert services.remind_silent_providers() == 0

    [mail] = second_mails()
    reminder = Notice.objects.get(kind=NoticeKind.REMINDER)
    first = request.notices.get(kind=NoticeKind.REQUEST)
    assert mail.context == {"references": [request.reference], "path": first.get_absolute_url()}
    assert (reminder.provider, reminder.assistance_request, reminder.seq) == (provider, request, 1)
    assert [each.address for each in mail.deliveries.all()] == ["requests@aidorg.example"]


def test_the_tick_does_it(ask: Any) -> None:
    ask()

    with clock.shifted(FORTNIGHT):
        services.tick()

    assert len(second_mails()) == 1


def test_several_requests_come_in_one_mail_and_the_next_a_day_later(ask: Any) -> None:
    first, second = ask(), ask()
    with clock.shifted(timedelta(hours=3)):
        third = ask()

    with clock.shifted(FORTNIGHT):
        services.remind_silent_providers()
    with clock.shifted(FORTNIGHT + timedelta(hours=4)):
        services.remind_silent_providers()
    assert len(second_mails()) == 1
    with clock.shifted(FORTNIGHT + timedelta(days=1, hours=1)):
        services.remind_silent_providers()

    assert [mail.context["references"] for mail in second_mails()] == [
        [first.reference, second.reference],
        [third.reference],
    ]


@pytest.mark.parametrize("said", ["answer", "received", "not_for_us"])
def test_who_said_anything_gets_none(ask: Any, provider_contact: Any, said: str) -> None:
    request = ask()
    notice = request.notices.get()
    if said == "answer":
        answers = [{"need": request.needs.get().pk, "verdict": "no"}]
        services.answer(notice, by=provider_contact, answers=answers)
    else:
        services.respond(notice, by=provider_contact, kind=ResponseKind(said))

    with clock.shifted(FORTNIGHT):
        assert services.remind_silent_providers() == 0


@pytest.mark.parametrize("state", [DeliveryState.REJECTED, DeliveryState.CONTACT_NEEDED])
def test_undelivered_mail_is_a_matter_for_a_person(
    ask: Any, provider: Party, state: DeliveryState
) -> None:
    ask(state)

    with clock.shifted(FORTNIGHT):
        assert services.remind_silent_providers() == 0
        [found] = silence.providers_long_silent()

    assert found == provider
    assert found.has_unreached


def test_no_second_mail_about_what_is_over_or_held(
    ask: Any, focal_point: Any, provider: Party
) -> None:
    withdrawn, held, left = ask(), ask(), ask()
    services.withdraw(withdrawn, by=focal_point, note="Met.")
    Hold.objects.create(
        assistance_request=held, kind="state", reason="Talks.", placed_at=clock.now(),
        placed_by=focal_point,
    )  # fmt: skip

    with clock.shifted(FORTNIGHT):
        services.remind_silent_providers()

    assert second_mails()[0].context["references"] == [left.reference]


def test_nobody_to_write_to_and_nobody_active(ask: Any, provider: Party) -> None:
    ask()
    Contact.objects.filter(party=provider).update(is_active=False)

    with clock.shifted(FORTNIGHT):
        assert services.remind_silent_providers() == 0
        Contact.objects.filter(party=provider).update(is_active=True)
        Party.objects.filter(pk=provider.pk).update(is_active=False)
        assert services.remind_silent_providers() == 0


def test_the_figure_is_a_policy(ask: Any) -> None:
    Policy.objects.filter(pk="second_mail_after_days").update(value=3)
    ask()

    with clock.shifted(timedelta(days=3, minutes=1)):
        assert services.remind_silent_providers() == 1


def test_silence_on_three_in_a_row_asks_for_a_check(ask: Any, provider: Party) -> None:
    for _each in range(2):
        ask()
    with clock.shifted(FORTNIGHT):
        assert not silence.providers_long_silent().exists()
        ask()
    with clock.shifted(FORTNIGHT * 2):
        [found] = silence.providers_long_silent()

    assert (found, found.silent_count) == (provider, 3)


def test_a_sign_of_life_starts_the_count_anew(ask: Any, provider_contact: Any) -> None:
    requests = [ask() for _each in range(3)]

    with clock.shifted(timedelta(days=1)):
        services.mark_seen(requests[0].notices.get(), by=provider_contact)

    with clock.shifted(FORTNIGHT):
        assert not silence.providers_long_silent().exists()


def test_a_checked_contact_leaves_the_queue(ask: Any, provider: Party, expert: Any) -> None:
    for _each in range(3):
        ask()

    with clock.shifted(FORTNIGHT):
        assert silence.providers_long_silent().exists()
        services.confirm_contact(provider, by=expert, note="Called on 3 May; the address is right.")
        assert not silence.providers_long_silent().exists()


def test_the_desk_finds_and_settles_it(
    ask: Any, provider: Party, expert: Any, sign_in: Any
) -> None:
    requests = [ask() for _each in range(3)]
    client = sign_in(expert)
    address = reverse("admin:desk_requests:contact-check", args=[provider.pk])

    with clock.shifted(FORTNIGHT):
        services.remind_silent_providers()
        board = next(each for each in boards(expert) if each.kind.key == "contacts")
        page = client.get(address).content.decode()
        case = client.get(reverse("admin:desk_requests:detail", args=[requests[0].pk]))
        client.post(address, {"note": "Called; the address is right."})

    assert [line.row.href for line in board.lines] == [address]
    assert "No sign of life on 3 requests in a row." in page
    assert "requests@aidorg.example" in page
    assert case.content.decode().count("Second notice on") == 1
    assert "Distributed to 1 provider," in case.content.decode()
    assert provider.contact_checks.get().confirmed_by == expert


def test_a_member_reads_and_changes_nothing(provider: Party, member: Any, sign_in: Any) -> None:
    client = sign_in(member)
    address = reverse("admin:desk_requests:contact-check", args=[provider.pk])

    assert "How was it checked?" not in client.get(address).content.decode()
    assert client.post(address, {"note": "Called."}).status_code == 403
    assert not ContactCheck.objects.exists()


def test_who_checks_contacts_and_says_how(
    provider: Party, expert: Any, member: Any, provider_contact: Any
) -> None:
    for person in (member, provider_contact):
        with pytest.raises(NotAllowed):
            services.confirm_contact(provider, by=person, note="Called.")
    with pytest.raises(RuleBroken, match="Say how"):
        services.confirm_contact(provider, by=expert, note=" ")
