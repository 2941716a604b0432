"""A provider's answer, need by need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from requests_app.enums import HelpGiven, Verdict
from requests_app.forms.fields import DayField, ProseField
from requests_app.models import Answer, Need

GIVEN = ("verdict", "text", "available_from", "how")


class AnswerForm(forms.Form):
    """The answer to one need; empty while the provider has not made up its mind."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        required=False, label=_("Your answer"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = ProseField(
        rows=4,
        label=_("What you can give; or why not, if you like; or your question"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    available_from = DayField(label=_("When, at the earliest"))
    how = forms.ChoiceField(
        required=False, label=_("How"), choices=[("", _("Not said yet")), *HelpGiven.choices]
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need = need

    def clean(self) -> dict[str, Any]:
        verdict, text = self.cleaned_data.get("verdict"), self.cleaned_data.get("text")
        said = text or self.cleaned_data.get("available_from") or self.cleaned_data.get("how")
        if said and not verdict and "verdict" not in self.errors:
            self.add_error("verdict", _("Choose an answer to go with what you wrote."))
        if verdict == Verdict.QUESTION and not text and "text" not in self.errors:
            self.add_error("text", _("Write the question."))
        return self.cleaned_data

    def answer(self) -> dict[str, Any] | None:
        """The answer as the service takes it, or nothing where none was chosen."""
        if not self.cleaned_data.get("verdict"):
            return None
        return {
            "need": self.need.pk,
            "verdict": self.cleaned_data["verdict"],
            "text": self.cleaned_data["text"],
            "available_from": self.cleaned_data["available_from"],
            "how": self.cleaned_data["how"],
        }


class ReasonForm(forms.Form):
    """Why a request is not for the provider; nobody has to say."""

    use_required_attribute = False

    reason = ProseField(
        rows=3,
        limit=1000,
        label=_("Why, if you like"),
        help_text=_("The requesting State and the Committee's experts read it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def answer_forms(
    needs: Iterable[Need], *, given: Iterable[Answer], data: QueryDict | None = None
) -> list[AnswerForm]:
    """Return one form for each need, with the answers given so far or as typed."""
    before = {answer.need_id: answer for answer in given}
    return [
        AnswerForm(
            data,
            prefix=f"need-{need.number}",
            need=need,
            initial={name: getattr(before[need.pk], name) for name in GIVEN}
            if need.pk in before
            else None,
        )
        for need in needs
    ]
