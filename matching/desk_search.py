"""Needs found by words and operators: `is:open state:KEN kind:training needed:<6m`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.search.moments import day_in
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
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGE_CODES
from clearinghouse.parties.search import NAMES, party_in
from matching import records, selectors
from requests_app.enums import NeedStatus
from requests_app.models import Need

SEARCHED: Final = (
    "title",
    "description",
    "result",
    "assistance_request__reference",
    *(f"party__{name}" for name in NAMES),
)

_is: dict[str, Callable[[Any], Q]] = {
    **flags_of("status", NeedStatus.values),
    "sought": lambda user: Q(pk__in=records.open_needs().values("pk")),
    "unmatched": lambda user: Q(pk__in=records.open_needs().values("pk")) & Q(matches__isnull=True),
}

OPERATORS: Final[dict[str, Operator]] = {
    each.key: each
    for each in (
        Operator("is", _("its status or state"), "is:open", lambda term, user: one_of_flags(term, _is, user)),
        Operator("state", _("whose need it is, by code or name"), "state:KEN", party_in("party")),
        Operator("area", _("operative paragraph"), "area:3C", codes_of("areas", AREA_CODES)),
        Operator("category", _("weapon category"), "category:nuclear", codes_of("categories", CATEGORY_CODES)),
        Operator("kind", _("kind of assistance"), "kind:training", codes_of("kinds", KIND_CODES)),
        Operator("language", _("language in which it is written"), "language:fr", value_of("language", LANGUAGE_CODES)),
        Operator("needed", _("day by which the help is needed"), "needed:<6m", day_in("needed_by", is_ahead=True)),
        Operator("provider", _("with a match of this provider"), "provider:OPCW", party_in("matches__offer__provider")),
    )
}  # fmt: skip


def search(user: Any, text: str) -> Search:
    """What the text means for this reader, with what was not understood."""
    return read(text, operators=OPERATORS, words=in_any_field(SEARCHED), user=user)


def needs_for_search(user: Any, text: str) -> QuerySet[Need]:
    """The needs that the reader may read and the text means."""
    found = search(user, text).narrow(selectors.needs_for_desk(user))
    return found.order_by("-created_at", "pk")
