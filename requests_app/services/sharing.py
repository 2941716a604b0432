"""Who may open a draft: the whole party, or named colleagues in their roles. Mails hold the link, never the words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.parties.selectors import writers_of
from requests_app import events, permissions
from requests_app.enums import ShareRole
from requests_app.models import AssistanceRequest, DraftShare


def share(assistance_request: AssistanceRequest, *, by: Any, person: Any, role: str) -> DraftShare:
    """Name a colleague of the party in a role, or change the role, and mail the link. The same again does nothing."""
    permissions.check_can_share(by, assistance_request)
    with transaction.atomic():
        draft = _locked(assistance_request)
        if person == by:
            raise RuleBroken(_("You have this draft already. Choose a colleague."))
        if not writers_of(draft.requester).filter(pk=person.pk).exists():
            raise RuleBroken(
                _("Only people who write for this requester can be named. Ask the secretariat to give your colleague a role first.")
            )  # fmt: skip
        named = draft.shares.filter(person=person, revoked_at__isnull=True).first()
        if named is not None and named.role == role:
            return named
        if named is not None:
            _revoke(named, by=by)
        given = DraftShare.objects.create(
            assistance_request=draft,
            person=person,
            role=ShareRole(role),
            shared_at=clock.now(),
            shared_by=by,
        )
        record(
            events.DRAFT_SHARED,
            by=by,
            about=given,
            case=draft,
            data={"person": str(person.pk), "role": given.role},
        )
        _mail_link(draft, kind="draft_shared", key=f"draft_shared:{given.pk}", to=person)
    return given


def unshare(given: DraftShare, *, by: Any) -> None:
    """Take a named colleague off the draft. Whether the colleague still reads it depends on for whom it is."""
    permissions.check_can_share(by, given.assistance_request)
    with transaction.atomic():
        if not _revoke(given, by=by):
            raise Stale(_("This colleague was taken off already."))
        record(events.DRAFT_UNSHARED, by=by, about=given, case=given.assistance_request)


def restrict_to_named(assistance_request: AssistanceRequest, *, by: Any) -> None:
    """Keep the draft to its author, the colleagues named and the focal points. Until it is submitted."""
    _set_audience(assistance_request, by=by, is_restricted=True, event=events.DRAFT_RESTRICTED)


def open_to_party(assistance_request: AssistanceRequest, *, by: Any) -> None:
    """Let everybody who writes for the requester open the draft again."""
    _set_audience(assistance_request, by=by, is_restricted=False, event=events.DRAFT_OPENED)


def mail_me_the_link(assistance_request: AssistanceRequest, *, by: Any) -> None:
    """Mail the draft's address to the person who asks; at most once a minute."""
    permissions.check_can_read_draft(by, assistance_request)
    minute = f"{clock.now():%Y%m%d%H%M}"
    key = f"draft_link:{assistance_request.pk}:{by.pk}:{minute}"
    _mail_link(assistance_request, kind="draft_link", key=key, to=by)


def _set_audience(
    assistance_request: AssistanceRequest, *, by: Any, is_restricted: bool, event: str
) -> None:
    permissions.check_can_share(by, assistance_request)
    with transaction.atomic():
        draft = _locked(assistance_request)
        if draft.is_restricted == is_restricted:
            return
        AssistanceRequest.objects.filter(pk=draft.pk).update(is_restricted=is_restricted)
        record(event, by=by, about=draft)


def _locked(assistance_request: AssistanceRequest) -> AssistanceRequest:
    draft = (
        AssistanceRequest.objects.select_for_update(of=("self",))
        .select_related("requester")
        .get(pk=assistance_request.pk)
    )
    if draft.submitted_at is not None:
        raise Stale(
            _("This request was submitted; everybody who writes for the requester can open it now.")
        )
    return draft


def _revoke(given: DraftShare, *, by: Any) -> int:
    return DraftShare.objects.filter(pk=given.pk, revoked_at__isnull=True).update(
        revoked_at=clock.now(), revoked_by=by
    )


def _mail_link(draft: AssistanceRequest, *, kind: str, key: str, to: Any) -> None:
    queue(
        kind,
        key=key,
        to=[Recipient(address=to.email, name=to.full_name, language=to.language)],
        about=draft.pk,
        context={"path": reverse("requests:review", args=[draft.pk])},
        is_rehearsal=draft.is_rehearsal,
    )
