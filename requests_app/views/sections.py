"""Writing section by section: saved by button and by itself; what two people wrote is brought together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, Stale
from clearinghouse.core.http import refuse
from clearinghouse.core.templatetags.ui import moment_text
from requests_app import reading, recipients, services
from requests_app.forms import SECTIONS, BoundSection, Section, after, section_by_key, section_of
from requests_app.forms.merging import Conflict, Merged
from requests_app.models import AssistanceRequest
from requests_app.views import progress
from requests_app.views.records import OneDraft
from requests_app.views.writing_help import writing_help

# How long, and how many, removed rows are offered to be put back.
UNDO_WITHIN = timedelta(days=7)
UNDO_OFFERED = 5


class Conflicting(Exception):
    """Both sides changed the same thing; somebody has to choose."""

    def __init__(self, merged: Merged) -> None:
        super().__init__("conflicting")
        self.merged = merged


class OneSection(OneDraft):
    """A section of a draft, with what is stored and what was typed."""

    section: Section
    # What was silently taken over from the other side, for the message.
    taken: bool = False

    def check_record(self, user: Any) -> None:
        section = section_by_key(self.kwargs["section"])
        if section not in progress.sections_of(self.assistance_request):
            raise Http404
        self.section = section
        super().check_record(user)

    def bound(self, *, more: int = 0) -> BoundSection:
        return BoundSection(
            self.section,
            self.assistance_request,
            providers=self.providers(),
            data=self.request.POST if self.request.method == "POST" else None,
            more=more,
        )

    def providers(self) -> Any:
        return recipients.choosable_for(self.assistance_request)

    def save(self, bound: BoundSection) -> AssistanceRequest:
        """Store what can be stored. What only one side changed is kept; Conflicting where both did, nothing stored."""
        if "resolve" not in self.request.POST:
            try:
                return self.store(bound.seen.edition, bound.kept())
            except Stale:
                self.assistance_request.refresh_from_db()
                if not self.is_editable:
                    raise
        against_stored = self.bound()
        if against_stored.is_as_stored():
            return self.assistance_request
        merged = against_stored.merged()
        if merged.conflicts:
            raise Conflicting(merged)
        self.taken = bool(merged.taken)
        edition = self.assistance_request.edition
        return self.store(edition, against_stored.as_arguments(merged))

    def store(self, edition: int, arguments: dict[str, Any]) -> AssistanceRequest:
        return services.save_draft(
            self.assistance_request, by=self.request.user, edition=edition, **arguments
        )

    def who_saved(self) -> str:
        """Who saved the stored words and when, in the zone of the reader."""
        record, user = self.assistance_request, self.request.user
        if record.saved_at is None:
            return _("Somebody saved other words here after you opened this page.")
        when = moment_text(record.saved_at, ZoneInfo(user.time_zone))  # type: ignore[union-attr]
        if record.saved_by_id == user.pk:
            return _("You saved other words in another window on %(when)s.") % {"when": when}
        return _("%(who)s saved other words here on %(when)s.") % {
            "who": record.saved_by,
            "when": when,
        }


class EditSection(OneSection, TemplateView):
    """One page of the form."""

    template_name = "requests/section.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_editable:
            return redirect(self.assistance_request)
        more = 1 if request.GET.get("more") else 0
        bound = self.bound(more=more)
        self.point_out(bound)
        return self.render_to_response(self.get_context_data(bound=bound, seen=bound.shown()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bound = self.bound()
        try:
            saved = self.save(bound)
        except Conflicting as conflicting:
            return self.choose(conflicting.merged)
        except Stale as refusal:
            return self.page(bound, status=409, refusal=refusal.sentence, seen=bound.seen)
        if self.taken:
            kept = _("Both are kept: nobody lost a word.")
            messages.info(request, f"{self.who_saved()} {kept}")
        self.assistance_request = saved
        if not bound.is_valid():
            return self.page(bound, status=422, seen=bound.saved_as(saved.edition))
        return redirect(self.next_address(bound))

    def choose(self, merged: Merged) -> HttpResponse:
        """Both versions side by side, and the typed words in the form."""
        bound = self.bound()
        return self.page(
            bound,
            status=409,
            seen=bound.shown_beside(merged),
            who_saved=self.who_saved(),
            conflicts=[_in_words(bound, conflict) for conflict in merged.conflicts],
        )

    def point_out(self, bound: BoundSection) -> list[str]:
        """What is unlikely, as of today in New York."""
        today = clock.now().astimezone(clock.NEW_YORK).date()
        return bound.point_out(today=today, wanted_from=self.assistance_request.wanted_from)

    def page(self, bound: BoundSection, *, status: int, **context: Any) -> HttpResponse:
        self.point_out(bound)
        return self.render_to_response(self.get_context_data(bound=bound, **context), status=status)

    def next_address(self, bound: BoundSection) -> str:
        here = progress.section_address(self.assistance_request, self.section)
        verb, _colon, which = self.request.POST.get("row", "").partition(":")
        if verb == "add":
            count = len(bound.kept().get(self.section.prefix, []))
            return f"{here}?more=1#{self.section.prefix}-{count}"
        if verb == "remove":
            return f"{here}#removed"
        if verb in {"up", "down"}:
            moved = int(which) + {"up": -1, "down": 1}[verb] if which.isdecimal() else 0
            return f"{here}#{self.section.prefix}-{max(moved, 0)}"
        if self.request.POST.get("go") == "next":
            for sentence in self.point_out(bound):
                messages.warning(self.request, f"{self.section.title}: {sentence}")
            following = after(self.section)
            if following not in progress.sections_of(self.assistance_request):
                return reverse("requests:attachments", args=[self.assistance_request.pk])
            return progress.section_address(self.assistance_request, following)
        messages.success(self.request, _("Saved."))
        return here

    def removed_lately(self) -> Any:
        """Rows of this section that can still be put back."""
        since = clock.now() - UNDO_WITHIN
        rows = self.assistance_request.removed_rows.select_related("removed_by")
        return rows.filter(kind=self.section.prefix, removed_at__gte=since)[:UNDO_OFFERED]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            section=self.section,
            number=SECTIONS.index(self.section) + 1,
            steps=progress.steps(self.assistance_request, current=self.section.key),
            is_editable=self.is_editable,
            removed=self.removed_lately(),
            help=writing_help(self.assistance_request, section=self.section),
            returned_because=reading.reason_of_return(self.assistance_request),
            **kwargs,
        )


class PutBack(OneDraft, View):
    """Undo the removal of a need or a contact."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        removed = self.assistance_request.removed_rows.filter(pk=self.kwargs["row_pk"]).first()
        section = section_of(removed.kind) if removed else None
        if removed is None or section is None:
            messages.info(request, _("This was put back already."))
            return redirect("requests:edit", pk=self.assistance_request.pk)
        address = progress.section_address(self.assistance_request, section)
        try:
            services.put_back(removed, by=request.user)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=address)
        messages.success(request, _("“%(name)s” is back.") % {"name": removed})
        return redirect(f"{address}#{section.prefix}")


