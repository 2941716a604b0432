"""The request form, section by section, after the Committee's assistance template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.parties.enums import PartyKind
from requests_app.enums import DistributionWish, PublicationWish, Urgency
from requests_app.forms.fields import CodesField, DayField, LanguagesField, LineField, ProseField
from requests_app.forms.rows import ContactForm, NeedForm, RowForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGE_CHOICES = [
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]


class SectionForm(forms.Form):
    """One section. Everything may be empty in a draft; what is written must be readable."""

    use_required_attribute = False
    # What is unlikely and yet allowed, by field; shown beside it.
    doubts: Mapping[str, str] = MappingProxyType({})

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, LineField):
                field.widget.attrs |= {"lang": language, "dir": "auto"}
            if isinstance(field, CodesField):
                field.keep(self.get_initial_for_field(field, name) or ())

    def kept(self) -> dict[str, Any]:
        """What can be stored: the values that are valid."""
        return dict(self.cleaned_data)


class RequesterForm(SectionForm):
    language = forms.ChoiceField(
        label=_("Language of this request"),
        choices=LANGUAGE_CHOICES,
        help_text=_("In which you write. Providers see the words as you wrote them."),
    )
    channel_reference = LineField(
        limit=120,
        label=_("Reference of the covering note verbale"),
        help_text=_("Where there is one. A note verbale is not needed: this form is enough."),
    )
    document_date = DayField(label=_("Date of the note verbale"))


class SubjectForm(SectionForm):
    title = LineField(
        label=_("Title"),
        help_text=_("A few words by which everybody can name this request."),
    )
    areas = CodesField(
        kind="area",
        label=_("Operative paragraphs"),
        help_text=_("Which part of resolution 1540 (2004) the request is about. Best one or two."),
    )
    categories = CodesField(
        kind="category",
        label=_("Weapon categories"),
        help_text=_("None means all."),
    )
    situation = ProseField(
        rows=7,
        label=_("Present situation and gap"),
        help_text=_("What exists today and what is missing."),
    )


class PlansForm(SectionForm):
    related_plans = ProseField(
        label=_("Related action plan, national report, visit or peer review"),
        help_text=_(
            "Name the document and the line, such as: voluntary national implementation action plan, "
            "2026, item 12."
        ),
    )


class TimingForm(SectionForm):
    wanted_from = DayField(label=_("Wanted from"))
    wanted_until = DayField(label=_("Needed by"))
    urgency = forms.ChoiceField(
        required=False, label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect
    )
    stages = ProseField(
        label=_("Stages"),
        help_text=_("Where the help should come in steps: which first, and what depends on what."),
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("wanted_from"), self.cleaned_data.get("wanted_until")
        if first and last and last < first:
            self.add_error(
                "wanted_until",
                _("This day is before the one under “Wanted from”. Change one of them."),
            )
        return self.cleaned_data

    def clean_urgency(self) -> str:
        return self.cleaned_data["urgency"] or Urgency.NORMAL.value


class ContributionForm(SectionForm):
    national_contribution = ProseField(
        label=_("National contribution"),
        help_text=_("What the State gives itself: staff, premises, customs clearance, upkeep."),
    )
    limits = ProseField(
        label=_("Legal or practical limits"),
        help_text=_("Such as laws on procurement or data, or how much can be taken up in a year."),
    )
    delivery_languages = LanguagesField(
        choices=LANGUAGE_CHOICES,
        label=_("Languages in which assistance can be received"),
        help_text=_("Training in a language that participants do not speak helps nobody."),
    )


class OtherHelpForm(SectionForm):
    other_assistance = ProseField(
        label=_("Assistance received or under discussion"),
        help_text=_("From whom, for what, and until when; so that nobody offers it twice."),
    )
    providers_approached = ProseField(
        label=_("Providers already approached"),
        help_text=_("For the Committee's experts. Providers do not see it."),
    )


class WishesForm(SectionForm):
    preferred_providers = ProseField(
        rows=3,
        label=_("Preferred providers or regions"),
        help_text=_(
            "For the Committee's experts, who match on the requester's advice. Providers do not see it."
        ),
    )
    excluded_providers: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Providers to leave out"),
        help_text=_(
            "The request is sent to every active provider except those chosen here. Nobody is told "
            "who was left out."
        ),
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["excluded_providers"]
        field.queryset = providers
        by_kind: dict[str, list[tuple[Any, str]]] = {kind: [] for kind in PartyKind.values}
        for party in providers:
            by_kind[party.kind].append((party.pk, party.name))
        field.choices = [
            (label, sorted(by_kind[kind], key=lambda each: each[1]))
            for kind, label in (
                (PartyKind.STATE, _("States")),
                (PartyKind.ORGANIZATION, _("Organizations")),
            )
            if by_kind[kind]
        ]

    def kept(self) -> dict[str, Any]:
        values = super().kept()
        if "excluded_providers" in values:
            values["excluded_providers"] = list(values["excluded_providers"])
        return values


class ConsentForm(SectionForm):
    distribution_wish = forms.ChoiceField(
        label=_("Distribution"),
        choices=DistributionWish.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "After acknowledgement there is a window in which a focal point can send the request at "
            "once or hold it. Silence means that it is sent."
        ),
    )
    publication_wish = forms.ChoiceField(
        label=_("Publication"),
        choices=PublicationWish.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Nothing is published by this choice. An expert writes a summary, and it becomes public "
            "only when a focal point has consented to exactly those words."
        ),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form: its address, its name, its fields and its rows."""

    key: str
    title: str | _StrPromise
    lead: str | _StrPromise
    form: type[SectionForm] | None = None
    rows: type[RowForm] | None = None
    prefix: str = ""
    rows_template: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the model fields that this section asks for."""
        return tuple(self.form.base_fields) if self.form else ()


SECTIONS = (
    Section(
        "requester",
        _("Requester and contacts"),
        _(
            "Contacts are for the Committee and its experts. They are never shown to providers or the public."
        ),
        RequesterForm,
        ContactForm,
        "contacts",
        "requests/contact_rows.html",
    ),
    Section(
        "subject",
        _("Subject"),
        _(
            "One subject for each request draws more offers; write another request for another subject."
        ),
        SubjectForm,
    ),
    Section(
        "needs",
        _("Needs"),
        _("One row for each thing that is needed: providers answer need by need."),
        None,
        NeedForm,
        "needs",
        "requests/need_rows.html",
    ),
    Section(
        "plans",
        _("Related plans"),
        _("A need that comes from a plan is easier to finance and to coordinate."),
        PlansForm,
    ),
    Section(
        "timing", _("Timing"), _("When the help can begin, and by when it is needed."), TimingForm
    ),
    Section(
        "contribution",
        _("National contribution and limits"),
        _("What providers should know before they plan."),
        ContributionForm,
    ),
    Section(
        "other-help",
        _("Other help"),
        _("What others do already, or were asked to do."),
        OtherHelpForm,
    ),
    Section(
        "providers",
        _("Wishes about providers"),
        _("Matching follows the requester's advice."),
        WishesForm,
    ),
    Section(
        "consent",
        _("Distribution and publication"),
        _(
            "Two separate decisions. After submission, a focal point can still hold the request, refuse publication or withdraw."
        ),
        ConsentForm,
    ),
)

# Kept apart from the sections: files are stored as they come, not with the words.
ATTACHMENTS = Section(
    "attachments",
    _("Documents"),
    _(
        "Such as the covering note verbale or the assistance template. They are for the Committee and "
        "its experts and are not sent to providers."
    ),
)


def section_by_key(key: str) -> Section | None:
    """Return the section of that address."""
    return next((section for section in SECTIONS if section.key == key), None)


def section_of(field: str) -> Section | None:
    """Return the section in which a model field, or `needs` or `contacts`, is asked for."""
    return next(
        (each for each in SECTIONS if field in each.fields or (field and field == each.prefix)),
        None,
    )


def after(section: Section) -> Section | None:
    """Return the next section, or nothing after the last."""
    position = SECTIONS.index(section) + 1
    return SECTIONS[position] if position < len(SECTIONS) else None


assert {code for code, _name in LANGUAGE_CHOICES} == {code for code, _name in LANGUAGES}
