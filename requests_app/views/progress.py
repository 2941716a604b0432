"""How far a draft is: the steps of its form, and what is missing with the way to it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import Refusal
from clearinghouse.core.rules import broken
from requests_app.forms import ATTACHMENTS, SECTIONS, Section, section_of
from requests_app.models import AssistanceRequest
from requests_app.workflow import PROPER_FORM

REVIEW = "review"
DECISIONS = "consent"
# What every draft holds without anybody having chosen it.
_PRESET = {"language", "urgency", "distribution_wish", "publication_wish"}


def missing(assistance_request: AssistanceRequest) -> tuple[Refusal, ...]:
    """What a submission still needs."""
    return broken(assistance_request, PROPER_FORM)


def problems(assistance_request: AssistanceRequest) -> list[tuple[Any, str]]:
    """What is missing, each sentence with the address of the field."""
    return [
        (refusal.sentence, field_address(assistance_request, refusal.field))
        for refusal in missing(assistance_request)
    ]


def steps(assistance_request: AssistanceRequest, *, current: str) -> list[dict[str, Any]]:
    """The sections, documents and review, as ui/steps.html shows them."""
    unfinished = {
        section.key
        for refusal in missing(assistance_request)
        if (section := section_of(refusal.field))
    }
    sections = [
        _step(
            section.title,
            section_address(assistance_request, section),
            state=_state(assistance_request, section, unfinished),
            is_current=section.key == current,
        )
        for section in sections_of(assistance_request)
    ]
    documents = _step(
        ATTACHMENTS.title,
        reverse("requests:attachments", args=[assistance_request.pk]),
        state="done" if assistance_request.attachments.exists() else "",
        is_current=current == ATTACHMENTS.key,
    )
    review = _step(
        _("Review and submit"),
        reverse("requests:review", args=[assistance_request.pk]),
        state="",
        is_current=current == REVIEW,
    )
    return [*sections, documents, review]


def sections_of(assistance_request: AssistanceRequest) -> tuple[Section, ...]:
    """The sections that are written; a new version leaves the two decisions on the request's own page."""
    if assistance_request.revision_of_id is None:
        return SECTIONS
    return tuple(section for section in SECTIONS if section.key != DECISIONS)


def section_address(assistance_request: AssistanceRequest, section: Section) -> str:
    """Where the section is written."""
    return reverse("requests:edit", args=[assistance_request.pk, section.key])


def _step(label: Any, href: str, *, state: str, is_current: bool) -> dict[str, Any]:
    return {"label": label, "href": href, "state": state, "is_current": is_current}


def _state(assistance_request: AssistanceRequest, section: Section, unfinished: set[str]) -> str:
    if section.key in unfinished:
        return "missing"
    return "done" if _has_content(assistance_request, section) else ""


def _has_content(assistance_request: AssistanceRequest, section: Section) -> bool:
    if section.prefix and getattr(assistance_request, section.prefix).exists():
        return True
    fields = [name for name in section.fields if name not in _PRESET]
    if "excluded_providers" in fields and assistance_request.excluded_providers.exists():
        return True
    if not fields and not section.prefix:
        return True
    return any(getattr(assistance_request, name) for name in fields if name != "excluded_providers")


def field_address(assistance_request: AssistanceRequest, field: str) -> str:
    """Where the field, or the rows of that name, are written."""
    section = section_of(field)
    if section is None:
        return ""
    anchor = field if field == section.prefix else f"id_{field}_field"
    return f"{section_address(assistance_request, section)}#{anchor}"
