"""Remove what rehearsals made. Needs the owner: the application may not delete history."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from clearinghouse.notifications.services import remove_rehearsals
from matching.models import Match
from offers_app.models import (
    Offer,
    OfferReminder,
    OfferVersion,
    PublicOffer,
    PublicOfferWithdrawal,
)
from requests_app.models import (
    Answer,
    AnswerVersion,
    AssistanceRequest,
    Authentication,
    Decision,
    Hold,
    Notice,
    NoticeResponse,
    PublicSummary,
    PublicWithdrawal,
    Question,
    RequestVersion,
    Run,
    Summary,
    SummaryConsent,
)


def clean(*, using: str = "owner") -> int:
    """Delete every request, offer and mail that is marked as a rehearsal; returns how many requests.

    The audit trail keeps what happened: it is never shortened.
    """
    with transaction.atomic(using=using):
        requests = AssistanceRequest.objects.using(using).filter(is_rehearsal=True)
        ids = list(requests.values_list("pk", flat=True))
        mine = {"assistance_request_id__in": ids}
        public_ids = Summary.objects.using(using).filter(**mine).values_list("public_id", flat=True)
        PublicSummary.objects.using(using).filter(public_id__in=list(public_ids)).delete()
        PublicWithdrawal.objects.using(using).filter(public_id__in=list(public_ids)).delete()
        Match.objects.using(using).filter(need__assistance_request_id__in=ids).delete()
        Match.objects.using(using).filter(offer__is_rehearsal=True).delete()
        AnswerVersion.objects.using(using).filter(
            answer__notice__assistance_request_id__in=ids
        ).delete()
        of_notices: tuple[Any, ...] = (Answer, NoticeResponse, Question)
        for model in of_notices:
            model.objects.using(using).filter(notice__assistance_request_id__in=ids).delete()
        SummaryConsent.objects.using(using).filter(summary__assistance_request_id__in=ids).delete()
        of_requests: tuple[Any, ...] = (
            Summary, Notice, Run, Authentication, Decision, Hold, RequestVersion,
        )  # fmt: skip
        for model in of_requests:
            model.objects.using(using).filter(**mine).delete()
        requests.delete()
        offers = Offer.objects.using(using).filter(is_rehearsal=True)
        PublicOffer.objects.using(using).filter(pk__in=offers.values("public_id")).delete()
        PublicOfferWithdrawal.objects.using(using).filter(
            pk__in=offers.values("public_id")
        ).delete()
        OfferReminder.objects.using(using).filter(offer__is_rehearsal=True).delete()
        OfferVersion.objects.using(using).filter(offer__is_rehearsal=True).delete()
        offers.delete()
    remove_rehearsals()
    return len(ids)
