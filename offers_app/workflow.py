"""The legal moves of an offer, as a table. Read by `advance`, by the buttons, by the diagram and by the tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.workflow.transition import Transition, Workflow, register
from offers_app import events, permissions, rules
from offers_app.enums import IN_FORCE, OfferStatus

SUBMIT = Transition(
    verb="submit",
    label=_("Submit to the experts, not public"),
    sources=frozenset({OfferStatus.DRAFT}),
    target=OfferStatus.SUBMITTED,
    check=permissions.check_can_keep,
    rules=rules.COMPLETE,
    event=events.OFFER_SUBMITTED,
)

PUBLISH = Transition(
    verb="publish",
    label=_("Publish"),
    sources=frozenset({OfferStatus.SUBMITTED}),
    target=OfferStatus.PUBLISHED,
    check=permissions.check_can_keep,
    rules=rules.COMPLETE,
    event=events.OFFER_PUBLISHED,
)

TAKE_OFF = Transition(
    verb="take-off",
    label=_("Take off the public site"),
    sources=frozenset({OfferStatus.PUBLISHED}),
    target=OfferStatus.SUBMITTED,
    check=permissions.check_can_keep,
    event=events.OFFER_TAKEN_OFF,
)

CONFIRM = Transition(
    verb="confirm",
    label=_("Confirm that it stands"),
    sources=frozenset({OfferStatus.PUBLISHED}),
    target=OfferStatus.PUBLISHED,
    check=permissions.check_can_confirm,
    rules=rules.COMPLETE,
    event=events.OFFER_CONFIRMED,
)

CONFIRM_BY_LINK = Transition(
    verb="confirm_by_link",
    label=_("Confirm by the link in a mail"),
    sources=frozenset({OfferStatus.PUBLISHED}),
    target=OfferStatus.PUBLISHED,
    check=permissions.check_came_by_link,
    rules=rules.COMPLETE,
    event=events.OFFER_CONFIRMED_BY_LINK,
)

EXPIRE = Transition(
    verb="expire",
    label=_("Expire"),
    sources=frozenset(IN_FORCE),
    target=OfferStatus.EXPIRED,
    check=permissions.check_is_system,
    event=events.OFFER_EXPIRED,
)

RENEW = Transition(
    verb="renew",
    label=_("Publish again"),
    sources=frozenset({OfferStatus.EXPIRED}),
    target=OfferStatus.PUBLISHED,
    check=permissions.check_can_keep,
    rules=rules.COMPLETE,
    event=events.OFFER_RENEWED,
)

WITHDRAW = Transition(
    verb="withdraw",
    label=_("Withdraw"),
    sources=frozenset({OfferStatus.DRAFT.value, *IN_FORCE, OfferStatus.EXPIRED.value}),
    target=OfferStatus.WITHDRAWN,
    check=permissions.check_can_keep,
    event=events.OFFER_WITHDRAWN,
)

REOPEN = Transition(
    verb="reopen",
    label=_("Open again as a draft"),
    sources=frozenset({OfferStatus.WITHDRAWN}),
    target=OfferStatus.DRAFT,
    check=permissions.check_can_keep,
    event=events.OFFER_REOPENED,
)

OFFER_WORKFLOW = register(
    Workflow(
        name="offer",
        model="offers_app.Offer",
        statuses=tuple(OfferStatus.values),
        initial=OfferStatus.DRAFT,
        transitions=(
            SUBMIT,
            PUBLISH,
            TAKE_OFF,
            CONFIRM,
            CONFIRM_BY_LINK,
            EXPIRE,
            RENEW,
            WITHDRAW,
            REOPEN,
        ),
    )
)
