"""Which fields of an offer the public sees. The only writer of PublicOffer and PublicOfferWithdrawal."""

from __future__ import annotations

from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.publication import slug_of
from clearinghouse.reference.vocabulary import label
from offers_app.models import Offer, PublicOffer, PublicOfferWithdrawal


def publish(offer: Offer) -> PublicOffer:
    """Write the public copy as the offer now stands: never the contact, any person, or who is left out."""
    assert offer.reference is not None
    assert offer.published_at is not None
    provider = offer.provider
    is_chosen = not offer.everywhere  # what was chosen before "all States" says nothing any more
    public, _is_new = PublicOffer.objects.update_or_create(
        id=offer.public_id,
        defaults={
            "reference": offer.reference,
            "title": offer.title,
            "description": offer.description,
            "language": offer.language,
            "provider_code": provider.code,
            "provider_kind": provider.kind,
            "provider_slug": slug_of(provider),
            **{
                f"provider_name_{code}": getattr(provider, f"name_{code}")
                for code in LANGUAGE_CODES
            },
            "areas": offer.areas,
            "categories": offer.categories,
            "kinds": offer.kinds,
            "delivery_languages": offer.delivery_languages,
            "everywhere": offer.everywhere,
            "m49": offer.m49 if is_chosen else [],
            "groupings": sorted(offer.groupings.values_list("code", flat=True))
            if is_chosen
            else [],
            "states": sorted(offer.states.values_list("code", flat=True)) if is_chosen else [],
            "valid_from": offer.valid_from,
            "valid_until": offer.valid_until,
            "conditions": offer.conditions,
            "capacity": offer.capacity,
            "source": offer.source,
            "published_at": offer.published_at,
            "last_confirmed_at": offer.last_confirmed_at,
            "search_text": _search_text(offer),
            "is_demonstration": offer.is_demonstration or offer.is_rehearsal,
        },
    )
    PublicOfferWithdrawal.objects.filter(pk=offer.public_id).delete()
    return public


def take_off(offer: Offer) -> None:
    """Remove the public copy, if the database has not done so with the change of status; an empty notice stays."""
    PublicOffer.objects.filter(pk=offer.public_id).delete()
    if offer.published_at is not None:
        today = clock.now().astimezone(clock.NEW_YORK).date()
        PublicOfferWithdrawal.objects.update_or_create(
            pk=offer.public_id, defaults={"withdrawn_date": today}
        )


def _search_text(offer: Offer) -> str:
    """Own words, the provider's names and the labels of all codes in the six languages."""
    words = [offer.title, offer.description, offer.conditions, offer.capacity, offer.provider.code]
    coded = (
        ("area", offer.areas),
        ("category", offer.categories),
        ("kind", offer.kinds),
        ("region", offer.m49),
    )
    for language in LANGUAGE_CODES:
        words.append(getattr(offer.provider, f"name_{language}"))
        words += [label(kind, code, language) for kind, codes in coded for code in codes]
    return "\n".join(dict.fromkeys(word for word in words if word))
