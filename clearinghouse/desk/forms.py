"""Shape of input at the desk's own pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clearinghouse.accounts.models import User
from clearinghouse.desk import selectors
from clearinghouse.desk.enums import Place
from clearinghouse.desk.queues.kinds import QueueKind


class WorkForm(forms.Form):
    """What to do with the lines that are ticked, or with the one whose button was pressed (`row`, as `verb:key`)."""

    VERBS = ("take", "give_back", "assign", "defer", "resume", "settle")

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), required=False, empty_label=_("Choose")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label=_("Why it can wait"), required=False, max_length=300)

    def __init__(self, *args: Any, kind: QueueKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = selectors.colleagues(kind)  # type: ignore[attr-defined]

    @property
    def verb(self) -> str:
        return self._pressed()[0]

    @property
    def subjects(self) -> list[UUID]:
        """The keys that were chosen; what is no key is passed over."""
        return [key for text in self._pressed()[1] if (key := _key(text))]

    def _pressed(self) -> tuple[str, list[str]]:
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        verb, colon, one = data.get("row", "").partition(":")
        return (verb, [one]) if colon else (data.get("action", ""), data.getlist("subject"))


class AssignCaseForm(forms.Form):
    """Whom a case is given to."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), required=False, empty_label=_("Choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = selectors.case_workers()  # type: ignore[attr-defined]


class SaveSearchForm(forms.Form):
    """A name for a search."""

    name = forms.CharField(label=_("Name of this search"), max_length=80)
    text = forms.CharField(max_length=500, widget=forms.HiddenInput)
    place = forms.ChoiceField(choices=Place.choices, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(label=_("Share it with the desk"), required=False)


class TodoForm(forms.Form):
    """Something to remember."""

    text = forms.CharField(label=_("To do"), max_length=300)
    due_date = forms.DateField(
        label=_("To be done by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class NoteForm(forms.Form):
    """An internal note on a case."""

    text = forms.CharField(
        label=_("Note"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Read at the desk only; neither the State nor a provider sees it. It cannot be changed later."),
    )  # fmt: skip


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
