"""The offer form. Everything may be empty in a draft; what is written must be readable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clearinghouse.parties.models import Contact, Grouping, Party, State
from clearinghouse.reference import vocabulary
from clearinghouse.reference.names import name_field
from offers_app.models import Offer

LANGUAGE_CHOICES: Final = [
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]


_ROWS: Final = ("groupings", "states", "excluded_states")
_DAYS: Final = ("valid_from", "valid_until")


class _LimitValidator(MaxLengthValidator):
    message = ngettext_lazy(
        "Shorten this to %(limit_value)d character; it has %(show_value)d.",
        "Shorten this to %(limit_value)d characters; it has %(show_value)d.",
        "limit_value",
    )


class WordsField(forms.CharField):
    """Words of the provider; a limit is a sentence, never a browser that cuts what is pasted."""

    def __init__(self, *, limit: int = 200, rows: int = 0, **options: Any) -> None:
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=options.pop("required", False), **options)
        self.validators.append(_LimitValidator(limit))

    def to_python(self, value: Any) -> str:
        # Browsers post line ends as CR LF; the same words must always be the same characters.
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class CodesField(forms.MultipleChoiceField):
    """Vocabulary codes as checkboxes, in the order of the vocabulary, each with its explanation."""

    def __init__(self, *, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(
            required=False, widget=forms.CheckboxSelectMultiple, choices=self._offered, **options
        )

    def _offered(self) -> list[tuple[str, Any]]:
        return [(code, self._words(code, text)) for code, text in vocabulary.choices(self.kind)]

    def _words(self, code: str, text: str) -> Any:
        explanation = vocabulary.help_text(self.kind, code)
        if not explanation:
            return format_html("<span>{}</span>", text)
        return format_html(
            '<span>{}<small class="field-help choice-help">{}</small></span>', text, explanation
        )


class RowsField(forms.ModelMultipleChoiceField):
    """States or groupings as checkboxes, by their names in the language of the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=options.pop("queryset", State.objects.none()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def label_from_instance(self, obj: Model) -> Any:
        return format_html("<span>{}</span>", getattr(obj, "name", obj))


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d %B %Y", "%d.%m.%Y"],
            error_messages={
                "invalid": _("Write the day as year, month and day, such as 2027-03-31.")
            },
            **options,
        )


class ContactField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Contact)
        return " · ".join(filter(None, [obj.name, obj.title, obj.email]))


class StartForm(forms.Form):
    """For whom, in which language, under which title."""

    use_required_attribute = False
    provider = forms.ModelChoiceField(
        label=_("Provider"), queryset=Party.objects.none(), empty_label=None
    )
    language = forms.ChoiceField(
        label=_("Language of this offer"),
        choices=LANGUAGE_CHOICES,
        help_text=_("In which you write. It is shown as you write it."),
    )
    title = WordsField(
        label=_("Title"), help_text=_("A few words by which everybody can name this offer.")
    )
    source = WordsField(
        limit=300,
        required=True,
        label=_("Source"),
        help_text=_("The document, or the address of the page, from which you enter this offer."),
        error_messages={"required": _("Name the document or the page that the words come from.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, providers: QuerySet[Party], is_desk: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["provider"].queryset = providers.order_by(name_field(language))  # type: ignore[attr-defined]
        self.fields["language"].initial = language.split("-")[0]
        if not is_desk:
            del self.fields["source"]
        if not is_desk and len(providers) == 1:
            self.fields["provider"].initial = providers[0]
            self.fields["provider"].widget = forms.HiddenInput()


class OfferForm(forms.Form):
    """The whole offer."""

    use_required_attribute = False
    language = forms.ChoiceField(label=_("Language of this offer"), choices=LANGUAGE_CHOICES)
    title = WordsField(
        label=_("Title"), help_text=_("A few words by which everybody can name this offer.")
    )
    description = WordsField(
        limit=20_000,
        rows=9,
        label=_("What is offered"),
        help_text=_(
            "What you do, how, and what the State gets. Concrete offers are found and used."
        ),
    )
    areas = CodesField(kind="area", label=_("Areas"))
    kinds = CodesField(kind="kind", label=_("Kinds of assistance"))
    categories = CodesField(
        kind="category", label=_("Weapon categories"), help_text=_("None means all.")
    )
    delivery_languages = forms.MultipleChoiceField(
        label=_("Languages of delivery"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which you can train, advise or write."),
    )
    everywhere = forms.TypedChoiceField(
        label=_("Open to"),
        choices=[("all", _("All States")), ("chosen", _("Only those chosen below"))],
        coerce=lambda value: value == "all",
        required=False,
        empty_value=False,  # type: ignore[arg-type]  # any value may stand for none
        widget=forms.RadioSelect,
    )
    m49 = CodesField(
        kind="region",
        label=_("Regions"),
        help_text=_("Regions of the United Nations Statistics Division (M49)."),
    )
    groupings = RowsField(label=_("Members of"))
    states = RowsField(label=_("These States"))
    excluded_states = RowsField(
        label=_("Not these States"),
        help_text=_(
            "They are not told of this offer, whatever else is chosen. Not shown to the public."
        ),
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(
        label=_("Valid until"),
        help_text=_("The last day. Empty means until you say otherwise; we ask you once a year."),
    )
    conditions = WordsField(
        limit=4_000, rows=4, label=_("Conditions"), help_text=_("Shown to the public.")
    )
    capacity = WordsField(
        limit=300,
        label=_("Capacity"),
        help_text=_("Such as: two missions a year. Shown to the public."),
    )
    contact = ContactField(
        label=_("Contact"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Choose a contact"),
        help_text=_("Whom the experts reach. Not shown to the public."),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(offer))
        super().__init__(*args, **kwargs)
        by_name = name_field(get_language() or "en")
        states = State.objects.filter(is_active=True).order_by(by_name)
        if not offer.provider.is_fictitious:
            states = states.filter(is_fictitious=False)
        querysets: Mapping[str, Any] = {
            "states": states,
            "excluded_states": states,
            "groupings": Grouping.objects.order_by(by_name),
            "contact": offer.provider.contacts.filter(is_active=True),
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        for name in ("title", "description", "conditions", "capacity"):
            self.fields[name].widget.attrs |= {"lang": offer.language, "dir": "auto"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error(
                "valid_until", _("The last day comes before the first. Correct one of the two.")
            )
        return cleaned

    def kept(self) -> dict[str, Any]:
        """What can be stored: the values that are valid. The two days are stored together or not at all."""
        self.is_valid()
        values = dict(self.cleaned_data)
        if not values.keys() >= set(_DAYS):
            for name in _DAYS:
                values.pop(name, None)
        return values


def initial_of(offer: Offer) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    plain = {name: getattr(offer, name) for name in OfferForm.base_fields if name not in _ROWS}
    rows = {name: list(getattr(offer, name).values_list("pk", flat=True)) for name in _ROWS}
    scope = "all" if offer.everywhere else "chosen"
    return {**plain, **rows, "everywhere": scope, "contact": offer.contact_id}
