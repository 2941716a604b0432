"""The offline form: download, upload, compare, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed, Stale
from clearinghouse.core.http import refuse
from clearinghouse.core.vocabulary import LANGUAGE_CODES, LANGUAGES
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import parties_of
from requests_app import selectors, services
from requests_app.enums import EDITABLE
from requests_app.forms.steps import DraftFormUpload, NewFormUpload
from requests_app.models import AssistanceRequest, TwinUpload
from requests_app.twin import exchange
from requests_app.twin.preview import DRAFT, FILE, Preview
from requests_app.twin.safety import MAX_FILE_BYTES
from requests_app.twin.seal import Seal
from requests_app.twin.understanding import from_json
from requests_app.uploads import DOCX
from requests_app.views.records import OneDraft, WorkspacePage


def _language_of(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in LANGUAGE_CODES else (get_language() or "en").split("-")[0]


def _as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Writers(WorkspacePage):
    """For people who may begin a request."""

    def check(self, user: Any) -> None:
        self.own_parties = parties_of(user, PartyPermission.DRAFT)
        if not self.own_parties.exists():
            raise NotAllowed(
                _("Only drafters and focal points of a State or organization write requests.")
            )


class BlankForm(_Writers, View):
    """The empty form as a file, for anybody in the capital who has no account."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = _language_of(request)
        parties = list(self.own_parties[:2])
        content = exchange.blank_form(
            language=language, party=parties[0], is_named=len(parties) == 1
        )
        return _as_file(content, f"offline-form-{language}")


class DraftForm(OneDraft, View):
    """The form with the words of the draft."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = _language_of(request)
        content = exchange.filled_form(self.assistance_request, language=language)
        return _as_file(content, f"offline-form-{language}")


class UploadNew(_Writers, FormView):
    """Download an empty form; upload a filled one, from which a draft will be made."""

    template_name = "requests/twin_upload.html"
    form_class: type[DraftFormUpload] = NewFormUpload

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"parties": self.own_parties}

    def get_initial(self) -> dict[str, Any]:
        return {"party": self.own_parties.first()}

    def form_valid(self, form: Any) -> HttpResponse:
        return self.read(form, party=form.cleaned_data["party"], draft=None)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def read(self, form: Any, *, party: Party, draft: AssistanceRequest | None) -> HttpResponse:
        """Read the file and go on to the comparison, or say on this page what to do."""
        upload = form.cleaned_data["file"]
        try:
            arrived = exchange.read_form(
                # One byte more than is taken, so that a giant is refused without being read.
                upload.read(MAX_FILE_BYTES + 1),
                name=upload.name,
                party=party,
                draft=draft,
                own_drafts=selectors.visible_to(self.request.user),
            )
            kept = services.keep_upload(by=self.request.user, **arrived)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            form.add_error("file", str(refusal.sentence))
            return self.form_invalid(form)
        return redirect(kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            languages=LANGUAGES, download=reverse("requests:twin-blank"), **kwargs
        )


class UploadDraft(OneDraft, UploadNew):
    """The same for a draft that exists: its own words out, changed ones back."""

    form_class = DraftFormUpload

    def check(self, user: Any) -> None:
        OneDraft.check(self, user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_editable:
            return redirect(self.assistance_request)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return FormView.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        return {}

    def form_valid(self, form: Any) -> HttpResponse:
        draft = self.assistance_request
        return self.read(form, party=draft.requester, draft=draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"download": reverse("requests:twin", args=[self.assistance_request.pk])}


class ComparePage(WorkspacePage, TemplateView):
    """The file beside the draft. Nothing is written before the person confirms."""

    template_name = "requests/twin_preview.html"
    kwargs: dict[str, Any]
    upload: TwinUpload

    def check(self, user: Any) -> None:
        self.upload = get_object_or_404(selectors.twin_uploads_of(user), pk=self.kwargs["pk"])

    @property
    def is_waiting(self) -> bool:
        return not self.upload.outcome and self.upload.expires_at > clock.now()

    @cached_property
    def draft(self) -> AssistanceRequest:
        """The draft that the file changes, or one that nobody has saved yet."""
        return self.upload.assistance_request or exchange.unsaved_draft(
            self.upload, language=(get_language() or "en").split("-")[0]
        )

    def comparison(self, chosen: dict[str, str]) -> Preview:
        return exchange.compare(
            self.upload,
            draft=self.draft,
            understood=from_json(self.upload.content),
            seal=Seal(**self.upload.seal),
            chosen=chosen,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.outcome == "taken":
            return redirect(self.upload.assistance_request or "requests:home")
        if not self.is_waiting:
            return self.render_to_response(self.get_context_data(is_gone=True), status=410)
        return self.render_to_response(self.get_context_data(found=self.comparison({})))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go = request.POST.get("go", "")
        if go == "discard":
            services.discard_upload(self.upload, by=request.user)
            messages.success(request, _("The file was set aside. Nothing was changed."))
            return redirect(self.back)
        if self.upload.outcome == "taken" and self.upload.assistance_request:
            return redirect("requests:edit", pk=self.upload.assistance_request.pk)
        if not self.is_waiting:
            return self.get(request)
        found = self.comparison(self.chosen(everything=go))
        try:
            saved = services.take_upload(
                self.upload,
                by=request.user,
                edition=self.seen_edition,
                language=self.draft.language,
                **found.arguments,
            )
        except Stale as refusal:
            messages.error(request, self.why_not(refusal))
            return redirect(self.upload if self.draft_moved else self.back)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=self.upload.get_absolute_url())
        messages.success(
            request, _("The file has been taken into the draft. Please read it once more.")
        )
        return redirect("requests:review", pk=saved.pk)

    @property
    def draft_moved(self) -> bool:
        """Whether the draft can still be written, and somebody did since this page was opened."""
        draft = self.upload.assistance_request
        return bool(draft and draft.status in EDITABLE and draft.edition != self.seen_edition)

    def why_not(self, refusal: Stale) -> str:
        """The sentence for this page: that of a form would speak of words that are typed."""
        if self.draft_moved:
            return _(
                "Somebody saved the draft while you compared. Here is the comparison again, with the draft as it is now."
            )
        return str(refusal.sentence)

    def chosen(self, *, everything: str) -> dict[str, str]:
        """What the person chose by field, or for the whole file."""
        names = [line.name for line in self.comparison({}).lines]
        if everything in {FILE, DRAFT}:
            return dict.fromkeys(names, everything)
        return {name: self.request.POST.get(f"take-{name}", "") for name in names}

    @property
    def seen_edition(self) -> int:
        seen = self.request.POST.get("version", "")
        return int(seen) if seen.isdecimal() else -1

    @property
    def back(self) -> str:
        draft = self.upload.assistance_request
        return reverse("requests:edit", args=[draft.pk]) if draft else reverse("requests:twin-new")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            upload=self.upload,
            record=self.upload.assistance_request,
            draft=self.draft if self.is_waiting else None,
            back=self.back,
            **kwargs,
        )
