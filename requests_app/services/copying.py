"""Words taken over from one record into another: into a working copy, or into a new draft."""

from __future__ import annotations

from collections.abc import Iterable

from requests_app.models import AssistanceRequest, Need, RequestContact

TEXT_FIELDS = (
    "language", "title", "areas", "categories", "situation", "related_plans", "wanted_from", "wanted_until",
    "urgency", "stages", "national_contribution", "limits", "delivery_languages", "other_assistance",
    "providers_approached", "preferred_providers",
)  # fmt: skip
NEED_FIELDS = ("title", "description", "result", "areas", "categories", "kinds", "needed_by")
CONTACT_FIELDS = ("role", "name", "title", "email", "phone")


def take_text(target: AssistanceRequest, *, source: AssistanceRequest) -> None:
    """Take over text, codes and wishes about providers; the caller saves the target."""
    for name in TEXT_FIELDS:
        setattr(target, name, getattr(source, name))
    target.excluded_providers.set(source.excluded_providers.all())


def take_need(target: Need, *, source: Need) -> None:
    """Take over what one need says; the caller saves it."""
    for name in NEED_FIELDS:
        setattr(target, name, getattr(source, name))


def copies_of_needs(target: AssistanceRequest, *, needs: Iterable[Need]) -> list[Need]:
    """Return new needs of the target, numbered from one, saying the same; nothing is saved."""
    copies = []
    for number, need in enumerate(needs, start=1):
        copy = Need(
            assistance_request=target,
            party=target.requester,
            number=number,
            language=target.language,
        )
        take_need(copy, source=need)
        copies.append(copy)
    return copies


def copy_contacts(target: AssistanceRequest, *, source: AssistanceRequest) -> None:
    """Give the target the same contacts."""
    RequestContact.objects.bulk_create(
        RequestContact(
            assistance_request=target,
            **{name: getattr(contact, name) for name in CONTACT_FIELDS},
        )
        for contact in source.contacts.all()
    )
