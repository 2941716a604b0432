"""Who can open a draft: named colleagues, their roles, and the link by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.parties.selectors import writers_of
from requests_app import permissions, services
from requests_app.enums import Channel, ShareRole
from requests_app.forms import ShareForm
from requests_app.views.records import OneDraft


class OneUnsubmitted(OneDraft):
    """A draft of the party that nobody has submitted yet; what was submitted shows its own page."""

    def check_record(self, user: Any) -> None:
        if self.assistance_request.channel != Channel.PORTAL:
            raise Http404
        permissions.check_can_read_draft(user, self.assistance_request)

    @property
    def is_editable(self) -> bool:
        return super().is_editable and self.assistance_request.submitted_at is None


class Sharing(OneUnsubmitted, FormView):
    """Everybody who can open the draft, and a form to name one more."""

    template_name = "requests/sharing.html"
    form_class = ShareForm

    def get_form_kwargs(self) -> dict[str, Any]:
        everybody = writers_of(self.assistance_request.requester)
        return super().get_form_kwargs() | {
            "colleagues": everybody.exclude(pk=self.request.user.pk)
        }

    def form_valid(self, form: ShareForm) -> HttpResponse:
        try:
            services.share(self.assistance_request, by=self.request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            return refuse(self.request, refusal, back_to="")
        except DomainError as refusal:
            form.add_error(None, str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(person)s gets a mail with the link.") % {"person": form.cleaned_data["person"]},
        )
        return redirect("requests:sharing", pk=self.assistance_request.pk)

    def form_invalid(self, form: ShareForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.assistance_request
        return super().get_context_data(
            shares=draft.shares.filter(revoked_at__isnull=True).select_related("person"),
            may_share=permissions.draft_role_of(self.request.user, draft) == ShareRole.KEEPER,
            **kwargs,
        )


class SharingStep(OneUnsubmitted, View):
    """For whom the draft is, and the link for oneself."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps = {
            "restrict": (
                services.restrict_to_named,
                _("Only you, the colleagues named here and the focal points can open it now."),
            ),
            "open": (
                services.open_to_party,
                _("Everybody who writes for the requester can open it now."),
            ),
            "mail-me": (services.mail_me_the_link, _("The link is on its way to your address.")),
        }
        if self.kwargs["verb"] not in steps:
            raise Http404
        service, sentence = steps[self.kwargs["verb"]]
        try:
            service(self.assistance_request, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=self.assistance_request.get_absolute_url())
        messages.success(request, sentence)
        return redirect("requests:sharing", pk=self.assistance_request.pk)


class Unshare(OneUnsubmitted, View):
    """Take a colleague off the draft."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = get_object_or_404(self.assistance_request.shares, pk=self.kwargs["share_pk"])
        try:
            services.unshare(given, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=self.assistance_request.get_absolute_url())
        messages.success(
            request, _("%(person)s was taken off this draft.") % {"person": given.person}
        )
        return redirect("requests:sharing", pk=self.assistance_request.pk)
