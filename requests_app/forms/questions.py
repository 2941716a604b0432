"""A provider's question, and the State's answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.forms.fields import LineField, ProseField
from requests_app.models import Need


class QuestionForm(forms.Form):
    """A question about one need, or about the request as a whole."""

    use_required_attribute = False

    need = forms.ChoiceField(required=False, label=_("About"))
    text = ProseField(
        limit=2000,
        required=True,
        label=_("Your question"),
        help_text=_(
            "The State reads who asks. If it answers, every provider reads question and answer without your name."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write the question.")},
    )

    prefix = "question"

    def __init__(self, *args: Any, needs: Iterable[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {str(need.pk): need for need in needs}
        self.fields["need"].choices = [  # type: ignore[attr-defined]
            ("", _("The request as a whole")),
            *((key, f"{need.number}. {need}") for key, need in self.needs.items()),
        ]

    def chosen_need(self) -> Need | None:
        """The need that was chosen, or none for the whole."""
        return self.needs.get(self.cleaned_data["need"])


class ReplyForm(forms.Form):
    """The State's answer, and the question as all providers will read it."""

    use_required_attribute = False

    wording = ProseField(
        limit=2000,
        label=_("The question, as all providers read it"),
        help_text=_("Change what would show who asked."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    reply = ProseField(
        limit=5000,
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class PaperReplyForm(ReplyForm):
    """The same, recorded by an expert from the State's document."""

    document = LineField(label=_("Reference of the State's document"))
