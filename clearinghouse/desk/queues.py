"""What is due, as typed queues: each with its count, its oldest and its next moment, and the way to work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Min, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.accounts.selectors import open_invitations
from clearinghouse.core import clock
from clearinghouse.core.templatetags.ui import moment_text
from clearinghouse.notifications import selectors as mails
from clearinghouse.parties.selectors import providers_without_contact
from clearinghouse.reference.workdays import years_without_holidays
from matching import selectors as matches
from requests_app import clocks
from requests_app import selectors as requests
from requests_app.models import Answer, AssistanceRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN: Final = 4
LATELY: Final = timedelta(days=7)
READERS: Final = (DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER)
KEEPERS: Final = (DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a queue."""

    label: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of work that waits. `tone`: neutral when empty, else progress, attention or stop."""

    key: str
    title: str | _StrPromise
    count: int
    empty: str | _StrPromise
    rows: tuple[Row, ...] = ()
    href: str = ""
    oldest: datetime | None = None
    next_due: datetime | None = None
    tone: str = "neutral"


def queues_for(user: Any) -> list[Queue]:
    """Return the queues of the person's roles, in the order in which their delays hurt."""
    return [build(user) for build, roles in QUEUES if has_desk_role(user, *roles)]


def to_authenticate(user: Any) -> Queue:
    """Submitted, and nobody has said yet that it comes from the State."""
    now, waiting = clock.now(), requests.awaiting_authentication().prefetch_related("holds")
    return _of_requests(
        "authenticate", _("To authenticate"), waiting, at=now, due=clocks.effective_due_at, tone="stop",
        empty=_("No request waits for authentication."), query="?status=submitted",
    )  # fmt: skip


def paper_to_complete(user: Any) -> Queue:
    """Entries from paper that wait for an expert: unfinished, or returned for form."""
    found = requests.paper_to_complete().prefetch_related("holds")
    return _of_requests(
        "paper", _("Paper to complete"), found, at=clock.now(), due=clocks.effective_due_at, tone="attention",
        empty=_("Every entry from paper is complete."), query="",
    )  # fmt: skip


def windows_ending(user: Any) -> Queue:
    """Requests that go out soon unless somebody holds them."""
    return _of_requests(
        "windows", _("Windows that end soon"), requests.windows_ending(), at=clock.now(),
        due=clocks.effective_window_end, tone="progress",
        empty=_("No objection window ends within two days."), query="?status=acknowledged",
    )  # fmt: skip


def due_for_distribution(user: Any) -> Queue:
    """Requests whose time has come; they leave by themselves, so a number that stays is a fault."""
    return _of_requests(
        "distribution", _("Due for distribution"), requests.due_for_distribution(), at=clock.now(),
        due=clocks.effective_due_at, tone="attention",
        empty=_("Nothing is due: what was due has gone out by itself."), query="?status=acknowledged",
    )  # fmt: skip


def held(user: Any) -> Queue:
    """Requests whose clocks stand still."""
    waiting = requests.held().select_related("requester").prefetch_related("holds")
    return _of_requests(
        "held", _("Held"), waiting, at=clock.now(), due=_end_of_hold, tone="attention",
        empty=_("No request is held."), query="?status=open",
    )  # fmt: skip


def awaiting_consent(user: Any) -> Queue:
    """Words put to a State that has not answered."""
    found = requests.awaiting_consent()
    rows = [
        Row(
            f"{each.assistance_request} · {each.assistance_request.requester}",
            _case(each.assistance_request),
            each.get_language_display(),
        )
        for each in found[:SHOWN]
    ]
    oldest = found.aggregate(at=Min("put_to_state_at"))["at"]
    return _queue("consent", _("Summaries waiting for the State"), found.count(), rows, tone="progress", oldest=oldest,
                  empty=_("No summary waits for a State’s consent."))  # fmt: skip


