"""Help beside the form: what providers cannot act on yet, and published requests like this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from clearinghouse.core import clock
from clearinghouse.reference import vocabulary
from requests_app import coach, public_selectors, versions
from requests_app.coach import Advice
from requests_app.forms import Section, section_by_key, section_of
from requests_app.models import AssistanceRequest
from requests_app.public_selectors import PUBLIC, Similar
from requests_app.views import progress
from requests_app.views.records import OneDraft


@dataclass(frozen=True, slots=True)
class Lead:
    """An advice with the way to its field."""

    advice: Advice
    href: str


@dataclass(frozen=True, slots=True)
class Help:
    """What the panel shows; `more` counts the advice of other sections."""

    leads: list[Lead]
    more: int
    similar: list[tuple[Similar, list[str]]]
    address: str


def writing_help(assistance_request: AssistanceRequest, *, section: Section | None = None) -> Help:
    """Return the help for one section, or for the whole request."""
    content = versions.content_of(assistance_request)
    roles = {
        contact.role
        for contact in assistance_request.contacts.all()
        if contact.name or contact.email
    }
    advice = coach.advise(content, contact_roles=roles, today=clock.new_york_day())
    here = [each for each in advice if section is None or section_of(each.field) == section]
    address = reverse("requests:writing-help", args=[assistance_request.pk])
    return Help(
        leads=[Lead(each, _address(assistance_request, each)) for each in here],
        more=len(advice) - len(here),
        similar=[(each, _in_common(each)) for each in _similar(content)],
        address=f"{address}?section={section.key}" if section else address,
    )


class WritingHelp(OneDraft, TemplateView):
    """The panel alone, for a page whose form was just saved by itself."""

    template_name = "requests/writing_help_content.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = section_by_key(request.GET.get("section", ""))
        return self.render_to_response(
            {
                "help": writing_help(self.assistance_request, section=section),
                "record": self.assistance_request,
            }
        )


def _similar(content: dict[str, Any]) -> list[Similar]:
    needs = content["needs"]
    return public_selectors.similar_to(
        areas=_together([content["areas"], *(need["areas"] for need in needs)]),
        categories=_together([content["categories"], *(need["categories"] for need in needs)]),
        kinds=_together(need["kinds"] for need in needs),
        words=" ".join([content["title"], *(need["title"] for need in needs)]),
        language=content["language"],
    )


def _in_common(similar: Similar) -> list[str]:
    return [
        vocabulary.label(kind, code, using=PUBLIC)
        for kind, codes in (
            ("area", similar.areas), ("kind", similar.kinds), ("category", similar.categories)
        )
        for code in codes
    ]  # fmt: skip


def _together(lists: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(code for codes in lists for code in codes))


def _address(assistance_request: AssistanceRequest, advice: Advice) -> str:
    address = progress.field_address(assistance_request, advice.field)
    return f"{address}-{advice.need - 1}" if advice.need else address
