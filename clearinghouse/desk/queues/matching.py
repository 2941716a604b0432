"""Queues of matching: needs, and the offers that could meet them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.templatetags.ui import day_text
from clearinghouse.desk.queues.kinds import Asked, QueueKind, Row, Waiting, admin_address
from matching import selectors as matches
from matching.models import MatchNote
from offers_app.models import Offer
from offers_app.selectors import unconfirmed
from requests_app.models import Need


def needs_without_match(user: Any) -> Waiting:
    """Ranked needs for which no offer is more than a weak one, and nothing is under way."""
    waiting: QuerySet[Any] = matches.needs_to_review(user)
    return _needs(
        waiting.filter(
            ranking__isnull=False, suggested_count=0, shortlisted_count=0, proposed_count=0
        )
    )


def needs_to_review(user: Any) -> Waiting:
    """Needs whose ranked offers nobody has looked through yet."""
    waiting: QuerySet[Any] = matches.needs_to_review(user)
    return _needs(waiting.filter(suggested_count__gt=0, shortlisted_count=0, proposed_count=0))


def questions_about_offers(user: Any) -> Waiting:
    """Questions of States about offers that were put to them."""

    def row(note: MatchNote) -> Row:
        need = note.match.need
        return Row(
            subject=note.pk, label=f"{need.assistance_request} · {need.party}",
            href=admin_address("desk_matching:pair", note.match_id), note=str(note.match.offer),
            since=note.written_at, case=need.assistance_request_id,
        )  # fmt: skip

    return Asked(
        matches.questions_waiting(), row, since="written_at", case="match__need__assistance_request"
    )


def offers_unconfirmed(user: Any) -> Waiting:
    """Published offers that their provider has not confirmed for the time of the policy."""
    found = unconfirmed().annotate(quiet_since=Coalesce("last_confirmed_at", "published_at"))

    def row(offer: Any) -> Row:
        note = day_text(offer.quiet_since) if offer.quiet_since else ""
        return Row(
            offer.pk,
            f"{offer.provider}: {offer.title}",
            _offer(offer),
            note,
            since=offer.quiet_since,
        )

    return Asked(found.order_by("quiet_since", "pk"), row, since="quiet_since")  # fmt: skip


def _offer(offer: Offer) -> str:
    return admin_address("offers_app_offer_change", offer.pk)


def _needs(found: QuerySet[Need]) -> Waiting:
    """Needs, the oldest first."""

    def row(need: Need) -> Row:
        note = " · ".join(str(each) for each in (need.party, need.assistance_request) if each)
        return Row(
            subject=need.pk, label=str(need), href=admin_address("desk_matching:need", need.pk), note=note,
            since=need.created_at, case=need.assistance_request_id,
        )  # fmt: skip

    return Asked(
        found.order_by("created_at", "pk"), row, since="created_at", case="assistance_request"
    )


REVIEW = QueueKind(
    "review", _("Needs with offers to review"), _("No ranked offer waits for a look."), needs_to_review, tone="progress",
)  # fmt: skip
ASKED_ABOUT = QueueKind(
    "match-questions", _("Questions of States about offers"), _("No State waits for an answer about an offer."),
    questions_about_offers,
)  # fmt: skip
UNMATCHED = QueueKind(
    "needs", _("Needs without a good match"), _("No ranked need is without an offer that may fit."), needs_without_match,
)  # fmt: skip
UNCONFIRMED = QueueKind(
    "offers", _("Offers not confirmed lately"), _("Every published offer has been confirmed lately."), offers_unconfirmed,
    tone="neutral",
)  # fmt: skip
