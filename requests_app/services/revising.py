"""A new version of a submitted request, written on a working copy while the old one stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.core.rules import broken
from clearinghouse.workflow.advance import advance
from requests_app import events, notices, permissions, signals, versions, workflow
from requests_app.enums import REVISABLE, Channel, NeedStatus, RequestStatus
from requests_app.models import (
    AssistanceRequest,
    Attachment,
    Need,
    RequestContact,
    RequestVersion,
)
from requests_app.services import copying


def begin_revision(assistance_request: AssistanceRequest, *, by: Any) -> AssistanceRequest:
    """Open a working copy of the words and return it; the one that is open already, if there is one.

    Nothing changes for anybody. The copy starts with the needs still asked, each knowing which one it replaces;
    documents stay with the request, and what is attached to the copy joins them on submission.
    """
    permissions.check_can_revise(by, assistance_request)
    with transaction.atomic():
        original = _locked(assistance_request.pk)
        _refuse_unless_it_stands(original)
        opened = original.revisions.filter(status=RequestStatus.DRAFT).first()
        if opened is not None:
            _refuse_if_kept_apart(opened, by=by)
            return opened
        copy = AssistanceRequest(
            revision_of=original,
            requester=original.requester,
            channel=original.channel,
            entered_by=by,
            distribution_wish=original.distribution_wish,
            publication_wish=original.publication_wish,
            is_demonstration=original.is_demonstration,
            is_rehearsal=original.is_rehearsal,
        )
        if original.channel == Channel.PORTAL:
            copy.channel_reference = original.channel_reference
            copy.document_date = original.document_date
        copy.save(force_insert=True)
        copying.take_text(copy, source=original)
        copy.save()
        _copy_needs(copy, original=original)
        copying.copy_contacts(copy, source=original)
        record(events.REVISION_BEGUN, by=by, about=copy, case=original)
    return copy


def submit_revision(
    copy: AssistanceRequest, *, by: Any, edition: int | None = None
) -> RequestVersion:
    """Make the words of the working copy those of the request: a new frozen version, audit event, receipt.

    The same proper form as a first submission. Clocks, authentication, decisions and answers stay. A need that
    is not asked any more goes, or is set aside where something hangs on it. Providers that were told get one mail
    each. `edition` is the one that the person read. Afterwards the copy is closed.
    """
    assert copy.revision_of_id is not None
    now = clock.now()
    with transaction.atomic():
        original = _locked(copy.revision_of_id)
        permissions.check_can_submit(by, original)
        _refuse_unless_it_stands(original)
        ours = _locked_copy(copy)
        if edition is not None and ours.edition != edition:
            raise Stale(
                _("The words were changed after you read them. Read them again before you decide.")
            )
        refusals = broken(ours, workflow.PROPER_FORM)
        if refusals:
            raise RuleBroken(refusals[0].sentence, details=refusals)
        if not _says_something_new(ours, original=original):
            raise RuleBroken(
                _("Nothing has been changed yet. Change the words, or discard this change.")
            )
        _take_over(ours, original=original, by=by)
        version = versions.freeze(original, by=by, at=now)
        record(
            events.REQUEST_REVISED,
            by=by,
            about=original,
            note=_document_of(ours),
            data={"version": version.number},
        )
        ours.removed_rows.all().delete()
        # The shell stays, so that a second click and an old link lead to the request.
        advance(ours, workflow.WITHDRAW, by=by, withdrawn_at=now)
        notices.revised(original, version=version)
        _announce(original)
    return version


def discard_revision(copy: AssistanceRequest, *, by: Any, note: str = "") -> AssistanceRequest:
    """Close the working copy; the request stands as it did. Returns the request."""
    assert copy.revision_of is not None
    original = copy.revision_of
    with transaction.atomic():
        advance(copy, workflow.WITHDRAW, by=by, note=note, withdrawn_at=clock.now())
        record(events.REVISION_DISCARDED, by=by, about=copy, case=original, note=note)
    return original


def end_revision(original: AssistanceRequest) -> None:
    """Close the open working copy of a request that does not stand any more, whoever ends the request.

    Called inside the transaction of that step. What was written stays in the copy, and nobody can submit it.
    """
    for copy in original.revisions.select_for_update().filter(status=RequestStatus.DRAFT):
        advance(copy, workflow.WITHDRAW, by=SYSTEM, withdrawn_at=clock.now())
        record(events.REVISION_DISCARDED, by=SYSTEM, about=copy, case=original)


def _take_over(ours: AssistanceRequest, *, original: AssistanceRequest, by: Any) -> None:
    copying.take_text(original, source=ours)
    if original.channel == Channel.PORTAL:
        original.channel_reference = ours.channel_reference
        original.document_date = ours.document_date
    original.edition += 1
    original.save()
    _take_over_needs(ours, original=original, by=by)
    original.contacts.all().delete()
    RequestContact.objects.filter(assistance_request=ours).update(assistance_request=original)
    Attachment.objects.filter(assistance_request=ours).update(assistance_request=original)


def _take_over_needs(ours: AssistanceRequest, *, original: AssistanceRequest, by: Any) -> None:
    # Locked, so that a match that moves a need at the same moment waits and is not overwritten.
    stored = {need.pk: need for need in original.needs.select_for_update()}
    asked = set()
    number = 0
    for number, row in enumerate(ours.needs.order_by("number"), start=1):
        need = stored.get(row.revision_of_id) or Need(  # type: ignore[arg-type]
            assistance_request=original, party=original.requester
        )
        _refuse_if_set_aside(need)
        copying.take_need(need, source=row)
        need.number, need.language = number, original.language
        need.save()
        asked.add(need.pk)
    for need in original.needs.exclude(pk__in=asked).order_by("number"):
        if need.status != NeedStatus.NO_LONGER_NEEDED:
            if not _something_hangs_on(need):
                need.delete()
                continue
            _set_aside(need, by=by)
        number += 1
        Need.objects.filter(pk=need.pk).update(number=number)


def _refuse_if_set_aside(need: Need) -> None:
    """Two words of the State about one need would contradict each other; it says which one counts."""
    if need.status == NeedStatus.NO_LONGER_NEEDED:
        raise RuleBroken(
            _("Meanwhile it was said that the need “%(title)s” is no longer needed. Remove it from the change, or say on the page of the request that it is still needed.")
            % {"title": need.title}
        )  # fmt: skip


def _set_aside(need: Need, *, by: Any) -> None:
    if need.status not in workflow.SET_ASIDE.sources:
        raise RuleBroken(
            _("The need “%(title)s” stays in the request, because it is “%(status)s”. Put it back into the change.")
            % {"title": need.title, "status": need.get_status_display()}
        )  # fmt: skip
    advance(need, workflow.SET_ASIDE, by=by)


def _something_hangs_on(need: Need) -> bool:
    """Whether any other record points to the need: an answer, a match, whatever apps above this one add."""
    for relation in need._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        if relation.related_model is Need:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: need}).exists():  # type: ignore[union-attr]
            return True
    return False


def _says_something_new(ours: AssistanceRequest, *, original: AssistanceRequest) -> bool:
    names = ("providers_approached", "preferred_providers")
    return (
        _words(ours) != _words(original)
        or any(getattr(ours, name) != getattr(original, name) for name in names)
        or set(ours.excluded_providers.all()) != set(original.excluded_providers.all())
        or _contacts(ours) != _contacts(original)
        or ours.attachments.exists()
    )


def _words(assistance_request: AssistanceRequest) -> dict[str, Any]:
    """What is said, needs in their order. Their numbers alone say nothing: one that was set aside leaves a gap."""
    content = versions.content_of(assistance_request)
    return content | {"needs": [need | {"number": None} for need in content["needs"]]}


def _contacts(assistance_request: AssistanceRequest) -> list[tuple[str, ...]]:
    return sorted(assistance_request.contacts.values_list(*copying.CONTACT_FIELDS))


def _copy_needs(copy: AssistanceRequest, *, original: AssistanceRequest) -> None:
    asked = list(original.needs.exclude(status=NeedStatus.NO_LONGER_NEEDED).order_by("number"))
    for need, same in zip(copying.copies_of_needs(copy, needs=asked), asked, strict=True):
        need.revision_of = same
        need.save()


def _document_of(ours: AssistanceRequest) -> str:
    """On paper the document with which the change came; the request keeps the one of its own."""
    if ours.channel == Channel.PORTAL:
        return ""
    return f"{ours.channel_reference}, {ours.document_date}"


def _refuse_if_kept_apart(opened: AssistanceRequest, *, by: Any) -> None:
    if opened.channel == Channel.PORTAL and permissions.draft_role_of(by, opened) is None:
        raise RuleBroken(
            _("A colleague is changing the words already, and has kept the change to named people. Ask a focal point to let you open it.")
        )  # fmt: skip


def _refuse_unless_it_stands(original: AssistanceRequest) -> None:
    if original.status not in REVISABLE:
        raise Stale(
            _("The words of a request can be changed until it is closed or withdrawn; this one is “%(status)s”.")
            % {"status": original.get_status_display()}
        )  # fmt: skip


def _locked(pk: Any) -> AssistanceRequest:
    return (
        AssistanceRequest.objects.select_for_update(of=("self",))
        .select_related("requester")
        .get(pk=pk)
    )


def _locked_copy(copy: AssistanceRequest) -> AssistanceRequest:
    found = (
        AssistanceRequest.objects.select_for_update()
        .filter(pk=copy.pk, status=RequestStatus.DRAFT)
        .first()
    )
    if found is None:
        raise Stale(_("This change was submitted or discarded already. Load the page again."))
    return found


def _announce(original: AssistanceRequest) -> None:
    request_id = original.pk
    transaction.on_commit(
        lambda: signals.needs_changed.send(AssistanceRequest, request_id=request_id)
    )
