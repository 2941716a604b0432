from __future__ import annotations

from uuid import uuid4

import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.parties.models import Grouping
from offers_app import services
from offers_app.enums import OfferStatus
from offers_app.models import Offer, PublicOffer
from offers_app.signals import offer_changed, offer_published
from tests.offers_app.records import COMPLETE, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """Which signals were sent, in order."""
    found = []

    def published(sender, offer_id, **kwargs):
        found.append(("published", offer_id))

    def changed(sender, offer_id, **kwargs):
        found.append(("changed", offer_id))

    offer_published.connect(published)
    offer_changed.connect(changed)
    yield found
    offer_published.disconnect(published)
    offer_changed.disconnect(changed)


def test_second_click_on_begin_gives_the_same_draft(provider, provider_contact):
    key = uuid4()

    drafts = {
        services.create_draft(
            provider=provider, by=provider_contact, fields=COMPLETE, submission_key=key
        ).pk
        for _ in range(2)
    }

    assert len(drafts) == Offer.objects.count() == 1


def test_unknown_field_is_a_mistake(provider, provider_contact):
    with pytest.raises(TypeError, match="status"):
        services.create_draft(
            provider=provider, by=provider_contact, fields={"status": "published"}
        )


def test_revising_writes_fields_and_scope(provider, provider_contact, arcadia):
    offer = make_offer(provider, provider_contact)
    fields = {
        "title": "Another title",
        "everywhere": False,
        "m49": ["002"],
        "groupings": [Grouping.objects.get(code="AU")],
        "states": [arcadia.state],
        "excluded_states": [],
    }

    services.revise(offer, by=provider_contact, version=offer.version, fields=fields)

    assert (offer.title, offer.m49, offer.version) == ("Another title", ["002"], 2)
    assert [state.code for state in offer.states.all()] == ["XAA"]


def test_revising_an_old_version_is_stale_and_changes_nothing(provider, provider_contact):
    offer = make_offer(provider, provider_contact)
    services.revise(offer, by=provider_contact, version=1, fields={"title": "First"})

    with pytest.raises(Stale):
        services.revise(offer, by=provider_contact, version=1, fields={"title": "Second"})

    offer.refresh_from_db()
    assert offer.title == "First"


def test_published_offer_changes_with_its_public_copy(
    provider, provider_contact, heard, django_capture_on_commit_callbacks
):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    with django_capture_on_commit_callbacks(execute=True):
        services.revise(
            offer, by=provider_contact, version=offer.version, fields={"title": "New title"}
        )

    assert PublicOffer.objects.get().title == "New title"
    assert heard[-1] == ("changed", offer.pk)


def test_published_offer_cannot_be_made_incomplete(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)

    with pytest.raises(RuleBroken):
        services.revise(offer, by=provider_contact, version=offer.version, fields={"areas": []})

    offer.refresh_from_db()
    assert offer.areas == ["3C"]
    assert PublicOffer.objects.get().areas == ["3C"]


def test_withdrawn_offer_is_not_edited(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.WITHDRAWN)

    with pytest.raises(Stale):
        services.revise(offer, by=provider_contact, version=offer.version, fields={"title": "X"})


@pytest.mark.parametrize(
    ("verb", "at", "signal"),
    [
        (services.submit, OfferStatus.DRAFT, "published"),
        (services.publish, OfferStatus.SUBMITTED, "published"),
        (services.take_off, OfferStatus.PUBLISHED, "changed"),
        (services.confirm, OfferStatus.PUBLISHED, "changed"),
        (services.withdraw, OfferStatus.PUBLISHED, "changed"),
        (services.renew, OfferStatus.EXPIRED, "published"),
    ],
)
def test_verbs_tell_whoever_listens_after_the_commit(
    provider, provider_contact, heard, django_capture_on_commit_callbacks, verb, at, signal
):
    offer = make_offer(provider, provider_contact, at=at)

    with django_capture_on_commit_callbacks(execute=True):
        verb(offer, by=provider_contact)

    assert heard == [(signal, offer.pk)]


def test_history_says_what_happened_without_the_words(provider, provider_contact):
    offer = make_offer(provider, provider_contact, at=OfferStatus.PUBLISHED)
    services.withdraw(offer, by=provider_contact, note="No funds this year.")

    events = AuditEvent.objects.filter(case_id=offer.pk)
    assert [event.event for event in events] == [
        "OFFER_DRAFTED",
        "OFFER_SUBMITTED",
        "OFFER_PUBLISHED",
        "OFFER_WITHDRAWN",
    ]
    assert events.last().note == "No funds this year."
    assert all("cargo" not in str(event.data) for event in events)


@pytest.mark.parametrize(
    "verb",
    [services.submit, services.publish, services.withdraw],
)
def test_expert_decides_nothing_on_a_providers_own_offer(provider, provider_contact, expert, verb):
    offer = make_offer(provider, provider_contact)

    with pytest.raises(NotAllowed):
        verb(offer, by=expert)


def test_expert_enters_an_offer_from_a_document(provider, expert, provider_contact):
    offer = make_offer(provider, expert, source="Note verbale of 3 March 2026", contact=None)

    services.publish(offer, by=expert)
    assert PublicOffer.objects.get().source == "Note verbale of 3 March 2026"

    services.withdraw(offer, by=provider_contact)
    assert not PublicOffer.objects.exists()


def test_provider_contact_claims_no_source_for_the_desk(provider, provider_contact):
    with pytest.raises(NotAllowed):
        services.create_draft(
            provider=provider, by=provider_contact, fields={**COMPLETE, "source": "A note"}
        )


def test_rehearsal_has_numbers_and_a_mark_of_its_own(provider, provider_contact):
    rehearsed = services.create_draft(
        provider=provider,
        by=provider_contact,
        fields={**COMPLETE, "contact": provider.contacts.get()},
        is_rehearsal=True,
    )

    services.publish(rehearsed, by=provider_contact)

    assert rehearsed.reference.startswith("RO/")
    assert PublicOffer.objects.get().is_demonstration


def test_what_an_expert_enters_from_a_source_is_confirmed_by_nobody(expert, provider):
    fields = {
        "title": "Courses",
        "description": "Courses for customs officers in finding nuclear material in cargo.",
        "areas": ["3C"],
        "kinds": ["training"],
        "delivery_languages": ["en"],
        "everywhere": True,
        "source": "https://example.org/offer",
    }

    offer = services.create_draft(provider=provider, by=expert, fields=fields)
    services.publish(offer, by=expert)

    assert (offer.status, offer.last_confirmed_at) == ("published", None)


def test_only_its_provider_confirms_an_offer_that_an_expert_entered(
    provider, expert, provider_contact
):
    offer = make_offer(
        provider, expert, at=OfferStatus.PUBLISHED, source="A note verbale", contact=None
    )

    with pytest.raises(NotAllowed):
        services.confirm(offer, by=expert)

    offer.refresh_from_db()
    assert offer.last_confirmed_by is None

    services.confirm(offer, by=provider_contact)
    assert offer.last_confirmed_by == provider_contact
