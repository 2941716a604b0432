"""What each reader will see of a request, from records that are built and never saved.

Pages, mails and public copies are then made by the very functions and templates of the real thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.notifications.kinds import checked
from clearinghouse.notifications.models import Delivery, Message
from clearinghouse.notifications.render import render
from clearinghouse.parties.models import Party
from requests_app import clocks, notices, publication, recipients, versions
from requests_app.enums import EDITABLE, NoticeKind, RequestStatus
from requests_app.models import (
    Answer,
    AssistanceRequest,
    Need,
    Notice,
    PublicSummary,
    RequestVersion,
    Run,
    Summary,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as its reader sees it."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """A provider, and whether the request reaches it."""

    party: Party
    is_told: bool


def addressees(assistance_request: AssistanceRequest) -> list[Addressee]:
    """Every provider that will receive the request or has received it, and those that were left out, by name."""
    if assistance_request.distributed_at:
        told = [notice.provider for notice in assistance_request.notices.select_related("provider")]
    elif assistance_request.status == RequestStatus.WITHDRAWN:
        told = []
    else:
        told = recipients.recipients_of(assistance_request)
    found = {party.pk: Addressee(party, is_told=True) for party in told}
    for party in assistance_request.excluded_providers.all():
        found.setdefault(party.pk, Addressee(party, is_told=False))
    return sorted(found.values(), key=lambda each: each.party.name.casefold())


def notice_of(assistance_request: AssistanceRequest, provider: Party, *, at: datetime) -> Notice:
    """Return the provider's notice, or the one that it would get if nothing changed, unsaved."""
    sent = (
        assistance_request.notices.select_related(
            "assistance_request__requester", "provider", "run__version"
        )
        .filter(provider=provider, kind=NoticeKind.REQUEST)
        .first()
    )
    return sent or notice_to_come(assistance_request, provider, at=at)


def notice_to_come(
    assistance_request: AssistanceRequest, provider: Party, *, at: datetime
) -> Notice:
    """Return a notice that nobody has, of its own key: the links in its mail open nothing."""
    shown = _as_distributed(assistance_request, at=at)
    assert shown.distributed_at is not None
    return Notice(
        run=Run(assistance_request=shown, version=_words(assistance_request)),
        assistance_request=shown,
        provider=provider,
        visible_at=shown.distributed_at,
    )


def mail_of(
    notice: Notice, *, language: str, name: str, at: datetime, kind: str = "distribution_notice"
) -> Mail:
    """Return the mail about a notice, in a language; nothing is stored or sent."""
    stored = checked(kind, facts=notices.distribution_facts(notice))
    message = Message(kind=kind, context=stored)
    address = "provider@example.org"
    rendered = render(
        Delivery(message=message, address=address, name=name, language=language), at=at
    )
    return Mail(subject=str(rendered["Subject"]), text=rendered.get_content())


def mail_to_providers(assistance_request: AssistanceRequest, *, at: datetime) -> Mail:
    """Return the mail that every provider will get, in the language of the page and without a name in it."""
    language = (get_language() or "en").split("-")[0]
    notice = notice_to_come(assistance_request, assistance_request.requester, at=at)
    return mail_of(notice, language=language, name="", at=at)


def mail_about_change(copy: AssistanceRequest, *, at: datetime) -> Mail | None:
    """The mail that a new version causes; none where the request has not gone out."""
    original = copy.revision_of
    if original is None or original.distributed_at is None:
        return None
    language = (get_language() or "en").split("-")[0]
    notice = notice_of(original, original.requester, at=at)
    return mail_of(notice, language=language, name="", at=at, kind="request_revised")


def languages_of(provider: Party) -> list[str]:
    """The languages in which the provider's addresses are written to, the first one first."""
    return list(dict.fromkeys(each.language for each in notices.provider_contacts(provider)))


def first_name_of(provider: Party) -> str:
    """The name to which the first mail to the provider is addressed."""
    return next((each.name for each in notices.provider_contacts(provider)), "")


def without_answers(requests: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """The same requests with what the requester said, and none of the answers."""
    needs = Need.objects.prefetch_related(Prefetch("answers", Answer.objects.none()))
    return requests.prefetch_related(
        Prefetch("needs", needs), "attachments__uploaded_by", "excluded_providers"
    )


def words_for_the_public(assistance_request: AssistanceRequest) -> list[Summary]:
    """Words that are public or wait for the State's consent, by language."""
    return [
        summary
        for summary in assistance_request.summaries.select_related("assistance_request__requester")
        if summary.put_to_state_at is not None
        or summary.consents.filter(withdrawn_at__isnull=True).exists()
    ]


def public_copies(summaries: Iterable[Summary], *, at: datetime) -> list[PublicSummary]:
    """Return what the public would read of these words, unsaved."""
    return [publication.public_copy(summary, at=at) for summary in summaries]


def _as_distributed(assistance_request: AssistanceRequest, *, at: datetime) -> AssistanceRequest:
    """The request as it will stand in the moment of its distribution."""
    clock = clocks.explain(assistance_request, at=at)
    values = {
        field.attname: getattr(assistance_request, field.attname)
        for field in AssistanceRequest._meta.concrete_fields
    }
    values["status"] = RequestStatus.DISTRIBUTED.value
    values["reference"] = assistance_request.reference or _number_to_come(at)
    values["distributed_at"] = clock.releases_at or clock.due_at or at
    shown = AssistanceRequest(**values)
    shown.requester = assistance_request.requester
    return shown


def _number_to_come(at: datetime) -> str:
    return f"AR/{at.astimezone(NEW_YORK):%Y}/NNNN"


def _words(assistance_request: AssistanceRequest) -> RequestVersion:
    frozen = assistance_request.versions.last()
    if frozen is not None and assistance_request.status not in EDITABLE:
        return frozen
    return RequestVersion(
        assistance_request=assistance_request, content=versions.content_of(assistance_request)
    )
