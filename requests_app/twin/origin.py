"""Whether a file may become this draft: whose it is, from which form, and how old."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.errors import RuleBroken
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party
from requests_app.enums import EDITABLE
from requests_app.models import AssistanceRequest
from requests_app.twin import seal as seals
from requests_app.twin.layout import FORM_VERSION
from requests_app.twin.understanding import Note

TAMPERED = _(
    "The marks by which the portal knows this file were changed, or it comes from another portal. Download the form again, copy your words into it and upload that one. Your draft is as it was."
)
OTHER_PARTY = _(
    "This file belongs to another State or organization, so nothing was read from it. Download the form again as %(party)s and upload that one."
)
OTHER_DRAFT = _(
    "This file was downloaded from another draft. Open that draft and upload it there, or download the form of this draft. Nothing was changed."
)
OTHER_NAME = _("The file names %(named)s, and you write for %(party)s. Choose the right file, or write the right name under “On whose behalf” and upload it again.")  # fmt: skip


@dataclass(slots=True)
class Origin:
    """For whom and into which draft the file goes, and what should be said about that."""

    party: Party
    draft: AssistanceRequest | None
    seal: seals.Seal
    notes: list[Note] = field(default_factory=list)


def origin_of(
    line: str | None,
    *,
    named: str,
    party: Party,
    draft: AssistanceRequest | None,
    own_drafts: Any,
) -> Origin:
    """Return where the file belongs, or raise RuleBroken with what to do.

    `party` is for whom the person wants to write, `draft` into which draft or nothing for a new one,
    `own_drafts` the drafts that the person may see.
    """
    notes: list[Note] = []
    if line is None:
        seal = seals.Seal(form_version=FORM_VERSION)
        notes.append(Note("unsealed"))
    else:
        try:
            seal = seals.opened(line)
        except seals.BrokenSeal as reason:
            raise RuleBroken(TAMPERED) from reason
    if seal.party and seal.party != str(party.pk):
        raise RuleBroken(OTHER_PARTY % {"party": party.name})
    if seal.form_version != FORM_VERSION:
        notes.append(Note("old_form"))
    if draft is None and seal.draft:
        draft = _home(seal, own_drafts, party)
        if draft is None:
            notes.append(Note("draft_gone"))
    elif draft is not None and seal.draft and seal.draft != str(draft.pk):
        raise RuleBroken(OTHER_DRAFT)
    if named and not _is_name_of(named, party):
        other = _known(named)
        if other is not None:
            raise RuleBroken(OTHER_NAME % {"named": other.name, "party": party.name})
        notes.append(Note("requester_unknown", value=named))
    return Origin(party, draft, seal, notes)


def _home(seal: seals.Seal, own_drafts: Any, party: Party) -> AssistanceRequest | None:
    found: AssistanceRequest | None = own_drafts.filter(
        pk=UUID(seal.draft), requester=party, status__in=EDITABLE
    ).first()
    return found


def _is_name_of(named: str, party: Party) -> bool:
    return Party.objects.filter(_matches(named), pk=party.pk).exists()


def _known(named: str) -> Party | None:
    return Party.objects.filter(_matches(named), is_active=True).first()


def _matches(named: str) -> Q:
    names = Q(code__iexact=named) | Q(state__formal_name_en__iexact=named)
    for language in LANGUAGE_CODES:
        names |= Q(**{f"name_{language}__iexact": named})
    return names
