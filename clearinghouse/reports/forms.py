"""Shape of what experts write about a briefing, and of the days in an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clearinghouse.reports.models import Briefing


class RemarksForm(forms.ModelForm):
    """The experts' own words; paragraphs are parted by an empty line."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Briefing
        fields = ("remarks",)
        widgets = {"remarks": forms.Textarea(attrs={"rows": 12, "dir": "auto"})}
        help_texts = {
            "remarks": _(
                "What the figures do not say. They stand before the figures in the document."
            )
        }


class DaysForm(forms.Form):
    """First and last day of the cases behind a figure."""

    first = forms.DateField()
    last = forms.DateField()
