"""The pages behind the two links of a distribution mail: one button each, no sign-in."""

from __future__ import annotations

from typing import Any

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
from requests_app import selectors, services
from requests_app.enums import ResponseKind
from requests_app.forms import ReasonForm
from requests_app.models import Notice, NoticeResponse

GONE, TOO_MANY = 410, 429
CLICKS_AN_HOUR = 20


# The link is the credential, no cookie is: who could forge the form could as well send it. Django's own check
# would only lock people out, because under `no-referrer` browsers send the form with "Origin: null".
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class RespondByLink(View):
    """Say "received" or "not for us". Fetching the page changes nothing: scanners fetch every link of a mail."""

    http_method_names = ["get", "head", "post"]
    kind: ResponseKind = ResponseKind.RECEIVED
    delivery: Delivery
    notice: Notice

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
        subject = links.read(self.kind, token)
        delivery = Delivery.objects.filter(pk=subject).select_related("message").first()
        notice = selectors.notice_of_link(delivery) if delivery else None
        if delivery is None or notice is None:
            raise RuleBroken(_("This link is not known any more. Sign in to see your notices."))
        self.delivery, self.notice = delivery, notice
        translation.activate(delivery.language)
        request.LANGUAGE_CODE = delivery.language  # type: ignore[attr-defined]
        services.check_takes_responses(notice.assistance_request)
        return super().dispatch(request, *args, token=token, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(ReasonForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        if not within_limit(f"link:{self.delivery.pk}", limit=CLICKS_AN_HOUR, seconds=3600):
            refusal = Stale(_("This was pressed very often. Try again in an hour, or sign in."))
            return self.closed(refusal, title=_("Please wait"), status=TOO_MANY)
        services.respond_by_link(
            self.notice,
            delivery=self.delivery,
            kind=self.kind,
            reason=form.cleaned_data["reason"] if self.kind == ResponseKind.NOT_FOR_US else "",
        )
        return redirect(request.path)

    def page(self, form: ReasonForm, status: int = 200) -> HttpResponse:
        """Say nothing but the reference, which the mail gave, and what was said through this very link."""
        other = (
            ResponseKind.NOT_FOR_US if self.kind == ResponseKind.RECEIVED else ResponseKind.RECEIVED
        )
        context = {
            "reference": self.notice.assistance_request.reference,
            "kind": self.kind,
            "said": self.said(),
            "form": form,
            "other": other,
            "other_href": links.make(other, self.delivery.pk),
            "notice_href": self.notice.get_absolute_url(),
        }
        return render(self.request, "requests/link.html", context, status=status)

    def said(self) -> NoticeResponse | None:
        """What counts now, where it was said by this link."""
        latest = self.notice.responses.order_by("responded_at").last()
        is_mine = latest is not None and latest.delivery_id == self.delivery.pk
        return latest if is_mine and latest is not None and latest.kind == self.kind else None

    def closed(self, refusal: DomainError, *, title: str, status: int) -> HttpResponse:
        context = {"title": title, "sentence": refusal.sentence}
        return render(self.request, "requests/link_closed.html", context, status=status)
