"""Shape of what both sides write about an assistance."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.enums import Verdict
from requests_app.forms.fields import DayField


class ProgressForm(forms.Form):
    """How the delivery goes, and when it should be complete."""

    note = forms.CharField(
        max_length=5000,
        label=_("How it goes"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write a sentence on how it goes.")},
    )
    expected_on = DayField(label=_("Expected to be complete on"))


class FeedbackForm(forms.Form):
    """Was the need met, what helped, what did not, and may it be told."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label=_("Was the need met?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the need was met.")},
    )
    helped = forms.CharField(
        required=False,
        max_length=5000,
        label=_("What helped"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    hindered = forms.CharField(
        required=False,
        max_length=5000,
        label=_("What did not"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    may_be_told = forms.BooleanField(
        required=False,
        label=_("This may be told publicly as a short story"),
        help_text=_("Nothing is published by this tick: you would be asked again, with the words."),
    )
