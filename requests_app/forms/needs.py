"""What a State says of its needs: when a year is over, and when it closes a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.enums import NeedStatus, NeedWord, Outcome
from requests_app.forms.fields import LineField, ProseField
from requests_app.models import Need


class _NeedsForm(forms.Form):
    """One choice for each need; the fields are named after the needs' numbers."""

    use_required_attribute = False
    choices: Any
    initials: dict[str, str] = {}

    def __init__(self, *args: Any, needs: Iterable[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = list(needs)
        own = dict(self.fields)
        self.fields.clear()
        for need in self.needs:
            self.add_fields(need)
        self.fields.update(own)

    def add_fields(self, need: Need) -> None:
        """The choice for one need."""
        self.fields[f"need-{need.number}"] = forms.ChoiceField(
            label=f"{need.number}. {need}",
            choices=self.choices,
            widget=forms.RadioSelect,
            initial=self.initials.get(need.status, ""),
            error_messages={"required": _("Say how this need stands.")},
        )

    def chosen(self) -> dict[UUID, str]:
        """What was chosen for each need."""
        return {need.pk: self.cleaned_data[f"need-{need.number}"] for need in self.needs}


class ClosingForm(_NeedsForm):
    """What became of the needs that are not settled yet, and a last word."""

    choices = Outcome.choices
    initials = {NeedStatus.PARTLY_MET: Outcome.PARTLY_MET}

    note = ProseField(
        rows=3,
        label=_("What was done, or what is missing, if you like"),
        help_text=_("It stands in the history; the experts read it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class FollowUpForm(_NeedsForm):
    """How each need stands when a year is over. An expert who records it names the State's document."""

    choices = NeedWord.choices
    initials = {NeedStatus.PARTLY_MET: NeedWord.PARTLY_MET}

    document = LineField(
        limit=300, required=False, label=_("Reference of the note verbale or document")
    )

    def __init__(self, *args: Any, by_document: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_document:
            del self.fields["document"]

    def add_fields(self, need: Need) -> None:
        super().add_fields(need)
        self.fields[f"text-{need.number}"] = ProseField(
            rows=3,
            label=_("What was done, or what is missing, if you like"),
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )

    def words(self) -> dict[UUID, tuple[str, str]]:
        """For each need its word and the text, as the service takes them."""
        return {
            need.pk: (
                self.cleaned_data[f"need-{need.number}"],
                self.cleaned_data[f"text-{need.number}"],
            )
            for need in self.needs
        }