def answers_lately(user: Any) -> Queue:
    """Answers of providers in the last week, to be read and passed on."""
    found = Answer.objects.filter(answered_at__gte=clock.now() - LATELY).select_related(
        "need__assistance_request", "notice__provider"
    )
    latest = found.order_by("-answered_at")[:SHOWN]
    rows = [
        Row(
            f"{each.notice.provider}: {each.get_verdict_display()}",
            f"{_case(each.need.assistance_request)}#need-{each.need.number}",
            str(each.need.assistance_request),
        )
        for each in latest
    ]
    oldest = found.aggregate(at=Min("answered_at"))["at"]
    return _queue("answers", _("Answers of the last seven days"), found.count(), rows, tone="progress", oldest=oldest,
                  empty=_("No provider has answered in the last seven days."))  # fmt: skip


def silent_providers(user: Any) -> Queue:
    """Providers that have answered nothing of what they were sent."""
    found = requests.silent_notices()
    rows = [
        Row(
            str(each.provider),
            f"{_case(each.assistance_request)}#providers",
            str(each.assistance_request),
        )
        for each in found[:SHOWN]
    ]
    oldest = found.aggregate(at=Min("visible_at"))["at"]
    return _queue("silent", _("Silent providers"), found.count(), rows, tone="neutral", oldest=oldest,
                  empty=_("Every provider has answered what it was sent."))  # fmt: skip


def needs_without_match(user: Any) -> Queue:
    """Ranked needs for which no offer is more than a weak one, and nothing is under way."""
    waiting: QuerySet[Any] = matches.needs_to_review(user)
    found = waiting.filter(
        ranking__isnull=False, suggested_count=0, shortlisted_count=0, proposed_count=0
    )
    return _of_needs(
        "needs",
        _("Needs without a good match"),
        found,
        tone="attention",
        empty=_("No ranked need is without an offer that may fit."),
    )


def needs_to_review(user: Any) -> Queue:
    """Needs whose ranked offers nobody has looked through yet."""
    waiting: QuerySet[Any] = matches.needs_to_review(user)
    found = waiting.filter(suggested_count__gt=0, shortlisted_count=0, proposed_count=0)
    return _of_needs(
        "review",
        _("Needs with offers to review"),
        found,
        tone="progress",
        empty=_("No ranked offer waits for a look."),
    )


def undelivered_mail(user: Any) -> Queue:
    """Mails that a person has to look at."""
    found = mails.needing_a_person().order_by("message__created_at")
    rows = [
        Row(
            each.address, _admin("notifications_delivery_change", each.pk), each.get_state_display()
        )
        for each in found[:SHOWN]
    ]
    oldest = found.aggregate(at=Min("message__created_at"))["at"]
    href = _admin("notifications_delivery_changelist")
    return _queue("mail", _("Mail that does not arrive"), found.count(), rows, tone="stop", oldest=oldest,
                  href=f"{href}?attention=needed" if href else "", empty=_("Every mail is on its way or has arrived."))  # fmt: skip


def unreachable_providers(user: Any) -> Queue:
    """Active providers without an address for requests."""
    found = providers_without_contact().order_by("name_en")
    rows = [Row(str(each), _party(each)) for each in found[:SHOWN]]
    return _queue("unreachable", _("Providers without an address"), found.count(), rows, tone="attention",
                  href=_admin("parties_contact_changelist"),
                  empty=_("Every active provider has an address that receives requests."))  # fmt: skip


def missing_holidays(user: Any) -> Queue:
    """Years whose United Nations holidays are not in the table, so that working days are counted wrongly."""
    years = years_without_holidays(clock.now().astimezone(clock.NEW_YORK).date())
    rows = [
        Row(
            _("No holiday of %(year)s is entered") % {"year": year},
            _admin("reference_holiday_changelist"),
        )
        for year in years
    ]
    return _queue("holidays", _("Holidays missing"), len(years), rows, tone="attention",
                  href=_admin("reference_holiday_changelist"),
                  empty=_("The holidays of this year and the next are known."))  # fmt: skip