class Autosave(OneSection, View):
    """Save a section by itself. Answers when and as which edition; 409 with who saved; 422 with what was not kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        bound = self.bound()
        try:
            saved = self.save(bound)
        except Conflicting:
            return JsonResponse({"detail": self.who_saved()}, status=409)
        except Stale as refusal:
            return JsonResponse({"detail": str(refusal.sentence)}, status=409)
        errors = bound.errors()
        now = clock.now()
        # What was taken from a colleague is not on this page: its next save must be brought together again.
        shown = bound.seen.edition if self.taken else saved.edition
        answer = {
            "saved_at": now.isoformat(),
            "saved_text": moment_text(now, ZoneInfo(request.user.time_zone)),  # type: ignore[union-attr]
            "edition": saved.edition,
            # The name of the field that carries it in the form.
            "version": str(bound.saved_as(shown)),
        }
        if errors:
            return JsonResponse({**answer, "errors": errors}, status=422)
        return JsonResponse(answer)


def _in_words(bound: BoundSection, conflict: Conflict) -> dict[str, Any]:
    """A conflict as the page shows it: its name, both versions in words, and what is proposed."""
    if conflict.is_row:
        side = conflict.mine or conflict.stored
        label = side.get("title") or side.get("name") or bound.section.title
        mine, stored = (
            bound.row_in_words(each) if each else [] for each in (conflict.mine, conflict.stored)
        )
    else:
        label = bound.label_of(conflict.name)
        mine, stored = (
            [("", words)] if (words := bound.in_words(conflict.name, each)) else []
            for each in (conflict.mine, conflict.stored)
        )
    return {
        "name": f"take-{conflict.name}",
        "label": label,
        "sides": [
            ("mine", _("Yours"), mine, conflict.proposal == "mine"),
            ("stored", _("Stored"), stored, conflict.proposal == "stored"),
        ],
        "is_row": conflict.is_row,
    }
