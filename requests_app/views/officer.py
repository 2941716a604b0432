"""Requests at the desk: the list, one request, and the steps on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.access import views as access_views
from clearinghouse.audit.timeline import timeline
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.workflow.views import TransitionView
from requests_app import (
    clocks,
    desk_entry,
    desk_parts,
    desk_search,
    desk_selectors,
    desk_steps,
    permissions,
    selectors,
    services,
    signals,
)
from requests_app.desk_forms import AuthenticateForm, DeskHoldForm, RequestFilterForm
from requests_app.models import AssistanceRequest
from requests_app.views import officer_four_eyes

PER_PAGE = 25
PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


class DeskPage(access_views.DeskPage):
    """A page of the desk for those who read requests there."""

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)


class RequestList(DeskPage):
    """All requests that the desk reads, narrowed by the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form, search, found = requests_asked_for(request)
        page = Paginator(found.prefetch_related("holds"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return self.page(
            "requests/desk_list.html",
            title=_("Requests"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Requests"), "")],
            form=form,
            search=search,
            operators=desk_search.OPERATORS.values(),
            page=page,
            lines=desk_selectors.list_lines(page, at=clock.now()),
            can_enter=_may_enter(request.user),
            address=request.GET.urlencode(),
        )


def requests_asked_for(
    request: HttpRequest,
) -> tuple[RequestFilterForm, Any, QuerySet[AssistanceRequest]]:
    """What the address of the list means: the filters, the search, and the requests on all its pages."""
    everything = selectors.requests_for_desk(request.user)
    form = RequestFilterForm(request.GET, requests=everything)
    form.is_valid()  # what is not valid, such as a status that is none, narrows nothing
    chosen = form.cleaned_data
    search = desk_search.search(request.user, chosen.get("q", ""))
    return form, search, desk_selectors.narrowed(everything, by=chosen, search=search)


class Detail(DeskPage):
    """Everything about one request on one page, and what the reader can do to it now."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = self.record(pk)
        signals.opened_at_desk.send(AssistanceRequest, subject=record.pk, by=request.user)
        return self.show(record)

    def record(self, pk: Any) -> AssistanceRequest:
        """The request with all its parts; 404 when the reader may not know of it."""
        return get_object_or_404(
            desk_selectors.case(selectors.requests_for_desk(self.request.user)), pk=pk
        )

    def show(self, record: AssistanceRequest, *, status: int = 200, **bound: Form) -> HttpResponse:
        """The page, with a form as it was typed where one was refused."""
        user, now = self.request.user, clock.now()
        states = desk_selectors.summary_states(record)
        forms = {
            "authenticate": AuthenticateForm(prefix="authenticate"),
            "hold": DeskHoldForm(prefix="hold"),
            **bound,
        }
        return self.page(
            "requests/desk_detail.html",
            status=status,
            title=str(record),
            trail=[(_("Requests"), reverse("admin:desk_requests:list")), (str(record), "")],
            record=record,
            now=now,
            clock=clocks.explain(record, at=now),
            steps=desk_steps.steps_for(user, record),
            forms=forms,
            holds=[
                (hold, desk_steps.can_release(user, hold), desk_steps.needs_document(user, hold))
                for hold in record.holds.all()
            ],
            standing=desk_steps.standing_at_desk(user, record),
            providers=desk_selectors.provider_lines(record),
            summaries=[
                (
                    state,
                    desk_steps.put_to_state(user, state, record),
                    desk_steps.ask_to_put(user, state, record),
                )
                for state in states
            ],
            can_write=desk_steps.can_write(user, record),
            four_eyes=officer_four_eyes.panel(user, record),
            history=timeline(record.pk),
            typed=desk_entry.typed_lines(record),
            parts=desk_parts.case_parts(user, record),
        )


class _FormStep(Detail):
    """A step with a form on the page of the request: valid and accepted, or the page again with what was typed."""

    http_method_names = ["post"]
    form_class: type[Form]
    key: str
    done: Any

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = self.record(pk)
        form = self.form_class(request.POST, prefix=self.key)
        if form.is_valid():
            try:
                self.perform(record, form.cleaned_data)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal.sentence)) from refusal
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
        if form.errors:
            return self.show(record, status=422, **{self.key: form})
        messages.success(request, str(self.done))
        return redirect("admin:desk_requests:detail", pk=pk)

    def perform(self, record: AssistanceRequest, data: dict[str, Any]) -> None:
        raise NotImplementedError


class Authenticate(_FormStep):
    """An expert's word that the request comes from the State."""

    form_class, key = AuthenticateForm, "authenticate"
    done = gettext_lazy("Confirmed as authentic and acknowledged; the objection window has begun.")

    def perform(self, record: AssistanceRequest, data: dict[str, Any]) -> None:
        services.authenticate(record, by=self.request.user, ground=data["ground"])


class PlaceHold(_FormStep):
    """Stop the clocks, as an expert or as a Committee member."""

    form_class, key = DeskHoldForm, "hold"
    done = gettext_lazy("The hold is in force; the clocks stand still.")

    def perform(self, record: AssistanceRequest, data: dict[str, Any]) -> None:
        services.place_hold(
            record, by=self.request.user, reason=data["reason"], until=data["until"]
        )


class ReleaseHold(DeskPage):
    """Let the clocks go on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str, hold_pk: str) -> HttpResponse:
        desk_requests = selectors.requests_for_desk(request.user)
        hold = get_object_or_404(
            selectors.holds_visible_to(request.user),
            pk=hold_pk,
            assistance_request__in=desk_requests,
        )
        back_to = reverse("admin:desk_requests:detail", args=[pk])
        try:
            services.release_hold(hold, by=request.user, note=request.POST.get("note", "").strip())
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("The hold has been released; the clocks go on."))
        return redirect(back_to)


class TakeStep(DeskPage, TransitionView):
    """The verbs of the workflow table that need no form of their own."""

    selector = staticmethod(selectors.requests_for_desk)  # type: ignore[assignment]
    services = {
        "send_back": services.send_back,
        "close": services.close,
        "send_now": services.send_now,
        "withdraw": services.withdraw,
    }
    done = {
        "send_back": gettext_lazy("The request has been returned with your reason."),
        "close": gettext_lazy("The request has been closed."),
        "send_now": gettext_lazy("The request goes out to the providers now."),
        "withdraw": gettext_lazy("The request has been withdrawn."),
    }

    def back_to(self, record: AssistanceRequest) -> str:
        return reverse("admin:desk_requests:detail", args=[record.pk])


class Download(DeskPage):
    """A document of a request, always as a file to save, never shown inside this site."""

    def get(self, request: HttpRequest, pk: str, attachment_pk: str) -> FileResponse:
        record = get_object_or_404(selectors.requests_for_desk(request.user), pk=pk)
        attachment = get_object_or_404(
            selectors.attachments_visible_to(request.user),
            pk=attachment_pk,
            assistance_request=record,
        )
        return FileResponse(
            attachment.file.open(),
            as_attachment=True,
            filename=attachment.name,
            content_type=attachment.content_type,
        )


class Scan(DeskPage):
    """A document shown beside the form: only kinds that cannot run anything, under a policy of their own."""

    def get(self, request: HttpRequest, pk: str, attachment_pk: str) -> FileResponse:
        record = get_object_or_404(selectors.requests_for_desk(request.user), pk=pk)
        attachment = get_object_or_404(
            selectors.attachments_visible_to(request.user),
            pk=attachment_pk,
            assistance_request=record,
            content_type__in=desk_entry.SHOWN_INLINE,
        )
        response = FileResponse(attachment.file.open(), content_type=attachment.content_type)
        is_pdf = attachment.content_type == "application/pdf"
        # A browser's own viewer of PDF, which runs apart from this site, does not start in a sandbox.
        policy = PDF_POLICY if is_pdf else IMAGE_POLICY
        response["Content-Security-Policy"] = policy
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["Cache-Control"] = "private, no-store"
        return response


def _may_enter(user: Any) -> bool:
    try:
        permissions.check_is_expert(user)
    except NotAllowed:
        return False
    return True
