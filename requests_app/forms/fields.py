"""Form fields that never lose what was typed: limits are sentences, not a browser that cuts the text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clearinghouse.core.clock import NEW_YORK
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES
from clearinghouse.reference import vocabulary

LINE_LIMIT = 200
PROSE_LIMIT = 20_000
CODES = {"area": AREA_CODES, "category": CATEGORY_CODES, "kind": KIND_CODES}


# What is read must be what is stored and hashed; direction is the browser's business.
DIRECTION_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class _LimitValidator(MaxLengthValidator):
    message = ngettext_lazy(
        "Shorten this to %(limit_value)d character; it has %(show_value)d.",
        "Shorten this to %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    )


class LineField(forms.CharField):
    """One line of words, optional in a draft."""

    def __init__(self, *, limit: int = LINE_LIMIT, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        # Not max_length: the browser would cut what is pasted without a word.
        self.validators.append(_LimitValidator(limit))

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").translate(DIRECTION_OVERRIDES)


class ProseField(LineField):
    """Several lines of words."""

    def __init__(self, *, rows: int = 5, limit: int = PROSE_LIMIT, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(limit=limit, **options)

    def to_python(self, value: Any) -> str:
        # Browsers post line ends as CR LF; the same words must always be the same characters.
        return (super().to_python(value) or "").replace("\r\n", "\n")


class AddressField(forms.EmailField):
    """An e-mail address, optional in a draft."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(max_length=None, **options)
        self.widget.attrs["dir"] = "ltr"
        self.validators.append(_LimitValidator(254))


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d %B %Y", "%d.%m.%Y"])
        options.setdefault(
            "error_messages",
            {"invalid": _("Write the day as year, month and day, such as 2027-03-31.")},
        )
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Check the year of this day."))
        return day


class NewYorkMomentField(forms.DateTimeField):
    """A day and a time of day in New York, where the Committee's clocks run."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        options.setdefault("widget", widget)
        options.setdefault(
            "error_messages",
            {"invalid": _("Write the day and the time, such as 2027-03-31 17:00.")},
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(NEW_YORK) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        # Django reads it in the server's zone; the words beside the field say New York.
        return moment.replace(tzinfo=NEW_YORK) if moment else None


class CodesField(forms.MultipleChoiceField):
    """Vocabulary codes as labelled checkboxes, each with its explanation where `explained`."""

    def __init__(self, *, kind: str, explained: bool = True, **options: Any) -> None:
        options.setdefault("required", False)
        self.kind, self.explained = kind, explained
        super().__init__(widget=forms.CheckboxSelectMultiple, choices=self._offered, **options)

    def keep(self, codes: Iterable[str]) -> None:
        """Offer these codes too: chosen earlier, even if new forms do not offer them any more."""
        offered = self._offered()
        present = {code for code, _label in offered}
        self.choices = offered + [
            (code, self._words(code, vocabulary.label(self.kind, code)))
            for code in codes
            if code not in present and code in CODES[self.kind]
        ]

    def _offered(self) -> list[tuple[str, str | SafeString]]:
        pairs = vocabulary.choices(self.kind) or [(code, code) for code in CODES[self.kind]]
        return [(code, self._words(code, text)) for code, text in pairs]

    def _words(self, code: str, text: str) -> str | SafeString:
        explanation = vocabulary.help_text(self.kind, code) if self.explained else ""
        if not explanation:
            return format_html("<span>{}</span>", text)
        return format_html(
            '<span>{}<small class="field-help choice-help">{}</small></span>', text, explanation
        )


class LanguagesField(forms.MultipleChoiceField):
    """Languages among the six, as checkboxes; their names come from the caller."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)
