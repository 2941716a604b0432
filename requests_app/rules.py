"""Numbered conditions on a request. Each reads the record only; its sentence is what the person is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.core.rules import rule
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest, Need

TEMPLATE = "Assistance template, April 2017; resolution 2325 (2016)"
PROCEDURE = "Procedure of October 2010"


@rule(
    "R-01",
    _("Give the request a title, so that everybody can name it."),
    source=TEMPLATE,
    field="title",
)
def has_title(request: AssistanceRequest) -> bool:
    return bool(request.title.strip())


@rule(
    "R-02",
    _(
        "State at least one need: what is needed, in one line, and a description of at least a sentence."
    ),
    source="Resolution 2325 (2016): specific details of needs",
    field="needs",
)
def names_a_concrete_need(request: AssistanceRequest) -> bool:
    return any(need.title.strip() and need.description.strip() for need in request.needs.all())


@rule(
    "R-03",
    _("Every need has a title and a description. Complete the unfinished one, or remove it."),
    source=TEMPLATE,
    field="needs",
)
def every_need_is_complete(request: AssistanceRequest) -> bool:
    return all(need.title.strip() and need.description.strip() for need in request.needs.all())


@rule(
    "R-04",
    _("Name somebody at the mission whom the Committee can reach, with an e-mail address."),
    source=TEMPLATE,
    field="contacts",
)
def names_a_contact(request: AssistanceRequest) -> bool:
    return any(contact.name.strip() and contact.email for contact in request.contacts.all())


@rule(
    "R-05",
    _("Give the reference and the date of the document with which the request came."),
    source=PROCEDURE,
    field="channel_reference",
)
def paper_has_reference(request: AssistanceRequest) -> bool:
    return request.channel == "portal" or bool(
        request.channel_reference.strip() and request.document_date
    )


@rule(
    "R-06",
    _(
        "The request must be found authentic first: by the account of a focal point, or by an expert's confirmation."
    ),
    source=PROCEDURE + ", step 2",
)
def is_authentic(request: AssistanceRequest) -> bool:
    return request.authentications.filter(confirmed_at__gte=request.submitted_at).exists()


@rule("R-07", _("A hold is in force. Release it first."), source=PROCEDURE + ", step 12")
def is_not_held(request: AssistanceRequest) -> bool:
    return not request.holds.filter(released_at__isnull=True).exists()


@rule(
    "N-01",
    _("How a need stands is said once its request has been acknowledged. Edit the draft instead."),
    source=PROCEDURE + ", follow-up",
)
def need_was_put_to_the_committee(need: Need) -> bool:
    request = need.assistance_request
    return request is None or request.acknowledged_at is not None


@rule(
    "N-02",
    _("The request is closed. Write a new one, and begin it as a copy if you like."),
    source=PROCEDURE + ", follow-up",
)
def request_of_need_is_not_closed(need: Need) -> bool:
    request = need.assistance_request
    return request is None or request.status != RequestStatus.CLOSED
