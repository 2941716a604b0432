"""What is found, told once, in one mail, at the right hour; and ended by one press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, Stale
from clearinghouse.follow import digests, selectors, services
from clearinghouse.follow.models import Follow, FollowHit
from clearinghouse.notifications import links
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.render import digest as body_hash
from clearinghouse.notifications.render import render
from offers_app import services as offers
from offers_app.enums import OfferStatus
from requests_app.enums import RequestStatus
from tests.factories import make_request
from tests.offers_app.records import make_offer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def follow(by: Any, **fields: Any) -> Follow:
    return services.begin(by=by, fields={"name": "Borders", "rhythm": "at_once", **fields})


def news() -> list[Message]:
    return list(Message.objects.filter(kind="follow_news").order_by("created_at"))


@pytest.fixture
def asked(focal_point: Any, arcadia: Any, provider: Any) -> Any:
    """Makes a request that is distributed to the provider."""

    def make(**fields: Any) -> Any:
        return make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED, **fields)

    return make


def test_a_provider_hears_of_its_notice_once(provider_contact: Any, asked: Any) -> None:
    follow(provider_contact, areas=["3C"], regions=["002"])
    request = asked(title="Secret title")

    assert [digests.tick(), digests.tick()] == [1, 0]
    (mail,) = news()
    assert mail.context["references"] == [request.reference]
    text = render(mail.deliveries.get(), at=clock.now()).as_string()
    assert "Secret title" not in text
    assert "Arcadia" not in text


def test_what_came_before_or_does_not_fit_is_not_told(provider_contact: Any, asked: Any) -> None:
    earlier = asked()
    follow(provider_contact)
    follow(provider_contact, areas=["3D"])

    assert digests.tick() == 0
    assert not FollowHit.objects.filter(item__in=earlier.notices.values("pk")).exists()


def test_two_follows_are_one_mail_and_no_repeat_in_another_rhythm(
    provider_contact: Any, asked: Any
) -> None:
    for rhythm in ("at_once", "at_once", "daily", "weekly"):
        follow(provider_contact, rhythm=rhythm)
    asked()

    digests.tick()
    with clock.shifted(8 * DAY):
        digests.tick()
        digests.tick()

    assert len(news()) == 1
    assert not FollowHit.objects.filter(told_at__isnull=True).exists()


def test_a_daily_mail_gathers_and_waits_for_seven(provider_contact: Any, asked: Any) -> None:
    follow(provider_contact, rhythm="daily")
    first, second = asked(), asked()

    digests.tick()
    assert not news()
    with clock.shifted(DAY):
        digests.tick()
        digests.tick()

    (mail,) = news()
    assert sorted(mail.context["references"]) == sorted([first.reference, second.reference])


def test_another_tick_at_the_same_time_adds_nothing(provider_contact: Any, asked: Any) -> None:
    followed = follow(provider_contact)
    asked()
    stale = Follow.objects.select_related("person").get(pk=followed.pk)

    digests.look_for_news()
    digests._look([stale])
    digests.tell_news()
    digests._tell(provider_contact, "at_once")

    assert (FollowHit.objects.count(), len(news())) == (1, 1)


def test_a_mission_hears_of_public_offers_and_never_of_notices(
    focal_point: Any, provider: Any, provider_contact: Any, asked: Any
) -> None:
    follow(focal_point)
    asked()
    make_offer(provider, provider_contact, at=OfferStatus.SUBMITTED)
    public = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    digests.tick()

    assert news()[0].context["references"] == [public.reference]


def test_what_is_gone_before_the_mail_is_not_told(
    focal_point: Any, provider: Any, provider_contact: Any
) -> None:
    follow(focal_point, rhythm="daily")
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    digests.tick()
    offers.withdraw(offer, by=provider_contact)

    with clock.shifted(DAY):
        assert digests.tick() == 0


def test_a_member_hears_of_everything_at_the_desk(
    member: Any, provider: Any, provider_contact: Any, asked: Any
) -> None:
    follow(member)
    request = asked()
    offer = make_offer(provider, provider_contact, at=OfferStatus.SUBMITTED)

    digests.tick()

    assert set(news()[0].context["references"]) == {request.reference, offer.reference}


def test_a_follow_ends_with_the_role(provider_contact: Any, asked: Any) -> None:
    followed = follow(provider_contact)
    provider_contact.groups.clear()
    asked()

    assert digests.tick() == 0
    followed.refresh_from_db()
    assert followed.ended_at is not None


def test_without_a_role_nobody_follows(nobody: Any) -> None:
    with pytest.raises(NotAllowed, match="role"):
        follow(nobody)


def test_pausing_and_resuming(provider_contact: Any, asked: Any) -> None:
    followed = follow(provider_contact)
    services.pause(followed, by=provider_contact)
    asked()
    digests.tick()
    with pytest.raises(Stale):
        services.pause(followed, by=provider_contact)
    services.resume(followed, by=provider_contact)
    digests.tick()
    assert not news()

    asked()
    assert digests.tick() == 1


def test_nobody_changes_what_another_follows(
    provider_contact: Any, other_provider_contact: Any
) -> None:
    followed = follow(provider_contact)
    for verb in (services.pause, services.end, services.resume):
        with pytest.raises(NotAllowed):
            verb(followed, by=other_provider_contact)


@pytest.fixture
def delivery(provider_contact: Any, asked: Any) -> Delivery:
    follow(provider_contact)
    asked()
    digests.tick()
    return Delivery.objects.get(message__kind="follow_news")


def test_the_mail_can_be_ended_by_the_mail_program(delivery: Delivery) -> None:
    first, again = (render(delivery, at=clock.now()) for _ in range(2))
    address = first["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert body_hash(first) == body_hash(again)
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code in {200, 302}
    assert not selectors.live().exists()


def test_other_mails_have_no_such_header(asked: Any) -> None:
    asked()
    mail = render(Delivery.objects.filter(message__kind="distribution_notice")[0], at=clock.now())

    assert mail["List-Unsubscribe"] is None


def test_fetching_the_link_changes_nothing(delivery: Delivery, client: Client) -> None:
    address = links.make("unfollow", delivery.pk)

    answers = [client.get(address), client.head(address)]

    assert [each.status_code for each in answers] == [200, 200]
    assert selectors.live().count() == 1
    assert client.get("/workspace/follow/links/end/nonsense/").status_code == 404


def test_the_second_press_is_harmless(delivery: Delivery, client: Client) -> None:
    address = links.make("unfollow", delivery.pk)

    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert "have ended" in client.get(address).content.decode()


# --- Pages ---------------------------------------------------------------------------------------------------------

FORM = {"name": "Borders", "areas": ["3C"], "rhythm": "daily"}


def test_preview_shows_and_saves_nothing(provider_contact: Any, asked: Any, sign_in: Any) -> None:
    request = asked()
    client = sign_in(provider_contact)

    page = client.post(reverse("follow:new"), {**FORM, "go": "preview"})
    empty = client.post(reverse("follow:new"), {**FORM, "areas": ["3D"], "go": "preview"})

    assert request.reference in page.content.decode()
    assert request.reference not in empty.content.decode()
    assert not Follow.objects.exists()


def test_begin_change_pause_end_and_follow_again(provider_contact: Any, sign_in: Any) -> None:
    client = sign_in(provider_contact)
    client.post(reverse("follow:new"), {**FORM, "go": "save"})
    followed = Follow.objects.get()
    client.post(reverse("follow:edit", args=[followed.pk]), {**FORM, "name": "Other", "go": "save"})
    for verb in ("pause", "end", "resume"):
        assert client.post(reverse("follow:do", args=[followed.pk, verb])).status_code == 302

    followed.refresh_from_db()
    assert (followed.name, followed.ended_at, followed.paused_at) == ("Other", None, None)
    assert "Other" in client.get(reverse("follow:home")).content.decode()


def test_a_nameless_follow_is_refused_with_what_was_chosen(
    provider_contact: Any, sign_in: Any
) -> None:
    page = sign_in(provider_contact).post(reverse("follow:new"), {**FORM, "name": "", "go": "save"})

    assert page.status_code == 422
    assert not Follow.objects.exists()


def test_what_another_follows_is_not_there(
    provider_contact: Any, other_provider_contact: Any, sign_in: Any
) -> None:
    followed = follow(provider_contact)
    client = sign_in(other_provider_contact)

    assert client.get(reverse("follow:edit", args=[followed.pk])).status_code == 404
    assert client.post(reverse("follow:do", args=[followed.pk, "end"])).status_code == 404


def test_news_are_listed_for_their_reader_only(
    delivery: Delivery, provider_contact: Any, other_provider_contact: Any, sign_in: Any
) -> None:
    reference = delivery.message.context["references"][0]

    assert reference in sign_in(provider_contact).get(reverse("follow:news")).content.decode()
    assert (
        reference
        not in sign_in(other_provider_contact).get(reverse("follow:news")).content.decode()
    )


def test_a_person_of_the_desk_has_the_same_page(expert: Any, sign_in: Any) -> None:
    assert sign_in(expert).get(reverse("follow:new")).status_code == 200
