"""Offers found by words and operators: `is:published provider:OPCW kind:training confirmed:>12m`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.search.moments import day_in, moment_in
from clearinghouse.core.search.operators import (
    Operator,
    Search,
    codes_of,
    flags_of,
    in_any_field,
    one_of_flags,
    read,
)
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGE_CODES
from clearinghouse.parties.search import NAMES, party_in
from offers_app import selectors
from offers_app.enums import OfferStatus
from offers_app.models import Offer

SEARCHED: Final = (
    "reference",
    "title",
    "description",
    "conditions",
    "capacity",
    *(f"provider__{name}" for name in NAMES),
)

_is: dict[str, Callable[[Any], Q]] = {
    **flags_of("status", OfferStatus.values),
    "stale": lambda user: Q(pk__in=selectors.unconfirmed().values("pk")),
    "everywhere": lambda user: Q(everywhere=True),
}

OPERATORS: Final[dict[str, Operator]] = {
    each.key: each
    for each in (
        Operator("is", _("its status or state"), "is:stale", lambda term, user: one_of_flags(term, _is, user)),
        Operator("provider", _("who offers, by code or name"), "provider:OPCW", party_in("provider")),
        Operator("state", _("State that it names as a receiver"), "state:KEN", party_in("states")),
        Operator("area", _("operative paragraph"), "area:3C", codes_of("areas", AREA_CODES)),
        Operator("category", _("weapon category"), "category:nuclear", codes_of("categories", CATEGORY_CODES)),
        Operator("kind", _("kind of assistance"), "kind:training", codes_of("kinds", KIND_CODES)),
        Operator("language", _("language of delivery"), "language:fr", codes_of("delivery_languages", LANGUAGE_CODES)),
        Operator("valid", _("last day of its validity"), "valid:<6m", day_in("valid_until", is_ahead=True)),
        Operator("confirmed", _("last confirmed by the provider"), "confirmed:>12m", moment_in("last_confirmed_at")),
    )
}  # fmt: skip


def search(user: Any, text: str) -> Search:
    """What the text means for this reader, with what was not understood."""
    return read(text, operators=OPERATORS, words=in_any_field(SEARCHED), user=user)


def offers_for_search(user: Any, text: str) -> QuerySet[Offer]:
    """The offers that the reader may read and the text means."""
    found = search(user, text).narrow(selectors.visible_to(user))
    return found.order_by("provider__name_en", "title", "pk")
