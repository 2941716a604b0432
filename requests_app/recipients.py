"""Who receives a request: the rule, its version, and the frozen list's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import active_providers
from requests_app.models import AssistanceRequest

# Rises when the rule changes; kept with every run.
RULE_VERSION = "2026-2"


def recipients_of(assistance_request: AssistanceRequest) -> list[Party]:
    """Return every active provider except the requester, those that it asked to leave out and those that two
    persons at the desk left out.

    Demonstration and real parties never meet: a rehearsal or demonstration request goes to demonstration
    providers only, a real one to real providers only.
    """
    excluded = assistance_request.excluded_providers.values_list("pk", flat=True)
    providers = (
        active_providers()
        .exclude(pk=assistance_request.requester_id)
        .exclude(pk__in=list(excluded))
        .exclude(pk__in=assistance_request.skips.values("provider_id"))
    )
    is_demonstration = assistance_request.is_rehearsal or assistance_request.is_demonstration
    return list(providers.filter(is_demonstration=is_demonstration).order_by("code"))


def digest(parties: Iterable[Party]) -> str:
    """Return the SHA-256 of the sorted party ids, one a line."""
    return hashlib.sha256(
        "\n".join(sorted(str(party.pk) for party in parties)).encode()
    ).hexdigest()


def choosable_for(assistance_request: AssistanceRequest) -> QuerySet[Party]:
    """Return the providers that the requester can leave out: who would receive it, and whom it left out before."""
    is_demonstration = assistance_request.is_rehearsal or assistance_request.is_demonstration
    would_receive = (
        active_providers()
        .filter(is_demonstration=is_demonstration)
        .exclude(pk=assistance_request.requester_id)
    )
    left_out = assistance_request.excluded_providers.values("pk")
    return would_receive | Party.objects.filter(pk__in=left_out)
