"""The desk's reports: briefings, years, and the cases behind every number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.access.views import DeskPage
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.reports import (
    consolidated,
    documents,
    figures,
    permissions,
    selectors,
    services,
    weeks,
)
from clearinghouse.reports.enums import BriefingStatus
from clearinghouse.reports.forms import DaysForm, RemarksForm
from clearinghouse.reports.models import Briefing
from clearinghouse.reports.periods import Period, week_of, year_of
from requests_app.permissions import check_is_desk_reader
from requests_app.views.officer import requests_asked_for

PER_PAGE = 50
WRITERS = {
    "docx": (documents.table_docx, documents.DOCX),
    "xlsx": (documents.table_xlsx, documents.XLSX),
    "csv": (documents.table_csv, "text/csv; charset=utf-8"),
}
FIRST_YEAR = 2004


class _Page(DeskPage):
    def check(self, user: Any) -> None:
        permissions.check_can_read(user)

    def trail(self, *rest: tuple[Any, str]) -> list[tuple[Any, str]]:
        """What is due, reports, and the way from there."""
        return [
            (_("What is due"), reverse("admin:index")),
            (_("Reports"), reverse("admin:reports:home") if rest else ""),
            *rest,
        ]


class Reports(_Page):
    """Briefings, and the years that have figures."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = selectors.visible_to(request.user)
        this_year = clock.new_york_day().year
        received = figures.received(Period(year_of(FIRST_YEAR).first, year_of(this_year).last))
        years = received.annotate(year=ExtractYear("received_at")).values_list("year", flat=True)
        return self.page(
            "reports/home.html",
            title=_("Reports"),
            trail=self.trail(),
            page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            week=week_of(clock.new_york_day() - timedelta(days=7)),
            years=sorted({*years, this_year}, reverse=True),
        )


class BriefingPage(_Page):
    """One briefing: its figures with their cases, and the remarks."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        briefing = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        form = RemarksForm(instance=briefing, initial={"edition": briefing.edition})
        return self.show(briefing, form)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        briefing = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        form = RemarksForm(request.POST)
        if form.is_valid():
            try:
                services.write_remarks(briefing, by=request.user, **form.cleaned_data)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal.sentence)) from refusal
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
        if form.errors:
            return self.show(briefing, form, status=422)
        messages.success(request, _("The remarks have been saved."))
        return redirect(briefing)

    def show(self, briefing: Briefing, form: RemarksForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            "reports/briefing.html",
            status=status,
            title=_("Briefing, %(period)s") % {"period": briefing},
            trail=self.trail((str(briefing), "")),
            briefing=briefing,
            sections=selectors.counted(briefing.period, kept=briefing.figures),
            form=form if self.may_write() and briefing.status == BriefingStatus.DRAFT else None,
        )

    def may_write(self) -> bool:
        try:
            permissions.check_can_write(self.request.user)
        except NotAllowed:
            return False
        return True


class Present(_Page):
    """Say that the Committee was briefed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        briefing = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        try:
            services.present(briefing, by=request.user, note=request.POST.get("note", ""))
        except DomainError as refusal:
            return refuse(request, refusal, back_to=briefing.get_absolute_url())
        messages.success(request, _("The briefing stands as it was presented."))
        return redirect(briefing)


class BriefingFile(_Page):
    """The briefing as a Word document, in the language of the page."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        briefing = get_object_or_404(selectors.visible_to(request.user), pk=pk)
        sections = selectors.counted(briefing.period, kept=briefing.figures)
        name = f"briefing-{briefing.first_date:%Y-%m}.docx"
        return as_file(documents.briefing_docx(briefing, sections), name, documents.DOCX)


class YearPage(_Page):
    """The figures of a year, by month."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        period = _year(year)
        return self.page(
            "reports/year.html",
            title=_("Figures of %(year)s") % {"year": year},
            trail=self.trail((str(year), "")),
            year=year,
            period=period,
            months=list(period.months()),
            sections=selectors.counted_by_month(period),
        )


class WeekPage(_Page):
    """One week of the Committee, Sunday to Saturday, and what is due in the next: figures with their cases."""

    def get(self, request: HttpRequest, first: date) -> HttpResponse:
        today, days = clock.new_york_day(), timedelta(days=7)
        if first.year < FIRST_YEAR or first > today or week_of(first).first != first:
            raise Http404
        week = week_of(first)
        return self.page(
            "reports/week.html",
            title=_("The week at the clearing house"),
            trail=self.trail((_("The week at the clearing house"), "")),
            week=week,
            sections=weeks.listed(week),
            previous=week_of(first - days) if first.year > FIRST_YEAR else None,
            next=week_of(first + days) if first + days <= today else None,
        )


class YearFile(_Page):
    """The figures of a year as a workbook."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        period = _year(year)
        content = documents.year_xlsx(period, selectors.counted_by_month(period))
        return as_file(content, f"figures-{year}.xlsx", documents.XLSX)


class Cases(_Page):
    """The cases behind one number."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        days = DaysForm(request.GET)
        if not days.is_valid() or days.cleaned_data["last"] < days.cleaned_data["first"]:
            raise Http404
        try:
            figure = figures.figure(key)
        except KeyError:
            raise Http404 from None
        period = Period(days.cleaned_data["first"], days.cleaned_data["last"])
        found = Paginator(figure.find(period), PER_PAGE).get_page(request.GET.get("page"))
        return self.page(
            "reports/cases.html",
            title=figure.label,
            trail=self.trail((figure.label, "")),
            period=period,
            page=found,
            rows=[figure.row(each) for each in found],
        )


class RequestsFile(DeskPage):
    """The consolidated list of requests with their status, of exactly those that the same address lists."""

    def check(self, user: Any) -> None:
        check_is_desk_reader(user)

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in WRITERS:
            raise Http404
        write, content_type = WRITERS[extension]
        _form, _search, found = requests_asked_for(request)
        name = f"requests-{clock.new_york_day():%Y-%m-%d}.{extension}"
        return as_file(write(consolidated.table_of(found)), name, content_type)


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Hand out a file to keep."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _year(year: int) -> Period:
    if not FIRST_YEAR <= year <= clock.new_york_day().year:
        raise Http404
    return year_of(year)
