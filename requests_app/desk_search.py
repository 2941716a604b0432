"""Requests found by words and operators: `is:open state:KEN due:<3d lead:@me "exact words" -closed`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.core import clock
from clearinghouse.core.search.moments import day_in, moment_in, period_of
from clearinghouse.core.search.operators import (
    Operator,
    Search,
    codes_of,
    flags_of,
    in_any_field,
    one_of_flags,
    read,
    value_of,
)
from clearinghouse.core.search.text import Term
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGE_CODES
from clearinghouse.letters.models import Letter
from clearinghouse.parties.search import NAMES, party_in
from requests_app import clocks, selectors, silence
from requests_app.enums import OPEN, WAITING, Channel, RequestStatus, Urgency
from requests_app.models import AssistanceRequest

Flag = Callable[[Any], Q]

# Only these words of a request are searched; contacts and attachments are not.
SEARCHED: Final = (
    "reference",
    "title",
    "situation",
    "channel_reference",
    "needs__title",
    "needs__description",
    *(f"requester__{name}" for name in NAMES),
)

SORTS: Final[dict[str, tuple[Any, ...]]] = {
    "latest": (F("received_at").desc(nulls_first=True), "-created_at", "pk"),
    "oldest": (F("received_at").asc(nulls_last=True), "created_at", "pk"),
    "due": (F("due_at").asc(nulls_last=True), "pk"),
    "requester": ("requester__name_en", "-created_at", "pk"),
    "reference": (F("reference").asc(nulls_last=True), "pk"),
}

_is: dict[str, Flag] = {
    "open": lambda user: Q(status__in=OPEN),
    **flags_of("status", RequestStatus.values),
    "held": lambda user: Q(pk__in=selectors.held().order_by().values("pk")),
    "silent": lambda user: Q(pk__in=silence.silent_notices().values("assistance_request")),
    "overdue": lambda user: Q(pk__in=_waiting_until(lambda moment, now: moment < now)),
    "published": lambda user: Q(
        summaries__consents__isnull=False, summaries__consents__withdrawn_at__isnull=True
    ),
    "paper": lambda user: ~Q(channel=Channel.PORTAL),
    "demonstration": lambda user: Q(is_demonstration=True),
}
_has: dict[str, Flag] = {
    "answer": lambda user: Q(notices__answers__isnull=False),
    "document": lambda user: Q(attachments__isnull=False),
    "hold": lambda user: Q(holds__isnull=False),
    "letter": lambda user: Q(pk__in=Letter.objects.filter(case__isnull=False).values("case")),
    "summary": lambda user: Q(summaries__isnull=False),
}


def _due(term: Term, user: Any) -> Q:
    period = period_of(term, now=clock.now(), is_ahead=True)
    return Q(pk__in=_waiting_until(lambda moment, now: period.holds(moment)))


def _areas(term: Term, user: Any) -> Q:
    return codes_of("areas", AREA_CODES)(term, user) | codes_of("needs__areas", AREA_CODES)(
        term, user
    )


def _categories(term: Term, user: Any) -> Q:
    return codes_of("categories", CATEGORY_CODES)(term, user) | codes_of(
        "needs__categories", CATEGORY_CODES
    )(term, user)


OPERATORS: Final[dict[str, Operator]] = {
    each.key: each
    for each in (
        Operator("is", _("its status or state"), "is:open", lambda term, user: one_of_flags(term, _is, user)),
        Operator("has", _("what there is about it"), "has:answer", lambda term, user: one_of_flags(term, _has, user)),
        Operator("state", _("who asks, by code or name"), "state:KEN", party_in("requester")),
        Operator("area", _("operative paragraph"), "area:3C", _areas),
        Operator("category", _("weapon category"), "category:nuclear", _categories),
        Operator("kind", _("kind of assistance"), "kind:training", codes_of("needs__kinds", KIND_CODES)),
        Operator("language", _("language in which it is written"), "language:fr", value_of("language", LANGUAGE_CODES)),
        Operator("channel", _("how it came"), "channel:note_verbale", value_of("channel", Channel.values)),
        Operator("urgency", _("urgency"), "urgency:urgent", value_of("urgency", Urgency.values)),
        Operator("due", _("to be distributed, holds counted"), "due:<3d", _due),
        Operator("received", _("received"), "received:>2026-01", moment_in("received_at")),
        Operator("distributed", _("sent to the providers"), "distributed:<30d", moment_in("distributed_at")),
        Operator("needed", _("day by which the help is needed"), "needed:<6m", day_in("wanted_until", is_ahead=True)),
        Operator("provider", _("to whom it was sent"), "provider:OPCW", party_in("notices__provider")),
    )
}  # fmt: skip


def add_operator(operator: Operator) -> None:
    """Let an app above this one add an operator, from its AppConfig.ready."""
    OPERATORS[operator.key] = operator


def add_flag(key: str, name: str, condition: Flag) -> None:
    """Let an app above this one add a value of `is:` or `has:`."""
    {"is": _is, "has": _has}[key][name] = condition


def search(user: Any, text: str) -> Search:
    """What the text means for this reader, with what was not understood."""
    return read(text, operators=OPERATORS, words=in_any_field(SEARCHED), user=user)


def requests_for_search(
    user: Any, text: str, *, sort: str = "latest"
) -> QuerySet[AssistanceRequest]:
    """The requests that the reader may read and the text means; terms that mean nothing are passed over."""
    found = search(user, text).narrow(selectors.requests_for_desk(user))
    return found.order_by(*SORTS.get(sort, SORTS["latest"]))


def _waiting_until(is_meant: Callable[[Any, Any], bool]) -> list[Any]:
    """Keys of the requests not yet sent whose week, holds added, ends at a moment that is meant."""
    now = clock.now()
    waiting = AssistanceRequest.objects.filter(status__in=WAITING).prefetch_related("holds")
    return [
        each.pk
        for each in waiting
        if (due := clocks.effective_due_at(each, at=now)) is not None and is_meant(due, now)
    ]
