"""The needs of a request at the desk: all answers as one table, and what the State wrote of a need."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from clearinghouse.workflow.views import TransitionView
from requests_app import selectors
from requests_app.answers_table import table_of
from requests_app.models import Need
from requests_app.views.needs import DONE, SAID
from requests_app.views.officer import DeskPage


class AnswersPage(DeskPage):
    """Every provider that was told by every need, with totals."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        record = get_object_or_404(selectors.requests_for_desk(request.user), pk=pk)
        return self.page(
            "requests/desk_answers.html",
            title=_("Answers to %(reference)s") % {"reference": record},
            trail=[
                (_("Requests"), reverse("admin:desk_requests:list")),
                (str(record), reverse("admin:desk_requests:detail", args=[record.pk])),
                (_("Answers"), ""),
            ],
            record=record,
            table=table_of(record),
        )


class SayOfNeed(DeskPage, TransitionView):
    """What the State wrote of a need on paper, recorded by an expert with the document."""

    selector = selectors.needs_visible_to
    services = SAID
    done = DONE

    def back_to(self, record: Need) -> str:
        address = reverse("admin:desk_requests:detail", args=[record.assistance_request_id])
        return f"{address}#need-{record.number}"
