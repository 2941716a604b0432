"""Letters at the desk: the list, one letter, its words, and the steps on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.access.views import DeskPage
from clearinghouse.audit.models import AuditEvent
from clearinghouse.audit.timeline import lines
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed
from clearinghouse.core.http import refuse
from clearinghouse.letters import notices, permissions, selectors, services
from clearinghouse.letters.changes import changes
from clearinghouse.letters.documents.pdf import is_available
from clearinghouse.letters.enums import LetterStatus
from clearinghouse.letters.forms import FormOfLetterForm, LetterFilterForm, WordsForm
from clearinghouse.letters.models import Letter
from clearinghouse.letters.sheet import sheet_of
from clearinghouse.letters.views.download import download

PER_PAGE = 25


class _Page(DeskPage):
    """For those who read letters at the desk."""

    def check(self, user: Any) -> None:
        permissions.check_is_desk_reader(user)

    def letter(self, pk: Any) -> Letter:
        return get_object_or_404(selectors.for_desk(self.request.user), pk=pk)


class LetterList(_Page):
    """All letters, narrowed by the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = LetterFilterForm(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        found = selectors.narrowed(selectors.for_desk(request.user), by=chosen)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        page.object_list = selectors.with_offerers(page.object_list)
        return self.page(
            "letters/desk_list.html",
            title=_("Letters"),
            trail=[(_("What is due"), reverse("admin:index")), (_("Letters"), "")],
            form=form,
            page=page,
        )


class Detail(_Page):
    """One letter as it will be read, what was changed in it, and what the reader can do now."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        letter = self.letter(pk)
        is_draft = letter.status == LetterStatus.DRAFT
        standard = services.words_of_record(letter) if is_draft else None
        history = AuditEvent.objects.filter(about_id=letter.pk)
        form = {
            "edition": letter.edition,
            "language": letter.language,
            "document_kind": letter.document_kind,
        }
        return self.page(
            "letters/desk_detail.html",
            title=str(letter),
            trail=[(_("Letters"), reverse("admin:desk_letters:list")), (str(letter), "")],
            letter=letter,
            sheet=sheet_of(letter, at=clock.now()),
            changed=changes(standard.paragraphs, letter.paragraphs) if standard else [],
            form=FormOfLetterForm(initial=form),
            may_write=_may_write(request.user),
            reaches_nobody=is_draft and not notices.people_to_tell(letter),
            has_pdf=is_available(),
            history=lines(history.order_by("id")),
        )


class EditWords(_Page):
    """The words of a draft, paragraph by paragraph; a refusal keeps what was typed."""

    def check(self, user: Any) -> None:
        permissions.check_can_write(user)

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        letter = self.letter(pk)
        if letter.status != LetterStatus.DRAFT:
            return redirect("admin:desk_letters:detail", pk=pk)
        return self.show(letter, WordsForm(letter=letter))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        letter = self.letter(pk)
        form = WordsForm(request.POST, letter=letter)
        if form.is_valid():
            try:
                services.change_words(letter, by=request.user, **form.words())
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal.sentence)) from refusal
            except DomainError as refusal:
                form.add_error(None, str(refusal.sentence))
        if form.errors:
            return self.show(letter, form, status=422)
        messages.success(
            request, _("The words have been kept. Read the letter once more, then send it.")
        )
        return redirect("admin:desk_letters:detail", pk=pk)

    def show(self, letter: Letter, form: WordsForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            "letters/desk_edit.html",
            status=status,
            title=_("Words of the letter"),
            trail=[
                (_("Letters"), reverse("admin:desk_letters:list")),
                (str(letter), reverse("admin:desk_letters:detail", args=[letter.pk])),
                (_("Words of the letter"), ""),
            ],
            letter=letter,
            form=form,
        )


class SetForm(_Page):
    """Another language or another document; the standard words are written anew."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        letter = self.letter(pk)
        back_to = reverse("admin:desk_letters:detail", args=[pk])
        form = FormOfLetterForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose a language and a document."))
            return redirect(back_to)
        try:
            services.set_form(letter, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        messages.success(request, _("The letter has been written anew from the record."))
        return redirect(back_to)


class TakeStep(_Page):
    """Send, discard, take up again, or write anew. The button carries the edition that was read."""

    http_method_names = ["post"]
    services: dict[str, Callable[..., Letter]] = {
        "send": services.send,
        "discard": services.discard,
        "restore": services.restore,
        "write_anew": services.write_anew,
    }
    done = {
        "send": gettext_lazy("The letter has been sent; its addressee is told by mail."),
        "discard": gettext_lazy("The draft has been discarded. It can be taken up again."),
        "restore": gettext_lazy("The draft waits again."),
        "write_anew": gettext_lazy("The letter has been written anew from the record."),
    }

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        letter = self.letter(pk)
        back_to = reverse("admin:desk_letters:detail", args=[pk])
        service = self.services.get(verb)
        if service is None:
            return redirect(back_to)
        read = request.POST.get("edition", "")
        options = {"edition": int(read) if read.isdecimal() else 0}
        try:
            service(letter, by=request.user, **(options if verb in ("send", "write_anew") else {}))
        except DomainError as refusal:
            return refuse(request, refusal, back_to=back_to)
        if verb == "send" and not notices.people_to_tell(letter):
            messages.warning(
                request, _("The letter is kept as sent. Nobody is told by mail: hand it over.")
            )
        else:
            messages.success(request, str(self.done[verb]))
        return redirect(back_to)


class Download(_Page):
    """A letter as a file; a draft as it would be sent now."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: str, file_format: str) -> HttpResponse:
        back_to = reverse("admin:desk_letters:detail", args=[pk])
        return download(request, self.letter(pk), file_format, back_to=back_to)


def _may_write(user: Any) -> bool:
    try:
        permissions.check_can_write(user)
    except NotAllowed:
        return False
    return True
