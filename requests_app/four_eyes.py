"""The steps on requests that need a second person: what each asks for, says and does."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.approvals import registry
from clearinghouse.approvals import services as approvals
from clearinghouse.approvals.enums import Action
from clearinghouse.approvals.models import Approval
from clearinghouse.core.errors import RuleBroken
from clearinghouse.core.templatetags.ui import language_name
from clearinghouse.parties.models import Party
from requests_app import services
from requests_app.models import AssistanceRequest, Attachment, Summary
from requests_app.services import two_persons


def register_steps() -> None:
    """Tell the approvals what their yes performs; called once at the start."""
    steps = {
        Action.PUBLISH: (_put_summary, _words),
        Action.SKIP_PROVIDER: (_skip, _provider),
        Action.ERASE: (_erase, _document),
    }
    for action, (perform, describe) in steps.items():
        registry.register(action, registry.Step(perform, describe, _case))


def ask_to_put_summary(summary: Summary, *, by: Any, reason: str = "") -> Approval:
    """Ask a second person to put exactly these words to the State."""
    return approvals.ask(
        Action.PUBLISH,
        about_id=summary.pk,
        case=summary.assistance_request,
        reason=reason.strip() or _("The words are ready."),
        by=by,
        fingerprint=summary.sha256,
    )


def ask_to_skip(
    assistance_request: AssistanceRequest, provider: Party, *, by: Any, reason: str
) -> Approval:
    """Ask a second person to leave a provider out of the coming distribution."""
    return approvals.ask(
        Action.SKIP_PROVIDER,
        about_id=assistance_request.pk,
        case=assistance_request,
        reason=reason,
        by=by,
        fingerprint=str(provider.pk),
    )


def ask_to_erase(attachment: Attachment, *, by: Any, reason: str) -> Approval:
    """Ask a second person to erase a document of a submitted request for good."""
    if not attachment.assistance_request.reference:
        raise RuleBroken(_("This request was not submitted yet: remove the document in the form."))
    return approvals.ask(
        Action.ERASE,
        about_id=attachment.pk,
        case=attachment.assistance_request,
        reason=reason,
        by=by,
        fingerprint=attachment.sha256,
    )


def _put_summary(approval: Approval, by: Any) -> None:
    summary = _summary(approval)
    services.put_summary_to_state(
        summary, by=by, sha256=approval.fingerprint, asked_by=approval.asked_by
    )


def _skip(approval: Approval, by: Any) -> None:
    two_persons.skip_provider(
        _request(approval),
        _party(approval),
        reason=approval.reason,
        asked_by=approval.asked_by,
        by=by,
    )


def _erase(approval: Approval, by: Any) -> None:
    two_persons.erase_attachment(_attachment(approval), by=by, reason=approval.reason)


def _words(approval: Approval) -> str:
    summary = _summary(approval)
    return _("Summary in %(language)s: “%(title)s”") % {
        "language": language_name(summary.language),
        "title": summary.title,
    }


def _provider(approval: Approval) -> str:
    return _("The request would not go to: %(provider)s") % {"provider": _party(approval)}


def _document(approval: Approval) -> str:
    attachment = _attachment(approval)
    return _("The file “%(name)s” would be erased for good; its name stays in the record.") % {
        "name": attachment.name
    }


def _case(approval: Approval) -> str:
    return reverse("admin:desk_requests:detail", args=[approval.case_id])


def _request(approval: Approval) -> AssistanceRequest:
    return _found(AssistanceRequest, approval.case_id)


def _summary(approval: Approval) -> Summary:
    return _found(Summary, approval.about_id)


def _attachment(approval: Approval) -> Attachment:
    return _found(Attachment, approval.about_id)


def _party(approval: Approval) -> Party:
    return _found(Party, approval.fingerprint)


def _found(model: Any, pk: Any) -> Any:
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise RuleBroken(_("What this was about is not there any more. Decline or take it back."))
    return found
