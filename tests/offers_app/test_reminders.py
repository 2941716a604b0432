"""The yearly question, its reminder, the mail before the last day: one mail a provider and day, never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.render import render
from offers_app import selectors, services
from offers_app.enums import OfferStatus
from offers_app.models import Offer, OfferReminder
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)
MONTH = timedelta(days=31)


def mails(kind: str = "offer_confirm") -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("created_at"))


@pytest.fixture
def two(provider: Any, provider_contact: Any) -> list[Offer]:
    return [
        make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED, title=title)
        for title in ("Training in cargo controls", "Advice on laws")
    ]


def test_offers_of_one_day_are_one_mail(two: list[Offer]) -> None:
    assert services.remind_of_offers() == 0
    with clock.shifted(YEAR):
        assert services.remind_of_offers() == 1
        assert services.remind_of_offers() == 0

    (mail,) = mails()
    assert mail.context["references"] == sorted(str(offer.reference) for offer in two)


def test_one_reminder_and_then_silence(two: list[Offer]) -> None:
    with clock.shifted(YEAR):
        services.remind_of_offers()
    for later in (MONTH, 2 * MONTH, 4 * MONTH):
        with clock.shifted(YEAR + later):
            services.remind_of_offers()
            services.remind_of_offers()

    assert [mail.context.get("is_second", False) for mail in mails()] == [False, True]


def test_what_was_confirmed_meanwhile_is_not_asked_again(
    two: list[Offer], provider_contact: Any
) -> None:
    with clock.shifted(YEAR):
        services.remind_of_offers()
        services.confirm(two[0], by=provider_contact)
    with clock.shifted(YEAR + MONTH):
        services.remind_of_offers()

    assert mails()[1].context["references"] == [two[1].reference]


def test_a_year_after_the_answer_the_question_comes_again(
    two: list[Offer], provider_contact: Any
) -> None:
    with clock.shifted(YEAR):
        services.remind_of_offers()
        for offer in two:
            services.confirm(offer, by=provider_contact)
    with clock.shifted(2 * YEAR):
        services.remind_of_offers()

    assert len(mails()) == 2
    assert OfferReminder.objects.filter(kind="confirm").count() == 4


def test_drafts_and_rehearsals_are_left_alone(provider: Any, provider_contact: Any) -> None:
    make_offer(provider, provider_contact)
    rehearsed = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    Offer.objects.filter(pk=rehearsed.pk).update(is_rehearsal=True)

    with clock.shifted(YEAR):
        assert services.remind_of_offers() == 0


def test_a_provider_without_addresses_keeps_the_offer_in_the_queue(
    two: list[Offer], provider: Any, provider_contact: Any
) -> None:
    provider.contacts.all().delete()
    provider_contact.groups.clear()

    with clock.shifted(YEAR):
        assert services.remind_of_offers() == 0
        assert selectors.unconfirmed().count() == 2


def test_the_last_day_is_announced_once(provider: Any, provider_contact: Any) -> None:
    last = selectors.new_york_today() + timedelta(days=60)
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED, valid_until=last)
    services.remind_of_offers()
    assert not mails("offer_expires")

    with clock.shifted(timedelta(days=31)):
        services.remind_of_offers()
    with clock.shifted(timedelta(days=40)):
        services.remind_of_offers()

    (mail,) = mails("offer_expires")
    assert mail.context["path"] == f"/workspace/offers/{offer.pk}/edit/"


def test_a_moved_last_day_is_announced_anew(provider: Any, provider_contact: Any) -> None:
    today = selectors.new_york_today()
    offer = make_offer(
        provider, provider_contact, at=OfferStatus.PUBLISHED, valid_until=today + timedelta(days=10)
    )
    services.remind_of_offers()
    services.revise(
        offer,
        by=provider_contact,
        version=offer.version,
        fields={"valid_until": today + timedelta(days=20)},
    )
    with clock.shifted(timedelta(days=1)):
        services.remind_of_offers()

    assert len(mails("offer_expires")) == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_mail_says_references_and_links_only(two: list[Offer], language: str) -> None:
    with clock.shifted(YEAR):
        services.remind_of_offers()
    Delivery.objects.update(language=language)

    text = render(Delivery.objects.get(), at=clock.now()).get_content()

    assert all(str(offer.reference) in text and offer.title not in text for offer in two)
    assert "/workspace/offers/links/confirm/" in text
