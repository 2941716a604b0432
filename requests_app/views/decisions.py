"""What a focal point decides: submit, send now, withdraw; hold and release; consent, refuse, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.workflow.views import TransitionView
from requests_app import permissions, selectors, services
from requests_app.enums import EDITABLE
from requests_app.forms import HoldForm
from requests_app.models import AssistanceRequest
from requests_app.views.records import OneRequest


class RequestTransition(TransitionView):
    """The verbs of the requester, one POST each. A second submission leads to the receipt of the first."""

    selector = selectors.visible_to
    services = {
        "submit": services.submit,
        "send-now": services.send_now,
        "withdraw": services.withdraw,
    }
    done = {
        "submit": gettext_lazy("The request has been submitted."),
        "send-now": gettext_lazy("The request goes out to the providers now."),
        "withdraw": gettext_lazy("The request has been withdrawn."),
    }

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        record = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        if verb == "submit":
            return self.submit(request, record)
        if verb == "withdraw" and record.reference and not request.POST.get("note", "").strip():
            messages.error(
                request, _("Write why the request is withdrawn. Nothing has been changed.")
            )
            return redirect(record)
        return super().post(request, pk, verb)

    def submit(self, request: HttpRequest, record: AssistanceRequest) -> HttpResponse:
        try:
            permissions.check_can_submit(request.user, record)
            if record.status in EDITABLE:
                # A page that does not say what was read counts as one that was overtaken.
                seen = request.POST.get("edition", "")
                edition = int(seen) if seen.isdecimal() else -1
                services.submit(record, by=request.user, edition=edition)
        except DomainError as refusal:
            record.refresh_from_db()
            # Two clicks at once: the other one has submitted it, and nothing is to be said.
            if isinstance(refusal, NotAllowed) or record.status in EDITABLE:
                return refuse(
                    request, refusal, back_to=reverse("requests:review", args=[record.pk])
                )
        return redirect("requests:receipt", pk=record.pk)


class Decide(View):
    """Publication: consent to exact words, take the consent back, or refuse altogether."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        verbs = {
            "consent": self.consent,
            "withdraw_consent": self.withdraw_consent,
            "refuse": self.refuse_publication,
        }
        verb = verbs.get(request.POST.get("decision", ""))
        back_to = f"{record.get_absolute_url()}#publication"
        if verb is None:
            messages.error(request, _("Choose one of the decisions on this page."))
            return redirect(back_to)
        try:
            sentence = verb(record)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, sentence)
        return redirect(back_to)

    def consent(self, record: AssistanceRequest) -> str:
        services.consent(
            self.summary(record), by=self.request.user, sha256=self.request.POST.get("sha256", "")
        )
        return _("You have consented. The summary is public now.")

    def withdraw_consent(self, record: AssistanceRequest) -> str:
        services.withdraw_consent(self.summary(record), by=self.request.user, note=self.note())
        return _("Your consent has been withdrawn. The summary is no longer public.")

    def refuse_publication(self, record: AssistanceRequest) -> str:
        services.refuse_publication(record, by=self.request.user, note=self.note())
        return _("Nothing about this request will be published.")

    def summary(self, record: AssistanceRequest) -> Any:
        language = self.request.POST.get("language", "")
        return get_object_or_404(
            selectors.summaries_visible_to(self.request.user),
            assistance_request=record,
            language=language,
        )

    def note(self) -> str:
        return self.request.POST.get("note", "").strip()


class PlaceHold(OneRequest, FormView):
    """Stop the clocks, with a reason and perhaps an end. What was typed stays when something is to be mended."""

    template_name = "requests/hold.html"
    form_class = HoldForm

    def check_record(self, user: Any) -> None:
        permissions.check_can_hold(user, self.assistance_request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"now": clock.now()}

    def form_valid(self, form: HoldForm) -> HttpResponse:
        try:
            services.place_hold(self.assistance_request, by=self.request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            form.add_error(None, str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(self.request, _("The request is held; its clocks stand still."))
        return redirect(f"{self.assistance_request.get_absolute_url()}#distribution")

    def form_invalid(self, form: HoldForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ReleaseHold(View):
    """Let the clocks go on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, hold_pk: str) -> HttpResponse:
        hold = get_object_or_404(
            selectors.holds_visible_to(request.user), pk=hold_pk, assistance_request=pk
        )
        back_to = f"{hold.assistance_request.get_absolute_url()}#distribution"
        try:
            services.release_hold(hold, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("The hold has been released; the clocks go on."))
        return redirect(back_to)
