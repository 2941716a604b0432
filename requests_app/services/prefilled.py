"""Drafts that begin with words in them: a copy of an earlier request, or a line of a plan or of a visit's report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.parties.models import Party
from requests_app import events
from requests_app.enums import NeedOrigin, NeedStatus
from requests_app.models import AssistanceRequest, Need
from requests_app.permissions import check_can_read_draft
from requests_app.services import copying
from requests_app.services.drafts import create_draft, save_draft

TITLE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Copied:
    """The new draft, and how many dates were left out because they have passed."""

    draft: AssistanceRequest
    dates_left_out: int


def copy_to_draft(
    source: AssistanceRequest, *, by: Any, submission_key: UUID | None = None
) -> Copied:
    """Begin a draft that says what an earlier request of the party says.

    Text, needs, contacts and wishes about providers are taken over; the number, documents, references, the two
    decisions and everything that happened are not. Days that have passed are left empty. The same key twice
    returns the same draft.
    """
    if source.submitted_at is None:
        check_can_read_draft(by, source)
    with transaction.atomic():
        draft = create_draft(
            party=source.requester, by=by, language=source.language, submission_key=submission_key
        )
        if draft.edition:
            return Copied(draft, dates_left_out=0)
        copying.take_text(draft, source=source)
        asked = source.needs.exclude(status=NeedStatus.NO_LONGER_NEEDED).order_by("number")
        needs = copying.copies_of_needs(draft, needs=asked)
        left_out = _leave_out_past(draft, needs)
        draft.edition += 1
        draft.save()
        Need.objects.bulk_create(needs)
        copying.copy_contacts(draft, source=source)
        record(events.DRAFT_COPIED, by=by, about=draft, data={"source": str(source.pk)})
    return Copied(draft, dates_left_out=left_out)


def draft_from_line(
    *,
    party: Party,
    by: Any,
    origin: str,
    title: str,
    description: str,
    areas: Iterable[str] = (),
    kinds: Iterable[str] = (),
    link: str = "",
    language: str = "en",
    submission_key: UUID | None = None,
) -> AssistanceRequest:
    """Begin a draft with one need from a line of an action plan or a visit's finding; nothing is submitted.

    `link` is an address or the name of the document; it stands under related plans, after what the line comes from.
    The same key twice returns the same draft.
    """
    source = NeedOrigin(origin)
    with transaction.atomic():
        draft = create_draft(party=party, by=by, language=language, submission_key=submission_key)
        if draft.edition:
            return draft
        with translation.override(language):
            related = _("%(origin)s: %(link)s") % {"origin": source.label, "link": link}
        line = title.strip()
        need = {
            "title": line[:TITLE_LIMIT],
            "description": description.strip() if len(line) <= TITLE_LIMIT else f"{line}\n\n{description.strip()}",
            "areas": list(areas),
            "kinds": list(kinds),
        }  # fmt: skip
        return save_draft(
            draft,
            by=by,
            edition=draft.edition,
            fields={
                "title": line[:TITLE_LIMIT],
                "areas": list(areas),
                "related_plans": related if link else str(source.label),
            },
            needs=[need],
        )


def _leave_out_past(draft: AssistanceRequest, needs: list[Need]) -> int:
    today = clock.now().astimezone(clock.NEW_YORK).date()
    left_out = 0
    days: list[tuple[Any, str]] = [
        (draft, "wanted_from"),
        (draft, "wanted_until"),
        *((need, "needed_by") for need in needs),
    ]
    for holder, name in days:
        day: date | None = getattr(holder, name)
        if day is not None and day < today:
            setattr(holder, name, None)
            left_out += 1
    return left_out
