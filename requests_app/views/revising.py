"""A new version of a submitted request: begun, submitted, discarded; and the versions that there are."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from clearinghouse.access.checks import is_desk
from clearinghouse.core.errors import DomainError
from clearinghouse.core.http import refuse
from requests_app import changes, permissions, reading, services
from requests_app.enums import Channel
from requests_app.models import AssistanceRequest, RequestVersion
from requests_app.views.records import OneDraft, OneRequest


class BeginRevision(OneRequest, View):
    """Open the working copy of a request that stands, or go on with the open one."""

    http_method_names = ["post"]

    def check_record(self, user: Any) -> None:
        permissions.check_can_revise(user, self.assistance_request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            copy = services.begin_revision(self.assistance_request, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=self.assistance_request.get_absolute_url())
        return redirect("requests:edit", pk=copy.pk, section="subject")


class RevisionStep(OneDraft, View):
    """Submit or discard the working copy. Only working copies are found here."""

    http_method_names = ["post"]

    def check_record(self, user: Any) -> None:
        if self.assistance_request.revision_of_id is None:
            raise Http404
        super().check_record(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verbs = {"submit": self.submit, "discard": self.discard}
        verb = verbs.get(self.kwargs["verb"])
        if verb is None:
            raise Http404
        original = self.assistance_request.revision_of
        assert original is not None
        if not self.is_editable:
            # The second of two clicks.
            return redirect(original)
        try:
            messages.success(request, verb())
        except DomainError as refusal:
            review = reverse("requests:review", args=[self.assistance_request.pk])
            return refuse(request, refusal, back_to=review)
        return redirect(original)

    def submit(self) -> str:
        # A page that does not say what was read counts as one that was overtaken.
        seen = self.request.POST.get("edition", "")
        version = services.submit_revision(
            self.assistance_request,
            by=self.request.user,
            edition=int(seen) if seen.isdecimal() else -1,
        )
        return _("Version %(number)s stands now. The clocks run on as before.") % {
            "number": version.number
        }

    def discard(self) -> str:
        services.discard_revision(self.assistance_request, by=self.request.user)
        return _("The change has been discarded. The request stands as it did.")


class Versions(OneRequest, TemplateView):
    """Every version of a request: who, when, and how much was changed."""

    template_name = "requests/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.assistance_request
        versions = list(record.versions.select_related("created_by"))
        changed = {new.number: _count(old, new) for old, new in pairwise(versions)}
        return super().get_context_data(
            versions=[(version, changed.get(version.number)) for version in reversed(versions)],
            sent=sent_version(record),
            shows_names=_shows_names(self.request.user, record),
            **kwargs,
        )


class VersionPage(OneRequest, TemplateView):
    """One version as it was submitted, after what it changed in the one before."""

    template_name = "requests/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.kwargs["number"]
        versions = {
            each.number: each
            for each in self.assistance_request.versions.select_related("created_by").filter(
                number__in=(number - 1, number, number + 1)
            )
        }
        if number not in versions:
            raise Http404
        version, before = versions[number], versions.get(number - 1)
        return super().get_context_data(
            version=version,
            shows_names=_shows_names(self.request.user, self.assistance_request),
            before=before,
            has_later=number + 1 in versions,
            changes=changes.between(before.content, version.content) if before else None,
            said=reading.said_to_providers(version.content),
            needs=reading.needs_said(version.content),
            **kwargs,
        )


def sent_version(record: AssistanceRequest) -> RequestVersion | None:
    """The version that was distributed, where one was."""
    run = getattr(record, "run", None)
    return run.version if run else None


def _shows_names(user: Any, record: AssistanceRequest) -> bool:
    """The desk's people are not named to missions."""
    return record.channel == Channel.PORTAL or is_desk(user)


def _count(old: RequestVersion, new: RequestVersion) -> int:
    found = changes.between(old.content, new.content)
    return len(found.of_request) + len(found.of_needs)
