"""Who sees which requests, and the lists that the procedure works through. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import has_desk_role, party_ids
from clearinghouse.core import clock
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from requests_app import clocks
from requests_app.enums import (
    EDITABLE,
    Channel,
    DecisionKind,
    NoticeKind,
    RequestStatus,
    ResponseKind,
)
from requests_app.models import (
    Answer,
    AssistanceRequest,
    Attachment,
    Authentication,
    CalendarAddress,
    DraftShare,
    FollowUp,
    Hold,
    Need,
    Notice,
    NoticeResponse,
    Summary,
    SummaryConsent,
    TwinUpload,
)

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class WithHold(TypedDict):
        is_held: bool

    class WithResponse(TypedDict):
        is_answered: bool
        response: str | None
        is_waiting: bool

    class WithConfirmation(TypedDict):
        is_confirmed: bool
        waiting_since: datetime


def own(user: Any) -> QuerySet[AssistanceRequest]:
    """Requests of the parties for which the person writes or acts; not what an expert still types from paper."""
    return _of_own_parties(user).filter(revision_of__isnull=True)


def to_copy_from(user: Any) -> QuerySet[AssistanceRequest]:
    """Requests of the parties for which the person writes, whatever became of them, the newest first."""
    return own(user).filter(requester__is_active=True).order_by("-created_at")


def requests_for_desk(user: Any) -> QuerySet[AssistanceRequest]:
    """What desk people read: everything but the drafts of missions."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        return AssistanceRequest.objects.none()
    never_submitted = Q(channel=Channel.PORTAL, submitted_at__isnull=True)
    requests = AssistanceRequest.objects.filter(revision_of__isnull=True)
    return requests.exclude(never_submitted).select_related("requester")


def visible_to(user: Any) -> QuerySet[AssistanceRequest]:
    """Every request that the person may read: the party's own, and the desk's. Providers read notices instead."""
    return (own(user) | requests_for_desk(user)).distinct()


def open_to(user: Any) -> QuerySet[AssistanceRequest]:
    """The same, and the working copies of new versions: for pages of writing. Lists never show those."""
    copies = AssistanceRequest.objects.filter(revision_of__isnull=False)
    is_own = Q(pk__in=_of_own_parties(user).values("pk"))
    is_paper = ~Q(channel=Channel.PORTAL) & Q(pk__isnull=not has_desk_role(user, DeskRole.EXPERT))
    everything = Q(pk__in=visible_to(user).values("pk")) | Q(
        pk__in=copies.filter(is_own | is_paper).values("pk")
    )
    return AssistanceRequest.objects.filter(everything).select_related("requester", "revision_of")


def notices_visible_to(user: Any) -> QuerySet[Notice]:
    """Notices sent to the parties for which the person answers; a second notice is only a mail about the first."""
    parties = party_ids(user, PartyPermission.PROVIDE)
    return (
        Notice.objects.filter(
            provider_id__in=parties, visible_at__lte=clock.now(), kind=NoticeKind.REQUEST
        )
        .select_related("assistance_request__requester", "provider", "run__version")
        .prefetch_related("assistance_request__versions")
    )


def with_response(notices: QuerySet[Notice]) -> QuerySet[WithAnnotations[Notice, WithResponse]]:
    """Notices that know whether needs were answered, what was said last as a whole, and whether they wait."""
    responses = NoticeResponse.objects.filter(notice=OuterRef("pk")).order_by("-responded_at")
    return notices.annotate(
        is_answered=Exists(Answer.objects.filter(notice=OuterRef("pk"))),
        response=Subquery(responses.values("kind")[:1]),
    ).annotate(
        is_waiting=Q(assistance_request__status=RequestStatus.DISTRIBUTED, is_answered=False)
        & (Q(response__isnull=True) | ~Q(response=ResponseKind.NOT_FOR_US))
    )


def waiting_notices(user: Any) -> QuerySet[WithAnnotations[Notice, WithResponse]]:
    """Notices that wait for an answer of the person's parties."""
    return with_response(notices_visible_to(user)).filter(is_waiting=True)


def latest_notices_of(provider: Party) -> QuerySet[WithAnnotations[Notice, WithResponse]]:
    """What the provider was sent last, for the desk."""
    told = provider.notices.filter(kind=NoticeKind.REQUEST).select_related("assistance_request")
    return with_response(told).order_by("-visible_at")[:10]


