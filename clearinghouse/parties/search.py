"""Parties in a search: `state:KEN`, `provider:OPCW`, by code, acronym or part of a name in any language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from clearinghouse.core.search.operators import Unclear, any_of
from clearinghouse.core.search.text import Term
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party

# Fields of a party that hold its name, one for each language.
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGE_CODES)


def party_in(path: str) -> Callable[[Term, Any], Q]:
    """The condition that the party at the path is one of those named."""

    def condition(term: Term, user: Any) -> Q:
        return any_of(term, lambda value: Q(**{f"{path}__in": _named(value)}))

    return condition


def _named(value: str) -> list[Any]:
    """Keys of the parties of that code, or else of those whose name holds the words."""
    by_code = Q(code__iexact=value) | Q(organization__acronym__iexact=value)
    by_name = Q()
    for name in NAMES:
        by_name |= Q(**{f"{name}__icontains": value})
    for condition in (by_code, by_name):
        if found := list(Party.objects.filter(condition).values_list("pk", flat=True)):
            return found
    raise Unclear(_("No State or organization is known as “%(value)s”.") % {"value": value})
