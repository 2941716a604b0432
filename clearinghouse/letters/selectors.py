"""Questions about letters. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.letters.enums import TO_PROVIDERS, AddresseeClass, DocumentKind, LetterStatus
from clearinghouse.letters.models import DocumentChoice, Letter
from clearinghouse.parties.models import Party

# A note verbale goes to Governments and missions, a formal letter to everybody else; the desk can choose
# otherwise for a class, as in 2011, when the Committee sent a note verbale to organizations too.
_BY_DEFAULT: Final = {AddresseeClass.MISSION.value: DocumentKind.NOTE_VERBALE}


def document_kind_for(addressee_class: str) -> DocumentKind:
    """Return the form of document that the class of addressees receives."""
    chosen = DocumentChoice.objects.filter(addressee_class=addressee_class).first()
    if chosen is not None:
        return DocumentKind(chosen.document_kind)
    return _BY_DEFAULT.get(addressee_class, DocumentKind.LETTER)


def for_desk(user: Any) -> QuerySet[Letter]:
    """Every letter, for those who read requests at the desk."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return Letter.objects.none()
    return Letter.objects.select_related("addressee")


def visible_to(user: Any) -> QuerySet[Letter]:
    """Sent letters to the person's parties: what a requester receives for its people, what a provider for its contacts."""
    as_requester = Q(addressee__in=party_ids(user, PartyPermission.DRAFT)) | Q(
        addressee__in=party_ids(user, PartyPermission.ACT)
    )
    as_provider = Q(addressee__in=party_ids(user, PartyPermission.PROVIDE))
    to_provider = Q(kind__in=TO_PROVIDERS)
    mine = (~to_provider & as_requester) | (to_provider & as_provider)
    return Letter.objects.filter(mine, status=LetterStatus.SENT).select_related("addressee")


def drafts_waiting() -> QuerySet[Letter]:
    """Drafts that wait to be read and sent, the oldest first."""
    return (
        Letter.objects.filter(status=LetterStatus.DRAFT)
        .select_related("addressee")
        .order_by("created_at")
    )


def of_case(letters: QuerySet[Letter], case: UUID) -> QuerySet[Letter]:
    """Letters in the history of one request, the latest first; discarded drafts are left out."""
    return letters.filter(case=case).exclude(status=LetterStatus.DISCARDED).order_by("-created_at")


def with_offerers(letters: Iterable[Letter]) -> list[Letter]:
    """The letters, each knowing whose offer it passes on: one requester may receive many that else look alike."""
    found = list(letters)
    parties = Party.objects.in_bulk({key for each in found if (key := each.facts.get("provider"))})
    by_key = {str(key): party for key, party in parties.items()}
    for each in found:
        each.offered_by = by_key.get(each.facts.get("provider", ""))
    return found


def narrowed(letters: QuerySet[Letter], *, by: Mapping[str, Any]) -> QuerySet[Letter]:
    """Narrow to the status, kind, language and every word given; the latest first."""
    for name in ("status", "kind", "language"):
        if by.get(name):
            letters = letters.filter(**{name: by[name]})
    for word in (by.get("q") or "").split():
        found = Q(addressee__code__iexact=word)
        for name in ("reference", "case_reference", "subject", "addressee__name_en"):
            found |= Q(**{f"{name}__icontains": word})
        letters = letters.filter(found)
    return letters.order_by("-created_at", "pk")
