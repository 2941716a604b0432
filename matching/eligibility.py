"""The gates: whether an offer can be an answer at all. Never traded against the score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.profiles import NeedProfile, OfferProfile, Place, Requester, Scope


class RefusalCode(StrEnum):
    OUT_OF_SCOPE = "out_of_scope"
    EXCLUDED_STATE = "excluded_state"
    EXPIRED = "expired"
    EXCLUDED_PROVIDER = "excluded_provider"
    OWN_OFFER = "own_offer"
    NOT_OPEN = "not_open"


SENTENCES: dict[RefusalCode, Promise] = {
    RefusalCode.OUT_OF_SCOPE: _(
        "The offer does not reach %(requester)s: it is meant for other States or regions."
    ),
    RefusalCode.EXCLUDED_STATE: _("The provider leaves out %(requester)s."),
    RefusalCode.EXPIRED: _("The offer ended on %(date)s."),
    RefusalCode.EXCLUDED_PROVIDER: _("%(requester)s asked that this provider be left out."),
    RefusalCode.OWN_OFFER: _("The offer is the requester's own."),
    RefusalCode.NOT_OPEN: _("The offer is not in force any more."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an offer is not listed for a need; `params` hold codes and dates, the reader's language comes later."""

    code: RefusalCode
    requester: str = ""
    date: date | None = None

    @property
    def sentence(self) -> Promise:
        return SENTENCES[self.code]


def refusals(need: NeedProfile, offer: OfferProfile, as_of: date) -> list[Refusal]:
    """Return every reason why the offer cannot answer the need on that day; empty means eligible.

    All gates are asked, so that an expert sees the whole answer to "why is this provider not here?".
    """
    requester = need.requester.code
    found = []
    if not offer.is_open:
        found.append(Refusal(RefusalCode.NOT_OPEN))
    if offer.provider == requester:
        found.append(Refusal(RefusalCode.OWN_OFFER))
    if offer.provider in need.excluded_providers:
        found.append(Refusal(RefusalCode.EXCLUDED_PROVIDER, requester=requester))
    if offer.valid_until is not None and offer.valid_until < as_of:
        found.append(Refusal(RefusalCode.EXPIRED, date=offer.valid_until))
    if requester in offer.scope.excluded_states:
        found.append(Refusal(RefusalCode.EXCLUDED_STATE, requester=requester))
    elif not reaches(offer.scope, need.requester):
        found.append(Refusal(RefusalCode.OUT_OF_SCOPE, requester=requester))
    return found


def reaches(scope: Scope, requester: Requester) -> bool:
    """Return whether the scope covers the requester.

    An organization is reached when the offer is for everybody, names it among its groupings, or
    reaches every single one of its members.
    """
    if requester.kind == "state":
        return reaches_place(scope, requester.place)
    if scope.everywhere or scope.groupings & {requester.code, *requester.groupings}:
        return True
    return bool(requester.members) and all(reaches_place(scope, m) for m in requester.members)


def reaches_place(scope: Scope, place: Place) -> bool:
    """Return whether the scope covers one State; an exclusion always wins."""
    if place.code in scope.excluded_states:
        return False
    return (
        scope.everywhere
        or place.code in scope.states
        or bool(scope.m49 & place.m49)
        or bool(scope.groupings & place.groupings)
    )
