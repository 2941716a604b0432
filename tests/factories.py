"""Records for tests, made by the real services wherever there is one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from clearinghouse.access import grants
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts.models import User
from clearinghouse.core import clock
from clearinghouse.parties.models import Contact, Organization, Party, State
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest

_numbers = count(1)


def make_state(code: str, name: str, **fields: Any) -> Party:
    """A fictitious State in Eastern Africa."""
    names = {f"name_{language}": name for language in ("ar", "zh", "en", "fr", "ru", "es")}
    defaults = {
        "iso3": code,
        "m49": f"{900 + next(_numbers) % 100}",
        "region_code": "002",
        "subregion_code": "202",
        "intermediate_code": "014",
        "latitude": 1.0,
        "longitude": 30.0,
        "is_member_state": False,
        "is_fictitious": True,
    }
    return State.objects.create(**{**names, **defaults, **fields}).party_ptr


def make_organization(code: str, name: str, **fields: Any) -> Party:
    """A fictitious organization, with one contact that receives requests when it is a provider."""
    names = {f"name_{language}": name for language in ("ar", "zh", "en", "fr", "ru", "es")}
    organization = Organization.objects.create(
        **{
            **names,
            "code": code,
            "organization_kind": "intergovernmental",
            "is_fictitious": True,
            **fields,
        }
    )
    if organization.is_provider:
        make_contact(organization.party_ptr)
    return organization.party_ptr


def make_contact(party: Party, **fields: Any) -> Contact:
    """A contact that receives requests."""
    defaults = {
        "kind": "provider",
        "name": f"Contact of {party.code}",
        "email": f"requests@{party.code.lower()}.example",
        "receives_distribution": True,
    }
    return Contact.objects.create(party=party, **{**defaults, **fields})


def make_user(
    email: str, role: PartyRole | DeskRole | None = None, party: Party | None = None
) -> User:
    """A person in the role; desk people are staff."""
    user = User.objects.create_user(
        email, full_name=email.split("@")[0].title(), password="correct horse battery"
    )
    if isinstance(role, PartyRole):
        grants.put_in_party_role(user, role, party)
    elif isinstance(role, DeskRole):
        grants.put_in_desk_role(user, role)
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.refresh_from_db()
    return user


def colleague() -> User:
    """A second expert: nobody does alone what cannot be undone."""
    known = User.objects.filter(email="colleague@desk.example").first()
    return known or make_user("colleague@desk.example", DeskRole.EXPERT)


NEED = {
    "title": "Training of customs officers in detection",
    "description": "Thirty officers at two border posts are to be trained in finding nuclear material in cargo.",
    "areas": ["3C"],
    "categories": ["nuclear"],
    "kinds": ["training"],
    "needed_by": date(2027, 6, 30),
}
CONTACT = {"role": "mission", "name": "First Secretary", "email": "mission@arcadia.example"}


def make_draft(
    focal_point: User, party: Party, *, needs: Any = None, **fields: Any
) -> AssistanceRequest:
    """A draft that lacks nothing."""
    draft = services.create_draft(party=party, by=focal_point)
    return services.save_draft(
        draft,
        by=focal_point,
        edition=draft.edition,
        fields={"title": "Border controls", "areas": ["3C"], "categories": ["nuclear"], **fields},
        needs=[NEED] if needs is None else needs,
        contacts=[CONTACT],
    )


def make_request(
    focal_point: User,
    party: Party,
    *,
    at: RequestStatus = RequestStatus.ACKNOWLEDGED,
    **fields: Any,
) -> AssistanceRequest:
    """A request that walked through the real services to the status."""
    request = make_draft(focal_point, party, **fields)
    if at == RequestStatus.DRAFT:
        return request
    services.submit(request, by=focal_point)
    if at == RequestStatus.DISTRIBUTED:
        services.send_now(request, by=focal_point)
        services.distribute(request)
    elif at == RequestStatus.CLOSED:
        services.send_now(request, by=focal_point)
        services.distribute(request)
        services.close(
            request, by=focal_point, outcomes={need.pk: "met" for need in request.needs.all()}
        )
    elif at == RequestStatus.WITHDRAWN:
        services.withdraw(request, by=focal_point, note="Not needed any more.")
    request.refresh_from_db()
    return request


def make_paper_request(
    expert: User, party: Party, *, received_days_ago: float = 1, authentic: bool = False
) -> AssistanceRequest:
    """A request from a note verbale, submitted by the expert; authentic only when asked for."""
    request = services.enter_on_behalf(
        party=party,
        by=expert,
        channel="note_verbale",
        channel_reference="NV/12/2026",
        document_date=date(2026, 1, 5),
        language="en",
        fields={"title": "Law on controls"},
        needs=[NEED],
        contacts=[CONTACT],
    )
    services.submit(request, by=expert, received_at=clock.now() - timedelta(days=received_days_ago))
    if authentic:
        services.authenticate(
            request, by=expert, ground="Note verbale NV/12/2026, signature known."
        )
    request.refresh_from_db()
    return request


def shift_request(request: AssistanceRequest, *, by: timedelta) -> AssistanceRequest:
    """Move the moments of a request into the past, so that its time comes."""
    AssistanceRequest.objects.filter(pk=request.pk).update(
        received_at=request.received_at - by,
        submitted_at=request.submitted_at - by,
        acknowledged_at=request.acknowledged_at - by,
        window_ends_at=request.window_ends_at - by,
    )
    request.refresh_from_db()
    return request
