"""Which buttons an offer has for a person, each enabled or with the sentence why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import NotAllowed
from clearinghouse.workflow.advance import may
from clearinghouse.workflow.transition import Transition
from offers_app import workflow
from offers_app.enums import OfferStatus
from offers_app.models import Offer


@dataclass(frozen=True, slots=True)
class Action:
    """One button: where it posts, what it says, what it asks before."""

    address: str
    label: Any
    tone: str = "plain"
    question: Any = ""
    disabled_reason: str = ""


# Of each status: the verb, its words, its tone, what is asked first, and the transition that decides.
_BUTTONS: Final[dict[str, tuple[tuple[str, Any, str, Any, Transition], ...]]] = {
    OfferStatus.DRAFT: (
        ("publish", _("Publish this offer"), "primary", "", workflow.SUBMIT),
        ("submit", workflow.SUBMIT.label, "plain", "", workflow.SUBMIT),
        (
            "withdraw",
            _("Discard this draft"),
            "danger",
            _("The draft is put aside. You can open it again at any time."),
            workflow.WITHDRAW,
        ),
    ),
    OfferStatus.SUBMITTED: (
        ("publish", _("Publish this offer"), "primary", "", workflow.PUBLISH),
        (
            "withdraw",
            _("Withdraw this offer"),
            "danger",
            _("The experts no longer propose it to States. You can open it again as a draft."),
            workflow.WITHDRAW,
        ),
    ),
    OfferStatus.PUBLISHED: (
        ("confirm", _("Confirm that it stands"), "primary", "", workflow.CONFIRM),
        (
            "take-off",
            _("Take off the public site"),
            "plain",
            _("The public page goes at once; the experts keep the offer for their matching."),
            workflow.TAKE_OFF,
        ),
        (
            "withdraw",
            _("Withdraw this offer"),
            "danger",
            _(
                "The public page goes at once, and the experts no longer propose the offer to States. "
                "You can open it again as a draft."
            ),
            workflow.WITHDRAW,
        ),
    ),
    OfferStatus.EXPIRED: (
        ("renew", _("Publish again"), "primary", "", workflow.RENEW),
        (
            "withdraw",
            _("Withdraw this offer"),
            "danger",
            _("It moves to the withdrawn offers. You can open it again as a draft."),
            workflow.WITHDRAW,
        ),
    ),
    OfferStatus.WITHDRAWN: (
        ("reopen", _("Open again as a draft"), "primary", "", workflow.REOPEN),
    ),
}


def actions_of(offer: Offer, user: Any) -> list[Action]:
    """The buttons of this person; none for somebody who only reads."""
    found = []
    for verb, words, tone, question, transition in _BUTTONS[offer.status]:
        refusal = may(offer, transition, user)
        if isinstance(refusal, NotAllowed):
            continue
        address = reverse("offers:transition", args=[offer.pk, verb])
        reason = str(refusal.sentence) if refusal else ""
        found.append(Action(address, words, tone, question, reason))
    return found


def problems_of(offer: Offer, user: Any) -> list[tuple[str, str]]:
    """What is missing before the offer can go on, each with the address of its field."""
    refusal = may(offer, _BUTTONS[offer.status][0][4], user)
    if refusal is None or isinstance(refusal, NotAllowed):
        return []
    edit = reverse("offers:edit", args=[offer.pk])
    return [
        (str(each.sentence), f"{edit}#id_{each.field}_field" if each.field else edit)
        for each in refusal.details
    ]
