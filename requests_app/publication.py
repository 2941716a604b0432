"""Which fields of a request the public sees. The only writer of PublicSummary and PublicWithdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import State
from requests_app.enums import SEARCH_CONFIGURATIONS
from requests_app.models import AssistanceRequest, PublicSummary, PublicWithdrawal, Summary

# Everything but the key of the row, its address and the search index, which the database makes.
COPIED = tuple(
    field.name
    for field in PublicSummary._meta.concrete_fields
    if field.name not in {"id", "public_id", "language", "search"}
)


def facts_of(assistance_request: AssistanceRequest) -> dict[str, Any]:
    """Return what the public reads beside the words: subject codes of the request and its needs, date of receipt.
    A summary keeps them as they were when it was written, and the consent is to them too."""
    needs = list(assistance_request.needs.all())
    received_at = assistance_request.received_at
    return {
        "areas": _union(assistance_request.areas, *(need.areas for need in needs)),
        "categories": _union(assistance_request.categories, *(need.categories for need in needs)),
        "kinds": _union(*(need.kinds for need in needs)),
        "received_date": received_at.date() if received_at else None,
    }


def public_copy(summary: Summary, *, at: datetime) -> PublicSummary:
    """Return what the public would read of these words, unsaved: title, text, requester, subject codes and date;
    never the reference, contacts, attachments, other text, or anything of other language versions."""
    request = summary.assistance_request
    requester = request.requester
    state = State.objects.filter(pk=requester.pk).first()
    return PublicSummary(
        public_id=summary.public_id,
        language=summary.language,
        sha256=summary.sha256,
        title=summary.title,
        text=summary.text,
        requester_code=requester.code,
        requester_names={code: getattr(requester, f"name_{code}") for code in LANGUAGE_CODES},
        region_codes=list(state.m49_codes) if state else [],
        areas=summary.areas,
        categories=summary.categories,
        kinds=summary.kinds,
        year=summary.received_date.year,
        received_date=summary.received_date,
        published_at=at,
        is_demonstration=request.is_demonstration,
        is_rehearsal=request.is_rehearsal,
    )


def publish(summary: Summary, *, at: datetime) -> PublicSummary:
    """Write the public copy of what was consented to."""
    copy = public_copy(summary, at=at)
    public, _is_new = PublicSummary.objects.update_or_create(
        public_id=copy.public_id,
        language=copy.language,
        defaults={name: getattr(copy, name) for name in COPIED},
    )
    names = " ".join(str(name) for name in public.requester_names.values())
    config = SEARCH_CONFIGURATIONS[summary.language]
    PublicSummary.objects.filter(pk=public.pk).update(
        search=SearchVector("title", config=config, weight="A")
        + SearchVector("text", config=config, weight="B")
        + SearchVector(Value(names), config="simple", weight="A")
    )
    PublicWithdrawal.objects.filter(public_id=summary.public_id).delete()
    return public


def take_off(summary: Summary) -> bool:
    """Remove the public copy in this language; true if there was one. When it was the last, the database leaves
    an empty notice at the address."""
    deleted, _rows = PublicSummary.objects.filter(
        public_id=summary.public_id, language=summary.language
    ).delete()
    return bool(deleted)


def _union(*lists: list[str]) -> list[str]:
    return sorted({code for codes in lists for code in codes})
