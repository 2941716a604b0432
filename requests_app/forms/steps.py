"""Forms of single steps: begin a request, attach a document, hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.enums import AttachmentKind, ShareRole
from requests_app.forms.fields import NewYorkMomentField, ProseField
from requests_app.forms.sections import LANGUAGE_CHOICES


class StartForm(forms.Form):
    """For whom, and in which language. The key makes a second click find the first draft."""

    party: Any = forms.ModelChoiceField(
        queryset=None, label=_("On whose behalf"), empty_label=None, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of the request"),
        choices=LANGUAGE_CHOICES,
        help_text=_("In which you will write. It can be changed later."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """With whom a draft is shared, and in which role."""

    person: Any = forms.ModelChoiceField(
        queryset=None,
        label=_("Colleague"),
        empty_label=None,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose one of your colleagues from the list."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ShareRole.choices,
        initial=ShareRole.WRITER.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]

    def has_colleagues(self) -> bool:
        """Whether there is anybody to choose."""
        return bool(self.fields["person"].queryset.exists())  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A document and what it is. What the file holds is checked by the service."""

    kind = forms.ChoiceField(label=_("What it is"), choices=AttachmentKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (DOCX), PNG or JPEG."),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )


class DraftFormUpload(forms.Form):
    """A filled-in offline form. What it holds is checked when it is read."""

    file = forms.FileField(
        label=_("Filled-in form"),
        help_text=_("The Word file (DOCX) that you downloaded here. Up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )


class NewFormUpload(DraftFormUpload):
    """The same, with the party for which a draft will be made."""

    party: Any = forms.ModelChoiceField(
        queryset=None, label=_("On whose behalf"), empty_label=None, widget=forms.RadioSelect
    )
    field_order = ("party", "file")

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """Why the clocks shall stand still, and until when."""

    reason = ProseField(
        rows=3,
        required=True,
        label=_("Reason"),
        help_text=_("Everybody who may see the request sees it."),
        error_messages={"required": _("Write why the request is held.")},
    )
    until = NewYorkMomentField(
        required=False,
        label=_("Until (New York time)"),
        help_text=_("Empty: until it is released."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until and until <= self.now:
            raise forms.ValidationError(_("This moment has passed. Choose a later one."))
        return until
