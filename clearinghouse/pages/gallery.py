"""Something for every component to show. Nothing here comes from the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator


class SpecimenForm(forms.Form):
    """One field of each sort, with and without help and errors."""

    title = forms.CharField(
        label="Title", help_text="One line that a provider understands by itself.", max_length=80
    )
    text = forms.CharField(label="What is needed", widget=forms.Textarea(attrs={"rows": 4}))
    by = forms.DateField(
        label="Needed by", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    area = forms.ChoiceField(
        label="Area", choices=[("3C", "Border controls"), ("3D", "Export controls")]
    )
    kinds = forms.MultipleChoiceField(
        label="Kind of assistance",
        help_text="Choose all that fit.",
        choices=[("training", "Training"), ("equipment", "Equipment"), ("expertise", "Expertise")],
        widget=forms.CheckboxSelectMultiple,
    )
    consents = forms.BooleanField(
        label="We consent to these words", help_text="You can withdraw this at any time."
    )
    scan = forms.FileField(label="Scan of the note verbale", required=False)


def specimens() -> dict[str, Any]:
    """Return what pages/gallery.html shows."""
    received = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    due = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)
    wrong = SpecimenForm({"title": "", "text": "Six mobile detectors", "area": "3C"})
    return {
        "wrong": wrong,
        "tones": [("Draft", "neutral"), ("Submitted", "progress"), ("Distributed", "good"), ("Returned", "attention"),
                  ("Withdrawn", "stop")],
        "trail": [("Requests", "/en/requests/"), ("AR/2026/0007", "")],
        "steps": [
            {"label": "Requester", "href": "#", "state": "done", "is_current": False},
            {"label": "Subject", "href": "#", "state": "missing", "is_current": False},
            {"label": "Needs", "href": "#", "state": "", "is_current": True},
            {"label": "Consent", "href": "#", "state": "", "is_current": False},
        ],
        "columns": ["Reference", "Subject", "Received", "State of things"],
        "rows": [
            {"href": "#", "cells": ["AR/2026/0007", "Detection at two border posts", "2 March 2026", "Distributed"]},
            {"href": "#", "cells": ["AR/2026/0006", "Review of the criminal code", "27 February 2026", "Submitted"]},
        ],
        "clock_lines": [
            {"label": "Received", "at": received},
            {"label": "One week", "text": "+ 168 h"},
            {"label": "Held by a Committee member", "text": "+ 24 h", "note": "For discussion in the working group"},
            {"label": "Goes out at the latest", "at": due, "kind": "sum"},
        ],
        "due_at": due,
        "now": received,
        "events": [
            {"at": received, "sentence": "The request was submitted.", "by": "A. Person", "note": ""},
            {"at": due, "sentence": "The request was distributed to 41 providers.", "by": "", "note": "No objection."},
        ],
        "facts": [("Requester", "A State"), ("Area", "Border controls"), ("Region", "Central Asia"), ("Empty", "")],
        "chips": ["Border controls", "Training", "Nuclear"],
        "links": [("What you can do", "#1"), ("Your signature", "#2")],
        "page": Paginator(range(50), 10).page(2),
        "arabic": "تطلب الدولة المساعدة في مراقبة الحدود.",
        "hidden": {"version": 3},
    }  # fmt: skip
