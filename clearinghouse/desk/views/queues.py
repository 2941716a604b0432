"""One queue in full: its rows by page, and the work on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.desk import permissions, selectors, services
from clearinghouse.desk.forms import WorkForm
from clearinghouse.desk.queues import kind_for
from clearinghouse.desk.queues.kinds import QueueKind, Row, Waiting
from clearinghouse.desk.views.page import DeskView

PER_PAGE = 25


class QueuePage(DeskView):
    """The rows, narrowed by who has them; a post does something with those chosen."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.show(self.kind(key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        kind = self.kind(key)
        try:
            permissions.check_can_work(request.user, kind)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        form = WorkForm(request.POST, kind=kind)
        if form.is_valid():
            try:
                changed = self.perform(kind, form)
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(request, _done(form.verb, changed, asked=len(form.subjects)))
                return redirect(request.get_full_path())
        return self.show(kind, form=form, status=422)

    def kind(self, key: str) -> QueueKind:
        kind = kind_for(self.request.user, key=key)
        if kind is None:
            raise Http404
        return kind

    def perform(self, kind: QueueKind, form: WorkForm) -> int:
        """Call the one service of the verb."""
        chosen: dict[str, Any] = {"subjects": form.subjects, "by": self.request.user}
        data = form.cleaned_data
        if form.verb == "take":
            return services.take(kind, **chosen)
        if form.verb == "give_back":
            return services.give_back(kind, **chosen)
        if form.verb == "assign":
            return services.assign(kind, to=data["to"], **chosen)
        if form.verb == "defer":
            return services.defer(kind, until=data["until"], reason=data["reason"], **chosen)
        if form.verb == "resume":
            return services.resume(kind, **chosen)
        if form.verb == "settle":
            return services.settle(kind, **chosen)
        raise Http404

    def show(
        self, kind: QueueKind, *, form: WorkForm | None = None, status: int = 200
    ) -> HttpResponse:
        user = self.request.user
        items = selectors.items_for(user, keys=[kind.key])
        shown = self.request.GET.get("show", selectors.ALL)
        waiting = {
            name: selectors.waiting_in(kind, user=user, items=items, show=name)
            for name, _label in _narrowings()
        }
        rows = waiting.get(shown, waiting[selectors.ALL])
        paginator: Paginator[Row] = Paginator(_Rows(rows), PER_PAGE)  # type: ignore[arg-type]
        page: Page[Row] = paginator.get_page(self.request.GET.get("page"))
        form = form or WorkForm(kind=kind)
        return self.page(
            "desk/queue_page.html",
            status=status,
            title=kind.title,
            trail=[(_("What is due"), reverse("admin:index")), (kind.title, "")],
            kind=kind,
            elsewhere=kind.elsewhere(),
            page=page,
            lines=selectors.lines_of(kind, list(page), items=items),
            narrowings=[
                (label, name, waiting[name].count(), name == shown) for name, label in _narrowings()
            ],
            shows_deferred=shown == selectors.DEFERRED,
            can_work=_may_work(user, kind),
            form=form,
            chosen=form.subjects,
        )


class _Rows:
    """A queue as a paginator wants it: countable and sliceable."""

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting

    def count(self) -> int:
        return self.waiting.count()

    def __len__(self) -> int:
        return self.waiting.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return self.waiting.rows(part.start, part.stop)


def _narrowings() -> list[tuple[str, str]]:
    return [
        (selectors.ALL, pgettext("rows of a queue", "All")),
        (selectors.MINE, pgettext("rows of a queue", "Mine")),
        (selectors.UNASSIGNED, pgettext("rows of a queue", "Nobody’s")),
        (selectors.DEFERRED, pgettext("rows of a queue", "Deferred")),
    ]


def _may_work(user: Any, kind: QueueKind) -> bool:
    try:
        permissions.check_can_work(user, kind)
    except NotAllowed:
        return False
    return True


def _done(verb: str, changed: int, *, asked: int) -> str:
    sentences = {
        "take": ngettext("%(n)s line is yours now.", "%(n)s lines are yours now.", changed),
        "give_back": ngettext("%(n)s line was given back.", "%(n)s lines were given back.", changed),
        "assign": ngettext("%(n)s line was assigned.", "%(n)s lines were assigned.", changed),
        "defer": ngettext(
            "%(n)s line was put aside; it is under “Deferred” until its day.",
            "%(n)s lines were put aside; they are under “Deferred” until their day.", changed,
        ),
        "resume": ngettext("%(n)s line is back.", "%(n)s lines are back.", changed),
        "settle": ngettext("%(n)s line was marked as done.", "%(n)s lines were marked as done.", changed),
    }  # fmt: skip
    sentence = sentences[verb] % {"n": changed}
    if changed == asked:
        return sentence
    left = ngettext(
        "%(n)s other was left as it is: a colleague has it, or it left the queue.",
        "%(n)s others were left as they are: a colleague has them, or they left the queue.",
        asked - changed,
    )
    return f"{sentence} {left % {'n': asked - changed}}"