def waiting_invitations(user: Any) -> Queue:
    """Invitations that nobody has accepted yet."""
    found = open_invitations().select_related("party").order_by("expires_at")
    rows = [
        Row(each.email, _admin("accounts_invitation_change", each.pk), each.get_role_display())
        for each in found[:SHOWN]
    ]
    moments = found.aggregate(oldest=Min("created_at"), next=Min("expires_at"))
    return _queue("invitations", _("Invitations not accepted yet"), found.count(), rows, tone="neutral",
                  href=_admin("accounts_invitation_changelist"), oldest=moments["oldest"], next_due=moments["next"],
                  empty=_("No invitation is open."))  # fmt: skip


def _of_requests(
    key: str,
    title: str,
    found: Iterable[AssistanceRequest],
    *,
    at: datetime,
    due: Callable[..., datetime | None],
    tone: str,
    empty: str,
    query: str,
) -> Queue:
    """A queue of requests with the moment that counts for each, the earliest first."""
    dated = sorted(
        ((due(each, at=at), each) for each in found),
        key=lambda pair: (pair[0] is None, pair[0] or at, str(pair[1])),
    )
    moments = [moment for moment, _each in dated if moment]
    received = [each.received_at for _moment, each in dated if each.received_at]
    rows = [
        Row(f"{each} · {each.requester}", _case(each), moment_text(moment) if moment else "")
        for moment, each in islice(dated, SHOWN)
    ]
    return _queue(
        key, title, len(dated), rows, tone=tone, empty=empty, href=reverse("admin:desk_requests:list") + query,
        oldest=min(received, default=None), next_due=min(moments, default=None),
    )  # fmt: skip


def _of_needs(key: str, title: str, found: Any, *, tone: str, empty: str) -> Queue:
    """A queue of needs, the oldest first."""
    found = found.order_by("created_at")
    rows = [
        Row(
            str(need),
            _admin("desk_matching:need", need.pk),
            " · ".join(str(each) for each in (need.party, need.assistance_request) if each),
        )
        for need in found[:SHOWN]
    ]
    oldest = found.values_list("created_at", flat=True).first()
    href = _admin("desk_matching:home")
    return _queue(key, title, found.count(), rows, tone=tone, empty=empty, oldest=oldest, href=href)


def _queue(
    key: str, title: str, count: int, rows: Sequence[Row], *, tone: str, empty: str, **rest: Any
) -> Queue:
    return Queue(
        key=key,
        title=title,
        count=count,
        rows=tuple(rows)[:SHOWN],
        tone=tone if count else "neutral",
        empty=empty,
        **rest,
    )


def _end_of_hold(request: AssistanceRequest, *, at: datetime) -> datetime | None:
    ends = [hold.until for hold in request.holds.all() if hold.released_at is None]
    # A hold without an end outlasts all others.
    return None if None in ends else max(end for end in ends if end)


def _case(request: AssistanceRequest | None) -> str:
    return reverse("admin:desk_requests:detail", args=[request.pk]) if request else ""


def _party(party: Any) -> str:
    return _admin(f"parties_{party.kind}_change", party.pk)


def _admin(name: str, *arguments: Any) -> str:
    """Address of an admin screen, empty where that screen is not registered."""
    try:
        return reverse(f"admin:{name}", args=arguments)
    except NoReverseMatch:
        return ""


QUEUES: Final[tuple[tuple[Callable[[Any], Queue], tuple[DeskRole, ...]], ...]] = (
    (to_authenticate, READERS),
    (paper_to_complete, (DeskRole.EXPERT,)),
    (windows_ending, READERS),
    (due_for_distribution, READERS),
    (held, READERS),
    (awaiting_consent, READERS),
    (needs_to_review, READERS),
    (needs_without_match, READERS),
    (answers_lately, READERS),
    (undelivered_mail, (DeskRole.EXPERT, DeskRole.SECRETARIAT)),
    (silent_providers, READERS),
    (unreachable_providers, (DeskRole.EXPERT, DeskRole.SECRETARIAT)),
    (missing_holidays, (DeskRole.EXPERT, *KEEPERS)),
    (waiting_invitations, KEEPERS),
)