def notice_of_link(delivery: Delivery) -> Notice | None:
    """The notice that this very mail announced, if it announced one."""
    return (
        Notice.objects.filter(kind=NoticeKind.REQUEST, message=delivery.message_id)
        .select_related("assistance_request", "provider")
        .first()
    )


def calendar_address_of(user: Any) -> CalendarAddress | None:
    """The person's private calendar address in force."""
    return CalendarAddress.objects.filter(person=user, ended_at__isnull=True).first()


def calendar_address(token_hash: str) -> CalendarAddress | None:
    """The address in force with this hash, of an account that is open."""
    found = CalendarAddress.objects.filter(ended_at__isnull=True, person__is_active=True)
    return found.select_related("person").filter(token_hash=token_hash).first()


def attachments_visible_to(user: Any) -> QuerySet[Attachment]:
    """Documents of the requests that the person may read and that were not erased; never the provider's to read."""
    return Attachment.objects.filter(
        assistance_request__in=open_to(user).values("pk"), erased_at__isnull=True
    )


def summaries_visible_to(user: Any) -> QuerySet[Summary]:
    """Summaries of the requests that the person may read."""
    return Summary.objects.filter(
        assistance_request__in=visible_to(user).values("pk")
    ).select_related("assistance_request__requester")


def holds_visible_to(user: Any) -> QuerySet[Hold]:
    """Holds of the requests that the person may read."""
    return Hold.objects.filter(assistance_request__in=visible_to(user).values("pk")).select_related(
        "assistance_request"
    )


def awaiting_authentication() -> QuerySet[AssistanceRequest]:
    """Submitted, and nobody has confirmed since that it is authentic; the most urgent first."""
    return _submitted_with_authentication().filter(is_confirmed=False).order_by("due_at")


def paper_to_complete() -> QuerySet[AssistanceRequest]:
    """Entered from paper by an expert and not submitted yet, or returned: nobody else can complete it."""
    return (
        AssistanceRequest.objects.filter(status__in=EDITABLE, revision_of__isnull=True)
        .exclude(channel=Channel.PORTAL)
        .select_related("requester")
        .order_by("updated_at")
    )


def authentic_but_unacknowledged() -> QuerySet[AssistanceRequest]:
    """Found authentic, but the acknowledgement was lost on the way; what a tick repairs."""
    return _submitted_with_authentication().filter(is_confirmed=True).order_by("due_at")


def waiting_for_distribution() -> QuerySet[WithAnnotations[AssistanceRequest, WithHold]]:
    """Acknowledged and not yet out, held or not, the earliest window first."""
    open_holds = Hold.objects.filter(assistance_request=OuterRef("pk"), released_at__isnull=True)
    return (
        AssistanceRequest.objects.filter(status=RequestStatus.ACKNOWLEDGED)
        .annotate(is_held=Exists(open_holds))
        .select_related("requester")
        .prefetch_related("holds", "decisions")
        .order_by("window_ends_at")
    )


def held() -> QuerySet[AssistanceRequest]:
    """Requests whose clocks stand still."""
    return (
        AssistanceRequest.objects.filter(holds__released_at__isnull=True, holds__isnull=False)
        .distinct()
        .order_by("due_at")
    )


def windows_ending(*, within: timedelta = timedelta(days=2)) -> list[AssistanceRequest]:
    """Requests that go out within the given time unless somebody holds them."""
    now = clock.now()
    return [
        request
        for request in waiting_for_distribution().filter(is_held=False)
        if (end := clocks.effective_window_end(request, at=now)) is not None and end <= now + within
    ]


def due_for_distribution() -> list[AssistanceRequest]:
    """Requests whose time has come: the window is over or the State said now, and nobody holds them."""
    now = clock.now()
    return [
        request
        for request in waiting_for_distribution().filter(is_held=False)
        if clocks.asked_to_send_now(request)
        or ((end := clocks.effective_window_end(request, at=now)) is not None and end <= now)
    ]


