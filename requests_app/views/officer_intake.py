"""Intake of a request that came on paper: one page from the note verbale to the acknowledged request."""

from __future__ import annotations

import uuid
from typing import Any

from csp.constants import SELF
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from requests_app import desk_entry, permissions, selectors, services
from requests_app.desk_forms import DeskNeedForm, IntakeForm
from requests_app.enums import EDITABLE, AttachmentKind, Channel
from requests_app.forms.rows import ContactForm, RowFormSet, row_formset
from requests_app.models import AssistanceRequest
from requests_app.services.copying import CONTACT_FIELDS, NEED_FIELDS
from requests_app.views.keys import as_key
from requests_app.views.officer import DeskPage

ROWS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "needs": (DeskNeedForm, NEED_FIELDS),
    "contacts": (ContactForm, CONTACT_FIELDS),
}

FIRST_EDITION = 1


class Intake(DeskPage):
    """Enter, attach, submit and authenticate, each by its own service, in one go or in several."""

    draft: AssistanceRequest | None = None
    has_saved = False

    def check(self, user: Any) -> None:
        permissions.check_is_expert(user)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form(None), self.rows(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        action, _colon, which = request.POST.get("action", "save").partition(":")
        self.draft = self.draft or self.entered_before()
        if self.draft is not None and self.draft.status not in EDITABLE:
            return redirect("admin:desk_requests:detail", pk=self.draft.pk)
        if action == "add":
            # Another row is not a save: nothing is checked yet, everything typed stays.
            return self.show(
                self.form(None, typed=request.POST), self.rows(_with_another(request.POST, which))
            )
        is_first = self.draft is None or self.draft.revision_of_id is None
        form = self.form(request.POST, is_submitting=action == "submit" and is_first)
        rows = self.rows(request.POST)
        if not form.is_valid() or any(
            formset.broken_rows() for formset in rows.values() if not formset.is_valid()
        ):
            return self.show(form, rows, status=422)
        try:
            self.keep(form, rows)
            if action == "submit":
                self.hand_in(form)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            return self.refused(refusal, form)
        return self.finish(action)

    def entered_before(self) -> AssistanceRequest | None:
        """What this very page made already: the second of two clicks, or the page that Back leads to."""
        key = as_key(self.request.POST.get("submission_key"))
        mine = selectors.requests_for_desk(self.request.user).filter(
            entered_by=self.request.user.pk
        )
        return mine.filter(submission_key=key).first() if key else None

    def refused(self, refusal: DomainError, form: IntakeForm) -> HttpResponse:
        """The page again with everything typed, or the request's own page where it was submitted all the same."""
        sentences = [str(each.sentence) for each in refusal.details] or [str(refusal.sentence)]
        if self.draft is not None and self.draft.status not in EDITABLE:
            messages.error(self.request, " ".join(sentences))
            return redirect("admin:desk_requests:detail", pk=self.draft.pk)
        for sentence in sentences:
            form.add_error(None, sentence)
        return self.show(form, self.rows(self.request.POST), status=422)

    def form(self, data: Any, *, typed: Any = None, **options: Any) -> IntakeForm:
        """The form with posted data to check, or with what is `typed` so far and not checked."""
        return IntakeForm(
            data, self.request.FILES or None, initial=IntakeForm.as_typed(typed), **options
        )

    def rows(self, data: Any) -> dict[str, RowFormSet]:
        """The needs and contacts as typed, else as stored, else one empty row of each."""
        language = (data or {}).get("language", "en")
        return {
            prefix: row_formset(
                form, prefix=prefix, stored=self.stored(prefix, names), language=language, data=data,
                extra=0 if self.stored(prefix, names) else 1,
            )
            for prefix, (form, names) in ROWS.items()
        }  # fmt: skip

    def stored(self, prefix: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        if self.draft is None:
            return []
        return list(getattr(self.draft, prefix).values("id", *names))

    def keep(self, form: IntakeForm, rows: dict[str, RowFormSet]) -> None:
        """Save what was typed as the draft, and the scan beside it."""
        typed: dict[str, Any] = {
            prefix: formset.rows(stored_ids=self.stored_ids(prefix))
            for prefix, formset in rows.items()
        }
        if self.draft is None:
            self.draft = services.enter_on_behalf(
                party=form.cleaned_data["requester"],
                by=self.request.user,
                submission_key=as_key(self.request.POST.get("submission_key")),
                fields=form.content(),
                **form.origin(),
                **typed,
            )
        else:
            self.draft = services.save_draft(
                self.draft,
                by=self.request.user,
                edition=self.seen_edition(),
                fields={**form.content(), **form.origin()},
                **typed,
            )
        self.has_saved = True
        if form.cleaned_data["scan"]:
            services.attach(
                self.draft,
                by=self.request.user,
                upload=form.cleaned_data["scan"],
                kind=AttachmentKind.NOTE_VERBALE,
            )

    def seen_edition(self) -> int:
        """The edition that this page showed; the page of a new entry has seen what its own first save made."""
        text = self.request.POST.get("edition", "")
        return int(text) if text.isdigit() else FIRST_EDITION

    def hand_in(self, form: IntakeForm) -> None:
        """Submit with the true moment of receipt, and confirm on the ground given."""
        data = form.cleaned_data
        assert self.draft is not None
        if self.draft.revision_of_id:
            services.submit_revision(self.draft, by=self.request.user, edition=self.draft.edition)
            return
        services.submit(self.draft, by=self.request.user, received_at=data["received_at"])
        services.authenticate(self.draft, by=self.request.user, ground=data["ground"])

    def stored_ids(self, prefix: str) -> list[uuid.UUID]:
        return (
            []
            if self.draft is None
            else list(getattr(self.draft, prefix).values_list("pk", flat=True))
        )

    def finish(self, action: str) -> HttpResponse:
        assert self.draft is not None
        if action == "submit" and self.draft.revision_of_id:
            messages.success(
                self.request, _("The new version stands now. The clocks run on as before.")
            )
            return redirect("admin:desk_requests:detail", pk=self.draft.revision_of_id)
        if action == "submit":
            sentence = _(
                "Entered, submitted and confirmed as authentic. The week runs from the true date of receipt."
            )
        else:
            sentence = _("The draft has been saved. It is not submitted yet.")
        messages.success(self.request, sentence)
        name = "detail" if action == "submit" else "continue"
        return redirect(f"admin:desk_requests:{name}", pk=self.draft.pk)

    def show(
        self, form: IntakeForm, rows: dict[str, RowFormSet], *, status: int = 200
    ) -> HttpResponse:
        draft = self.draft
        action = (
            reverse("admin:desk_requests:continue", args=[draft.pk]) if draft else self.request.path
        )
        title = _("Enter a request from paper")
        scan = desk_entry.scan_of(draft) if draft else None
        response = self.page(
            "requests/desk_intake.html",
            status=status,
            title=title,
            trail=[(_("Requests"), reverse("admin:desk_requests:list")), (title, "")],
            form=form,
            needs=rows["needs"],
            contacts=rows["contacts"],
            draft=draft,
            action=action,
            edition=self.edition(),
            submission_key=self.request.POST.get("submission_key") or uuid.uuid4(),
            broken=[
                each
                for each in (form, *rows["needs"].forms, *rows["contacts"].forms)
                if each.errors
            ],
            scan=scan,
            typed=desk_entry.typed_lines(draft) if draft else [],
        )
        if scan is not None:
            # The viewer of a PDF is an object and, to some browsers, a frame; no other page shows either.
            response._csp_update = {"object-src": [SELF], "frame-src": [SELF]}  # type: ignore[attr-defined]
        return response

    def edition(self) -> str:
        """What the next save must find: after a stale save still the edition that the person saw."""
        posted = self.request.POST.get("edition")
        is_fresh = self.has_saved or posted is None
        return str(self.draft.edition) if self.draft and is_fresh else posted or ""


class Continue(Intake):
    """The same page for a draft that waits, or that was returned."""

    def dispatch(self, request: HttpRequest, *args: Any, pk: str, **kwargs: Any) -> Any:
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> AssistanceRequest:
        drafts = selectors.open_to(self.request.user).exclude(channel=Channel.PORTAL)
        return get_object_or_404(drafts.filter(status__in=EDITABLE), pk=self.pk)

    def get(self, request: HttpRequest) -> HttpResponse:
        self.draft = self.load()
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.draft = self.load()
        return super().post(request)

    def form(self, data: Any, *, typed: Any = None, **options: Any) -> IntakeForm:
        assert self.draft is not None
        initial = IntakeForm.initial_of(self.draft) | IntakeForm.as_typed(typed)
        form = IntakeForm(data, self.request.FILES or None, initial=initial, **options)
        for name in ("requester", "channel"):
            form.fields[name].disabled = True
        return form


class Revise(DeskPage):
    """Open the working copy of a request on paper, for what a later document of the State changes."""

    http_method_names = ["post"]

    def check(self, user: Any) -> None:
        permissions.check_is_expert(user)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        paper = selectors.requests_for_desk(request.user).exclude(channel=Channel.PORTAL)
        record = get_object_or_404(paper, pk=pk)
        try:
            copy = services.begin_revision(record, by=request.user)
        except DomainError as refusal:
            return refuse(
                request, refusal, back_to=reverse("admin:desk_requests:detail", args=[pk])
            )
        return redirect("admin:desk_requests:continue", pk=copy.pk)


def _with_another(data: QueryDict, prefix: str) -> QueryDict:
    """The same words with one more empty row."""
    copy = data.copy()
    total = copy.get(f"{prefix}-TOTAL_FORMS", "0")
    if prefix in ROWS and total.isdigit():
        copy[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1)
    return copy
