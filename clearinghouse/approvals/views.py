"""The desk's pages for what waits for a second person, and for deputies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.access.views import DeskPage
from clearinghouse.approvals import permissions, registry, selectors, services, workflow
from clearinghouse.approvals.enums import ApprovalStatus
from clearinghouse.approvals.forms import DeputyForm
from clearinghouse.approvals.models import Approval
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.workflow.advance import may
from clearinghouse.workflow.views import TransitionView

PER_PAGE = 25


class _Page(DeskPage):
    def check(self, user: Any) -> None:
        permissions.check_can_read(user)


class ApprovalList(_Page):
    """What waits first, then what was decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        decided = selectors.visible_to(request.user).exclude(status=ApprovalStatus.WAITING)
        return self.page(
            "approvals/list.html",
            title=_("Four eyes"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Four eyes"), "")],
            waiting=selectors.waiting(),
            page=Paginator(decided, PER_PAGE).get_page(request.GET.get("page")),
        )


class ApprovalPage(_Page):
    """One question: what exactly, why, by whom, and what the reader may do."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        approval = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        step = registry.step_of(approval)
        return self.page(
            "approvals/detail.html",
            title=approval.get_action_display(),
            trail=[
                (_("Four eyes"), reverse("admin:approvals:list")),
                (approval.get_action_display(), ""),
            ],
            approval=approval,
            says=_what(approval, step),
            case_address=step.address(approval),
            second_persons=selectors.second_persons(approval),
            refusals={
                each.verb: may(approval, each, request.user)
                for each in workflow.APPROVAL_WORKFLOW.transitions
            },
            may_do=[
                each.verb
                for each in workflow.APPROVAL_WORKFLOW.transitions
                if may(approval, each, request.user) is None
            ],
        )


class TakeStep(_Page, TransitionView):
    """Approve, decline, take back."""

    selector = staticmethod(selectors.visible_to)  # type: ignore[assignment]
    services = {
        "approve": services.approve,
        "decline": services.decline,
        "take_back": services.take_back,
    }
    done = {
        "approve": gettext_lazy("Approved, and done."),
        "decline": gettext_lazy("Declined. Your colleague reads the reason."),
        "take_back": gettext_lazy("Taken back."),
    }

    def back_to(self, record: Approval) -> str:
        return record.get_absolute_url()


class Deputies(_Page):
    """Who stands in for whom, and a form for one more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DeputyForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeputyForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                services.name_deputy(**form.cleaned_data, by=request.user)
            except NotAllowed as refusal:
                return refuse(request, refusal, back_to=request.path)
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
        if form.errors:
            return self.show(form, status=422)
        messages.success(request, _("The deputy has been named."))
        return redirect("admin:approvals:deputies")

    def show(self, form: DeputyForm, *, status: int = 200) -> HttpResponse:
        deputies = selectors.deputies_visible_to(self.request.user)
        return self.page(
            "approvals/deputies.html",
            status=status,
            title=_("Deputies"),
            trail=[(_("Four eyes"), reverse("admin:approvals:list")), (_("Deputies"), "")],
            form=form,
            deputies=[(each, _may_end(self.request.user, each)) for each in deputies],
        )


class EndDeputy(_Page):
    """End a deputy's time before its last day."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        deputy = get_object_or_404(selectors.deputies_visible_to(request.user), pk=pk)
        try:
            services.end_deputy(deputy, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=reverse("admin:approvals:deputies"))
        messages.success(request, _("The deputy’s time has ended."))
        return redirect("admin:approvals:deputies")


def _what(approval: Approval, step: registry.Step) -> str:
    try:
        return step.describe(approval)
    except DomainError as gone:
        return str(gone.sentence)


def _may_end(user: Any, deputy: Any) -> bool:
    try:
        permissions.check_can_end_deputy(user, deputy)
    except NotAllowed:
        return False
    return True
