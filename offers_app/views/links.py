"""The page behind the link of a yearly mail: what it asks about, one button each, no sign-in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from clearinghouse.core.errors import DomainError, RuleBroken, Stale
from clearinghouse.core.throttle import within_limit
from clearinghouse.notifications import links
from clearinghouse.notifications.models import Delivery
from offers_app import selectors, services
from offers_app.enums import OfferStatus
from offers_app.models import OfferReminder

GONE, TOO_MANY = 410, 429
CLICKS_AN_HOUR = 60


# The link is the credential, no cookie is; see the links of a distribution mail.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class ConfirmByLink(View):
    """Say that an offer still stands. Fetching the page changes nothing: scanners fetch every link of a mail."""

    http_method_names = ["get", "head", "post"]
    delivery: Delivery
    asked: list[OfferReminder]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = self._dispatch(request, *args, **kwargs)
        except RuleBroken as refusal:
            response = self.closed(refusal, title=_("This link does not work"), status=404)
        except Stale as refusal:
            response = self.closed(refusal, title=_("Nothing more to say"), status=GONE)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _dispatch(
        self, request: HttpRequest, *args: Any, token: str, **kwargs: Any
    ) -> HttpResponseBase:
        subject = links.read("offer_confirm", token)
        delivery = Delivery.objects.filter(pk=subject).first()
        asked = list(selectors.asked_by(delivery)) if delivery else []
        if delivery is None or not asked:
            raise RuleBroken(_("This link is not known any more. Sign in to see your offers."))
        self.delivery, self.asked = delivery, asked
        translation.activate(delivery.language)
        request.LANGUAGE_CODE = delivery.language  # type: ignore[attr-defined]
        return super().dispatch(request, *args, token=token, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        lines = [
            {
                "offer": each.offer,
                "is_public": each.offer.status == OfferStatus.PUBLISHED,
                "is_confirmed": each.is_answered_by(each.offer),
            }
            for each in sorted(self.asked, key=lambda each: each.offer.reference or "")
        ]
        return render(request, "offers/link.html", {"lines": lines})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not within_limit(f"link:{self.delivery.pk}", limit=CLICKS_AN_HOUR, seconds=3600):
            refusal = Stale(_("This was pressed very often. Try again in an hour, or sign in."))
            return self.closed(refusal, title=_("Please wait"), status=TOO_MANY)
        wanted = self.wanted()
        for each in self.asked:
            if each.offer_id == wanted:
                services.confirm_by_link(each.offer, delivery=self.delivery)
                return redirect(request.path)
        raise RuleBroken(_("This link does not belong to the offer. Use the link in the mail."))

    def wanted(self) -> UUID | None:
        try:
            return UUID(self.request.POST.get("offer", ""))
        except ValueError:
            return None

    def closed(self, refusal: DomainError, *, title: str, status: int) -> HttpResponse:
        context = {"title": title, "sentence": refusal.sentence}
        return render(self.request, "offers/link_closed.html", context, status=status)
