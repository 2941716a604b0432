"""Shape of input for letters: what the list is narrowed to, the words of a draft, its language and form."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.letters.enums import DocumentKind, LetterKind, LetterStatus
from clearinghouse.letters.models import Letter
from clearinghouse.letters.texts import TABLE

_EMPTY_LINE: Final = re.compile(r"\n\s*\n")
_PARAGRAPH: Final = re.compile(r"paragraph_(\d{1,2})")
_ALL: Final = ("", pgettext_lazy("letters", "All"))


class LetterFilterForm(forms.Form):
    """What the list is narrowed to. All of it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[_ALL, *LetterStatus.choices]
    )
    kind = forms.ChoiceField(label=_("Letter"), required=False, choices=[_ALL, *LetterKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[_ALL, *LANGUAGES])


class WordsForm(forms.Form):
    """The words of a draft: a field for each paragraph, and an empty one for one more.

    An emptied paragraph goes; an empty line inside a field makes two paragraphs of it. The table of answers
    stays where it stands.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    salutation = forms.CharField(label=_("Salutation"), max_length=200, required=False)
    closing = forms.CharField(label=_("Closing"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        initial = {
            "edition": letter.edition,
            "subject": letter.subject,
            "salutation": letter.salutation,
            "closing": letter.closing,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        # A draft that grew shorter meanwhile still shows every paragraph that was typed.
        typed = [int(found[1]) for name in self.data if (found := _PARAGRAPH.fullmatch(name))]
        further = max(1, max(typed, default=0) - len(letter.paragraphs))
        self.texts = [*letter.paragraphs, *[""] * further]
        if letter.document_kind == DocumentKind.NOTE_VERBALE:
            del self.fields["salutation"]
        for number, text in enumerate(self.texts, start=1):
            if text == TABLE:
                continue
            self.fields[f"paragraph_{number}"] = forms.CharField(
                label=_("Paragraph %(number)s") % {"number": number},
                required=False,
                initial=text,
                strip=False,
                widget=forms.Textarea(attrs={"rows": max(2, min(8, len(text) // 70 + 1))}),
            )
        self.fields[f"paragraph_{len(self.texts)}"].label = _("One more paragraph")
        for field in self.fields.values():
            attrs = field.widget.attrs
            attrs.update(lang=letter.language, dir="rtl" if letter.language == "ar" else "ltr")
            attrs.pop("maxlength", None)

    def rows(self) -> list[Any]:
        """The fields of the paragraphs in their order; None where the table stands."""
        return [
            None if text == TABLE else self[f"paragraph_{number}"]
            for number, text in enumerate(self.texts, start=1)
        ]

    def words(self) -> dict[str, Any]:
        """What was typed, as `services.change_words` takes it."""
        paragraphs: list[str] = []
        for number, text in enumerate(self.texts, start=1):
            typed = TABLE if text == TABLE else self.cleaned_data[f"paragraph_{number}"]
            paragraphs += _EMPTY_LINE.split(typed.replace("\r\n", "\n").strip())
        return {
            "edition": self.cleaned_data["edition"],
            "subject": self.cleaned_data["subject"],
            "salutation": self.cleaned_data.get("salutation", ""),
            "paragraphs": paragraphs,
            "closing": self.cleaned_data["closing"],
        }


class FormOfLetterForm(forms.Form):
    """Language and document of a draft."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    document_kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices)
