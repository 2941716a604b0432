"""Numbered conditions on an offer. Each reads the record only; its sentence is what the person is told."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.rules import rule
from offers_app.models import Offer

PAGES: Final = "Published offers of assistance, their common headings"
OP5: Final = "Resolution 1810 (2008), paragraph 5"
OP18: Final = "Resolution 2663 (2022), paragraph 18"
SHORTEST_DESCRIPTION: Final = 20  # characters; a sentence in Chinese needs no more


@rule(
    "O-01", _("Give the offer a title, so that everybody can name it."), source=PAGES, field="title"
)
def has_title(offer: Offer) -> bool:
    return bool(offer.title.strip())


@rule(
    "O-02",
    _("Say in a sentence or more what is offered: what you do, for whom, and what the State gets."),
    source=PAGES,
    field="description",
)
def says_what_is_offered(offer: Offer) -> bool:
    return len(offer.description.strip()) >= SHORTEST_DESCRIPTION


@rule("O-03", _("Choose at least one area."), source=OP5, field="areas")
def names_an_area(offer: Offer) -> bool:
    return bool(offer.areas)


@rule("O-04", _("Choose at least one kind of assistance."), source=PAGES, field="kinds")
def names_a_kind(offer: Offer) -> bool:
    return bool(offer.kinds)


@rule(
    "O-05",
    _("Say whom the offer is for: all States, or regions, groupings or States that you choose."),
    source=PAGES,
    field="everywhere",
)
def reaches_somebody(offer: Offer) -> bool:
    return offer.everywhere or bool(offer.m49) or offer.groupings.exists() or offer.states.exists()


@rule(
    "O-06",
    _("Choose at least one language in which you can deliver."),
    source="Choice of this portal",
    field="delivery_languages",
)
def names_a_delivery_language(offer: Offer) -> bool:
    return bool(offer.delivery_languages)


@rule(
    "O-07",
    _("The last day of validity is over. Give a day that is still to come, or leave it empty."),
    source=OP18,
    field="valid_until",
)
def has_not_lapsed(offer: Offer) -> bool:
    return not offer.has_lapsed(clock.now().astimezone(clock.NEW_YORK).date())


@rule(
    "O-08",
    _("Name a contact whom the experts can reach. It is not shown to the public."),
    source=OP5,
    field="contact",
)
def names_a_contact(offer: Offer) -> bool:
    return offer.contact_id is not None or bool(offer.source)


@rule(
    "O-09",
    _("The contact belongs to another party. Choose one of the provider’s own."),
    source=OP5,
    field="contact",
)
def contact_is_the_providers(offer: Offer) -> bool:
    return offer.contact is None or offer.contact.party_id == offer.provider_id


@rule(
    "O-10",
    _("This party is not on the list of providers. Ask the secretariat to add it."),
    source=OP18,
    field="provider",
)
def is_of_an_active_provider(offer: Offer) -> bool:
    return offer.provider.is_provider and offer.provider.is_active


COMPLETE: Final = (
    has_title,
    says_what_is_offered,
    names_an_area,
    names_a_kind,
    reaches_somebody,
    names_a_delivery_language,
    has_not_lapsed,
    names_a_contact,
    contact_is_the_providers,
    is_of_an_active_provider,
)
