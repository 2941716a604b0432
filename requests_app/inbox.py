"""A provider's inbox: its order, its shelves, and how many stand on each. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from requests_app import selectors
from requests_app.enums import RequestStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: Final[dict[str, _StrPromise]] = {
    "all": _("All"),
    "waiting": _("Waits for your answer"),
    "fits": _("Fits your offers"),
    "closed": _("Closed or withdrawn"),
}
_OPEN: Final = Q(assistance_request__status=RequestStatus.DISTRIBUTED)
_SHELVES: Final = {
    "all": Q(),
    "waiting": Q(is_waiting=True),
    "fits": Q(is_fitting=True) & _OPEN,
    "closed": ~_OPEN,
}


def sorted_notices(user: Any, *, fitting: Collection[UUID]) -> QuerySet[Any]:
    """Notices to the person's parties: what waits first, of that what their offers fit, then the newest."""
    is_fitting = Case(
        When(pk__in=list(fitting), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    notices = selectors.with_response(selectors.notices_visible_to(user))
    return notices.annotate(is_fitting=is_fitting).order_by(
        "-is_waiting", "-is_fitting", "-visible_at", "pk"
    )


def counts(notices: QuerySet[Any]) -> dict[str, int]:
    """How many stand on each shelf, and how many nobody has opened yet."""
    shelves = {key: Count("pk", filter=shelf) for key, shelf in _SHELVES.items() if key != "all"}
    counted: dict[str, int] = notices.order_by().aggregate(
        all=Count("pk"), unseen=Count("pk", filter=Q(seen_at__isnull=True) & _OPEN), **shelves
    )
    return counted


def chosen(asked: str) -> str:
    """The shelf that was asked for, or everything."""
    return asked if asked in LABELS else "all"


def narrowed(notices: QuerySet[Any], *, show: str) -> QuerySet[Any]:
    """Notices of one shelf."""
    return notices.filter(_SHELVES[show])
