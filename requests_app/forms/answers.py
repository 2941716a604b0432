"""A provider's answer, need by need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from requests_app.enums import Verdict
from requests_app.forms.fields import ProseField
from requests_app.models import Answer, Need


class AnswerForm(forms.Form):
    """The answer to one need; empty while the provider has not made up its mind."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        required=False, label=_("Your answer"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = ProseField(
        rows=4,
        label=_("What, when and how; or your question"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need = need

    def clean(self) -> dict[str, Any]:
        verdict, text = self.cleaned_data.get("verdict"), self.cleaned_data.get("text")
        if text and not verdict and "verdict" not in self.errors:
            self.add_error("verdict", _("Choose an answer to go with your text."))
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
            initial={"verdict": before[need.pk].verdict, "text": before[need.pk].text}
            if need.pk in before
            else None,
        )
        for need in needs
    ]
