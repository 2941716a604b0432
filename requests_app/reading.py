"""A request in words, as people read it: from the frozen content, so that review, page and notice say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.templatetags.ui import language_name
from clearinghouse.reference import vocabulary
from requests_app import events
from requests_app.enums import DistributionWish, PublicationWish, ResponseKind, Urgency
from requests_app.models import Answer, AnswerVersion, AssistanceRequest, Need, Notice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a request says: words of a person, labels of codes, a day, or words of the portal."""

    label: str | _StrPromise
    prose: str = ""
    labels: tuple[str, ...] = ()
    day: date | None = None
    plain: str | _StrPromise = ""


@dataclass(frozen=True, slots=True)
class SaidNeed:
    """One need in words."""

    id: str
    number: int
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class NeedAnswers:
    """What the providers answered to one need."""

    need: Need
    answers: tuple[Answer, ...]


# What providers read. Never contacts, documents, or what the requester says about providers.
PROSE = {
    "situation": gettext_lazy("Present situation and gap"),
    "related_plans": gettext_lazy("Related action plan, national report, visit or peer review"),
    "stages": gettext_lazy("Stages"),
    "national_contribution": gettext_lazy("National contribution"),
    "limits": gettext_lazy("Legal or practical limits"),
    "other_assistance": gettext_lazy("Assistance received or under discussion"),
}
CODES = {
    "areas": ("area", gettext_lazy("Operative paragraphs")),
    "categories": ("category", gettext_lazy("Weapon categories")),
    "kinds": ("kind", gettext_lazy("Kinds of assistance")),
}


def said_to_providers(content: Mapping[str, Any]) -> list[Said]:
    """What the frozen content says of the request as a whole, in the order of the form; empty things left out."""
    urgency = content["urgency"]
    everything = (
        _codes(content, "areas"),
        _codes(content, "categories"),
        _prose(content, "situation"),
        _prose(content, "related_plans"),
        Said(_("Wanted from"), day=_day(content["wanted_from"])),
        Said(_("Needed by"), day=_day(content["wanted_until"])),
        Said(_("Urgency"), plain="" if urgency == Urgency.NORMAL else Urgency(urgency).label),
        _prose(content, "stages"),
        _prose(content, "national_contribution"),
        _prose(content, "limits"),
        Said(
            _("Languages in which assistance can be received"),
            labels=tuple(language_name(code) for code in content["delivery_languages"]),
        ),
        _prose(content, "other_assistance"),
    )
    return _only_said(everything)


def needs_said(content: Mapping[str, Any]) -> list[SaidNeed]:
    """The needs of the frozen content, in words."""
    return [
        SaidNeed(
            id=need["id"],
            number=need["number"],
            title=need["title"],
            said=tuple(
                _only_said(
                    (
                        Said(_("What, for whom, how many, where"), prose=need["description"]),
                        Said(_("Result hoped for"), prose=need["result"]),
                        _codes(need, "kinds"),
                        _codes(need, "areas"),
                        _codes(need, "categories"),
                        Said(_("Needed by"), day=_day(need["needed_by"])),
                    )
                )
            ),
        )
        for need in content["needs"]
    ]


def said_to_the_committee(assistance_request: AssistanceRequest) -> list[Said]:
    """What only the Committee, its experts and the requester itself read, contacts apart."""
    left_out = tuple(party.name for party in assistance_request.excluded_providers.all())
    everything = (
        Said(
            _("Reference of the covering note verbale"), prose=assistance_request.channel_reference
        ),
        Said(_("Date of the note verbale"), day=assistance_request.document_date),
        Said(_("Providers already approached"), prose=assistance_request.providers_approached),
        Said(_("Preferred providers or regions"), prose=assistance_request.preferred_providers),
        Said(_("Providers to leave out"), labels=left_out),
        Said(_("Distribution"), plain=DistributionWish(assistance_request.distribution_wish).label),
        Said(_("Publication"), plain=PublicationWish(assistance_request.publication_wish).label),
    )
    return _only_said(everything)


def answers_by_need(needs: Iterable[Need], answers: Sequence[Answer]) -> list[NeedAnswers]:
    """Every need with every answer to it."""
    return [
        NeedAnswers(need, tuple(answer for answer in answers if answer.need_id == need.pk))
        for need in needs
    ]


def silent_providers(notices: Iterable[Any]) -> list[str]:
    """Names of the providers that were told and have said nothing at all (notices `with_response`)."""
    return sorted(
        {
            notice.provider.name
            for notice in notices
            if not notice.is_answered and notice.response is None
        }
    )


def providers_who_said(notices: Iterable[Any], *kinds: ResponseKind) -> list[str]:
    """Names of the providers whose last word on the notice as a whole is one of these, needs not answered."""
    return sorted(
        {
            notice.provider.name
            for notice in notices
            if not notice.is_answered and notice.response in kinds
        }
    )


def answer_history(notice: Notice) -> list[AnswerVersion]:
    """Every answer that the provider ever gave to this notice, the latest first, for its own people."""
    versions = AnswerVersion.objects.filter(answer__notice=notice)
    return list(versions.select_related("answer__need", "answered_by").order_by("-answered_at"))


def reason_of_return(assistance_request: AssistanceRequest) -> str:
    """Why an expert returned the request the last time."""
    event = AuditEvent.objects.filter(
        case_id=assistance_request.pk, event=events.REQUEST_RETURNED
    ).last()
    return event.note if event else ""


def _only_said(everything: Iterable[Said]) -> list[Said]:
    return [each for each in everything if each.prose or each.labels or each.day or each.plain]


def _prose(content: Mapping[str, Any], name: str) -> Said:
    return Said(PROSE[name], prose=content[name])


def _codes(content: Mapping[str, Any], name: str) -> Said:
    kind, label = CODES[name]
    return Said(label, labels=tuple(vocabulary.labels(kind, content[name])))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
