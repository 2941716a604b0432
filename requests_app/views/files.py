"""Documents of a request: attach, remove, and hand out through the permission check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.reference.policies import policy
from requests_app import selectors, services
from requests_app.forms import ATTACHMENTS, SECTIONS, UploadForm
from requests_app.views import progress
from requests_app.views.records import OneDraft, OneRequest


class Attachments(OneDraft, FormView):
    """The documents of a draft, and a form for one more."""

    template_name = "requests/attachments.html"
    form_class = UploadForm

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            attachment = services.attach(
                self.assistance_request,
                by=self.request.user,
                upload=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            form.add_error("file", str(refusal.sentence))
            return self.form_invalid(form)
        messages.success(
            self.request, _("“%(name)s” has been attached.") % {"name": attachment.name}
        )
        return redirect("requests:attachments", pk=self.assistance_request.pk)

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            section=ATTACHMENTS,
            number=len(SECTIONS) + 1,
            steps=progress.steps(self.assistance_request, current=ATTACHMENTS.key),
            attachments=self.assistance_request.attachments.select_related("uploaded_by"),
            megabytes=policy("attachment_max_megabytes"),
            **kwargs,
        )


class RemoveAttachment(OneDraft, View):
    """Take a document out of a draft."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attachment = get_object_or_404(
            self.assistance_request.attachments, pk=self.kwargs["attachment_pk"]
        )
        try:
            services.remove_attachment(attachment, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=self.assistance_request.get_absolute_url())
        messages.success(request, _("“%(name)s” has been removed.") % {"name": attachment.name})
        return redirect("requests:attachments", pk=self.assistance_request.pk)


class Download(OneRequest, View):
    """A document, as a file to keep: a browser never shows it inside this site."""

    selector = staticmethod(selectors.open_to)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        attachment = get_object_or_404(
            selectors.attachments_visible_to(request.user),
            pk=self.kwargs["attachment_pk"],
            assistance_request=self.assistance_request,
        )
        response = FileResponse(
            attachment.file.open("rb"),
            as_attachment=True,
            filename=attachment.name,
            content_type=attachment.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