def silent_on_publication() -> QuerySet[AssistanceRequest]:
    """Requests whose announced window is over, with words put to a State that has said nothing about publication."""
    undecided = Summary.objects.filter(put_to_state_at__isnull=False, consents__isnull=True)
    return (
        AssistanceRequest.objects.filter(
            status__in=(RequestStatus.ACKNOWLEDGED, RequestStatus.DISTRIBUTED),
            window_ends_at__lte=clock.now(),
            pk__in=undecided.values("assistance_request_id"),
        )
        .exclude(decisions__kind=DecisionKind.PUBLICATION)
        .order_by("window_ends_at")
    )


def awaiting_consent() -> QuerySet[Summary]:
    """Words put to a State that has not decided on exactly them, while there is still something to publish."""
    decided = SummaryConsent.objects.filter(summary=OuterRef("pk"), sha256=OuterRef("sha256"))
    under_way = [RequestStatus.ACKNOWLEDGED, RequestStatus.DISTRIBUTED, RequestStatus.CLOSED]
    return (
        Summary.objects.filter(
            ~Exists(decided),
            put_to_state_at__isnull=False,
            assistance_request__status__in=under_way,
        )
        .select_related("assistance_request__requester")
        .order_by("put_to_state_at")
    )


def _of_own_parties(user: Any) -> QuerySet[AssistanceRequest]:
    parties = party_ids(user, PartyPermission.DRAFT)
    is_theirs_to_read = Q(channel=Channel.PORTAL) | Q(submitted_at__isnull=False)
    named = DraftShare.objects.filter(
        assistance_request=OuterRef("pk"), person=user.pk, revoked_at__isnull=True
    )
    is_open_to_them = (
        Q(is_restricted=False)
        | Q(submitted_at__isnull=False)
        | Q(entered_by=user.pk)
        | Q(requester_id__in=party_ids(user, PartyPermission.ACT))
        | Exists(named)
    )
    return AssistanceRequest.objects.filter(
        is_theirs_to_read, is_open_to_them, requester_id__in=parties
    ).select_related("requester")


def needs_visible_to(user: Any) -> QuerySet[Need]:
    """Needs of the requests that the person may read."""
    return Need.objects.filter(assistance_request__in=visible_to(user).values("pk")).select_related(
        "party", "assistance_request__requester"
    )


def follow_ups_visible_to(user: Any) -> QuerySet[FollowUp]:
    """Questions of one year about the requests that the person may read."""
    return FollowUp.objects.filter(
        assistance_request__in=visible_to(user).values("pk")
    ).select_related("assistance_request__requester")


def follow_ups_due() -> QuerySet[FollowUp]:
    """Questions of one year that were asked and wait for the State, the oldest first."""
    return (
        FollowUp.objects.filter(
            answered_at__isnull=True, assistance_request__status=RequestStatus.DISTRIBUTED
        )
        .select_related("assistance_request__requester")
        .order_by("opened_at")
    )


def follow_ups_to_remind() -> QuerySet[FollowUp]:
    """Questions that the State has left open for the days of the policy, and that were asked once."""
    long_ago = clock.now() - timedelta(days=policy("follow_up_reminder_days"))
    return follow_ups_due().filter(reminded_at__isnull=True, opened_at__lte=long_ago)


def follow_ups_unanswered() -> QuerySet[FollowUp]:
    """Questions that stayed open after the second time of asking: an expert takes over."""
    long_ago = clock.now() - timedelta(days=policy("follow_up_reminder_days"))
    return follow_ups_due().filter(reminded_at__lte=long_ago)


def _submitted_with_authentication() -> QuerySet[
    WithAnnotations[AssistanceRequest, WithConfirmation]
]:
    confirmed = Authentication.objects.filter(
        assistance_request=OuterRef("pk"), confirmed_at__gte=OuterRef("submitted_at")
    )
    return (
        AssistanceRequest.objects.filter(status=RequestStatus.SUBMITTED)
        .annotate(is_confirmed=Exists(confirmed), waiting_since=F("submitted_at"))
        .select_related("requester")
    )


def twin_uploads_of(user: Any) -> QuerySet[TwinUpload]:
    """Offline forms that this person uploaded, while the person may still open what they would change.

    Nobody else sees them before they become a draft. The comparison shows the draft as it is now.
    """
    may_begin = Q(assistance_request__isnull=True, party__in=party_ids(user, PartyPermission.DRAFT))
    may_open = Q(assistance_request__in=open_to(user).values("pk"))
    return TwinUpload.objects.filter(may_begin | may_open, uploaded_by=user).select_related(
        "party", "assistance_request__requester"
    )
