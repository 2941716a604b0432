"""The pages of providers: allowed, forbidden, invisible; and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from clearinghouse.core import clock
from offers_app.enums import OfferStatus
from offers_app.models import Offer, PublicOffer
from tests.offers_app.records import COMPLETE, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact_client(sign_in, provider_contact):
    return sign_in(provider_contact)


@pytest.fixture
def draft(provider, provider_contact):
    return make_offer(provider, provider_contact)


@pytest.fixture
def published(provider, provider_contact):
    return make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)


def at(name: str, offer: Offer | None = None, *more: str) -> str:
    return reverse(f"offers:{name}", args=[offer.pk, *more] if offer else [])


def typed(offer: Offer, **fields) -> dict:
    """What a browser posts for a complete offer."""
    contact = offer.provider.contacts.first()
    return {
        **{name: value for name, value in COMPLETE.items() if name != "everywhere"},
        "everywhere": "all",
        "contact": contact.pk if contact else "",
        "version": offer.version,
        **fields,
    }


# --- Who opens what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_own_offer_opens(contact_client, draft, name):
    page = contact_client.get(at(name, draft))

    assert page.status_code == 200
    assert draft.title in page.content.decode()


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_offer_of_another_provider_is_not_there(sign_in, other_provider_contact, published, name):
    assert sign_in(other_provider_contact).get(at(name, published)).status_code == 404


@pytest.mark.parametrize("verb", ["publish", "withdraw", "confirm", "take-off"])
def test_verb_of_another_provider_is_not_there(sign_in, other_provider_contact, published, verb):
    client = sign_in(other_provider_contact)

    assert client.post(at("transition", published, verb)).status_code == 404
    assert PublicOffer.objects.exists()


def test_expert_reads_and_does_not_edit(sign_in, expert, published):
    client = sign_in(expert)

    page = client.get(at("detail", published))

    assert page.status_code == 200
    assert at("transition", published, "withdraw") not in page.content.decode()
    assert client.get(at("edit", published)).status_code == 403
    assert client.post(at("transition", published, "withdraw")).status_code == 403


def test_signed_out_is_sent_to_the_door(client, published):
    for address in (at("home"), at("new"), at("detail", published), at("edit", published)):
        assert client.get(address).status_code == 302


def test_person_without_a_role_writes_no_offer(sign_in, nobody, focal_point):
    for person in (nobody, focal_point):
        assert sign_in(person).get(at("new")).status_code == 403
        assert sign_in(person).get(at("home")).status_code == 200


@pytest.mark.parametrize("status", OfferStatus.values)
def test_every_status_has_its_page(contact_client, provider, provider_contact, status):
    offer = make_offer(provider, provider_contact, at=OfferStatus(status))

    page = contact_client.get(at("detail", offer))

    assert page.status_code == 200
    assert BeautifulSoup(page.content, "html.parser").select("form[action*='/do/']")


# --- Writing ----------------------------------------------------------------------------------------------------


def test_begin_asks_for_little_and_opens_the_form(contact_client, provider):
    fields = {
        "provider": provider.pk,
        "language": "fr",
        "title": "Formation",
        "submission_key": str(uuid4()),
    }
    answers = [contact_client.post(at("new"), fields) for _ in range(2)]

    offer = Offer.objects.get()
    assert {answer.url for answer in answers} == {at("edit", offer)}
    assert (offer.title, offer.language, offer.provider) == ("Formation", "fr", provider)


def test_begin_for_another_provider_is_refused(contact_client, other_provider):
    fields = {"provider": other_provider.pk, "language": "en", "submission_key": str(uuid4())}

    page = contact_client.post(at("new"), fields)

    assert page.status_code == 200
    assert not Offer.objects.exists()


def test_expert_enters_an_offer_with_its_source(sign_in, expert, provider):
    client = sign_in(expert)
    fields = {"provider": provider.pk, "language": "en", "submission_key": str(uuid4())}

    refused = client.post(at("new"), fields)
    assert "Name the document" in refused.content.decode()

    client.post(at("new"), {**fields, "source": "Note verbale of 3 March 2026"})
    assert Offer.objects.get().source == "Note verbale of 3 March 2026"


def test_saving_keeps_everything(contact_client, draft, arcadia):
    fields = typed(
        draft,
        everywhere="chosen",
        m49=["002"],
        states=[arcadia.pk],
        valid_until="2030-12-31",
        title="New words",
    )

    # A real provider's form does not offer fictitious States; this provider is one itself.
    answer = contact_client.post(at("edit", draft), fields)

    assert answer.url == at("detail", draft)
    draft.refresh_from_db()
    assert (draft.title, draft.everywhere, draft.m49, draft.version) == (
        "New words",
        False,
        ["002"],
        2,
    )
    assert [state.pk for state in draft.states.all()] == [arcadia.pk]
    assert contact_client.get(at("edit", draft)).status_code == 200


def test_draft_is_saved_without_what_cannot_be_read(contact_client, draft):
    fields = typed(draft, title="Kept words", valid_until="soon", valid_from="2026-12-01")

    page = contact_client.post(at("edit", draft), fields)

    assert page.status_code == 422
    assert 'value="soon"' in page.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.valid_from) == ("Kept words", None)


def test_days_in_the_wrong_order_are_a_sentence(contact_client, draft):
    fields = typed(draft, valid_from="2027-05-01", valid_until="2027-01-01")

    page = contact_client.post(at("edit", draft), fields)

    assert "The last day comes before the first" in page.content.decode()


def test_published_offer_is_not_saved_incomplete_and_keeps_the_words(contact_client, published):
    page = contact_client.post(at("edit", published), typed(published, title="Typed", areas=[]))

    text = page.content.decode()
    assert page.status_code == 409
    assert 'value="Typed"' in text
    assert "Choose at least one area." in text
    assert PublicOffer.objects.get().areas == ["3C"]


def test_stale_save_keeps_the_words_and_a_second_click_saves(contact_client, draft):
    first = typed(draft, title="Mine")
    contact_client.post(at("edit", draft), typed(draft, title="Theirs"))

    page = contact_client.post(at("edit", draft), first)

    assert page.status_code == 409
    assert 'value="Mine"' in page.content.decode()
    version = BeautifulSoup(page.content, "html.parser").find("input", {"name": "version"})["value"]
    contact_client.post(at("edit", draft), {**first, "version": version})
    draft.refresh_from_db()
    assert draft.title == "Mine"


def test_autosave_answers_with_the_next_version(contact_client, draft):
    answer = contact_client.post(at("autosave", draft), typed(draft, title="By itself"))

    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    draft.refresh_from_db()
    assert draft.title == "By itself"


def test_autosave_never_touches_what_is_public(contact_client, published):
    answer = contact_client.post(at("autosave", published), typed(published, title="By itself"))

    assert answer.status_code == 409
    assert PublicOffer.objects.get().title != "By itself"


# --- Deciding ---------------------------------------------------------------------------------------------------


def test_publish_confirm_take_off_withdraw_and_undo(contact_client, draft):
    for verb, status, is_public in (
        ("publish", "published", True),
        ("confirm", "published", True),
        ("take-off", "submitted", False),
        ("publish", "published", True),
        ("withdraw", "withdrawn", False),
        ("reopen", "draft", False),
    ):
        answer = contact_client.post(at("transition", draft, verb))
        draft.refresh_from_db()

        assert answer.url == at("detail", draft)
        assert draft.status == status
        assert PublicOffer.objects.exists() is is_public


def test_incomplete_draft_shows_what_is_missing_with_links(contact_client, draft):
    Offer.objects.filter(pk=draft.pk).update(areas=[])

    soup = BeautifulSoup(contact_client.get(at("detail", draft)).content, "html.parser")

    link = soup.select_one(".error-summary a")
    assert link["href"] == f"{at('edit', draft)}#id_areas_field"
    button = soup.select_one(f"form[action='{at('transition', draft, 'publish')}'] button")
    assert button.has_attr("disabled")


def test_refused_publication_says_why(contact_client, draft):
    Offer.objects.filter(pk=draft.pk).update(areas=[])

    page = contact_client.post(at("transition", draft, "publish"), follow=True)

    assert "Choose at least one area." in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_old_offer_is_confirmed_from_the_list(contact_client, published):
    Offer.objects.filter(pk=published.pk).update(
        last_confirmed_at=clock.now() - timedelta(days=400)
    )
    assert "It still stands" in contact_client.get(at("home")).content.decode()

    answer = contact_client.post(at("transition", published, "confirm"), {"next": "list"})

    assert answer.url == at("home")
    assert "It still stands" not in contact_client.get(at("home")).content.decode()


@pytest.mark.parametrize("method", ["get", "put"])
def test_verbs_are_posted(contact_client, draft, method):
    assert getattr(contact_client, method)(at("transition", draft, "publish")).status_code == 405


def test_list_costs_the_same_for_one_and_three(
    contact_client, provider, provider_contact, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_offer(provider, provider_contact)
    contact_client.get(at("home"))
    with CaptureQueriesContext(connection) as one:
        contact_client.get(at("home"))
    make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    make_offer(provider, provider_contact, at=OfferStatus.WITHDRAWN)
    with CaptureQueriesContext(connection) as three:
        contact_client.get(at("home"))

    assert len(one) == len(three)


def test_pages_hold_nothing_inline(contact_client, draft, published):
    for address in (at("home"), at("new"), at("edit", draft), at("detail", published)):
        soup = BeautifulSoup(contact_client.get(address).content, "html.parser")
        assert not soup.select("[style], [onclick], style")
        assert not [script for script in soup.find_all("script") if script.string]


# --- At the desk ------------------------------------------------------------------------------------------------


def test_desk_list_leads_to_the_offer(sign_in, expert, published):
    client = sign_in(expert)

    listed = client.get(reverse("admin:offers_app_offer_changelist"))
    opened = client.get(reverse("admin:offers_app_offer_change", args=[published.pk]))

    assert published.title in listed.content.decode()
    assert opened.url == at("detail", published)
    assert client.get(reverse("admin:offers_app_offer_add")).status_code == 403


def test_expert_has_every_button_of_an_entered_offer_but_the_confirmation(
    sign_in, expert, provider_contact, provider
):
    entered = make_offer(
        provider, expert, at=OfferStatus.PUBLISHED, source="A note verbale", contact=None
    )

    def verbs(user) -> set[str]:
        page = BeautifulSoup(sign_in(user).get(at("detail", entered)).content, "html.parser")
        every = ("confirm", "take-off", "withdraw")
        return {v for v in every if page.select(f"form[action='{at('transition', entered, v)}']")}

    assert verbs(expert) == {"take-off", "withdraw"}
    assert verbs(provider_contact) == {"confirm", "take-off", "withdraw"}


def test_expert_is_not_asked_to_confirm_an_old_offer(sign_in, expert, contact_client, provider):
    entered = make_offer(
        provider, expert, at=OfferStatus.PUBLISHED, source="A note verbale", contact=None
    )

    assert "confirm it by one click" in contact_client.get(at("detail", entered)).content.decode()
    read = sign_in(expert).get(at("detail", entered)).content.decode()
    assert "confirm it by one click" not in read
    assert "The provider has not confirmed this offer for a long time." in read
