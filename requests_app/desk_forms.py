"""Shape of input at the desk: filters of the list, intake of paper, the small forms on a request's page."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.parties.enums import PartyKind
from clearinghouse.parties.models import Party
from clearinghouse.reference import vocabulary
from requests_app.enums import (
    PAPER_CHANNELS,
    AttachmentKind,
    DistributionWish,
    PublicationWish,
    RequestStatus,
    Urgency,
)
from requests_app.forms.fields import (
    CodesField,
    DayField,
    LanguagesField,
    LineField,
    NewYorkMomentField,
    ProseField,
)
from requests_app.forms.rows import NeedForm
from requests_app.models import AssistanceRequest

# What an expert may have in hand and the mission's own form asks for too; the same names as the model's fields.
CONTENT_FIELDS: Final = (
    "title", "areas", "categories", "situation", "related_plans", "wanted_from", "wanted_until", "urgency", "stages",
    "national_contribution", "limits", "delivery_languages", "other_assistance", "providers_approached",
    "preferred_providers", "excluded_providers", "distribution_wish", "publication_wish",
)  # fmt: skip


def grouped_parties(*, empty: Any, only: Any = None) -> list[tuple[Any, Any]]:
    """Choices of parties: States, then organizations, each sorted in the reader's language."""
    by_kind: dict[str, list[tuple[str, str]]] = {kind: [] for kind in PartyKind.values}
    for party in Party.objects.all() if only is None else only:
        by_kind[party.kind].append((str(party.pk), party.name))
    groups = ((_("States"), PartyKind.STATE), (_("Organizations"), PartyKind.ORGANIZATION))
    return [
        ("", empty),
        *((label, sorted(by_kind[kind], key=lambda each: each[1])) for label, kind in groups),
    ]


class RequestFilterForm(forms.Form):
    """What the list is narrowed to. All of it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=500)
    status = forms.ChoiceField(label=_("Status"), required=False)
    party = forms.ModelChoiceField(
        label=_("Requester"), queryset=Party.objects.none(), required=False
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("latest", _("Latest receipt first")),
            ("oldest", _("Oldest receipt first")),
            ("due", _("Earliest deadline first")),
            ("requester", _("By requester")),
            ("reference", _("By reference")),
        ],
    )

    def __init__(self, *args: Any, requests: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = [("", _("All")), ("open", _("All open")), *RequestStatus.choices]
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("All")), *vocabulary.choices("area")]  # type: ignore[attr-defined]
        parties = Party.objects.filter(pk__in=requests.order_by().values("requester"))
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        self.fields["party"].choices = grouped_parties(empty=_("All"), only=parties)  # type: ignore[attr-defined]


# Where the Committee's people receive documents; the clocks run in New York whatever is chosen.
ZONES: Final = (
    ("America/New_York", pgettext_lazy("time of day in", "New York")),
    ("UTC", "UTC"),
    ("Europe/Zurich", pgettext_lazy("time of day in", "Geneva")),
    ("Europe/Vienna", pgettext_lazy("time of day in", "Vienna")),
    ("Africa/Nairobi", pgettext_lazy("time of day in", "Nairobi")),
    ("Asia/Bangkok", pgettext_lazy("time of day in", "Bangkok")),
    ("America/Santiago", pgettext_lazy("time of day in", "Santiago")),
)


class IntakeForm(forms.Form):
    """A request that came on paper: where it came from first, then what it says."""

    requester = forms.ModelChoiceField(
        label=_("State or organization that asks"), queryset=Party.objects.none()
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=PAPER_CHANNELS)
    channel_reference = LineField(
        label=_("Reference of the note verbale or document"),
        limit=120,
        help_text=_("As printed on it."),
    )
    document_date = DayField(label=_("Date of the document"))
    received_zone = forms.ChoiceField(
        label=_("Received in the time of"), choices=ZONES, required=False, initial=ZONES[0][0]
    )
    received_at = NewYorkMomentField(
        required=False,
        label=_("Received, day and time"),
        help_text=_(
            "The day and time at which the Committee truly received it. The week runs from here, not from today."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language in which it is written"), choices=LANGUAGES, initial="en"
    )
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        help_text=_(
            "PDF, PNG, JPEG or DOCX. Choose it again if this page comes back with something to mend."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx"}),
    )
    ground = LineField(
        label=_("Authentic, because"),
        limit=300,
        help_text=_(
            "What the confirmation rests on, such as: signed and stamped note, confirmed by telephone with the mission. "
            "Needed to submit; a draft can wait for it."
        ),
    )

    title = LineField(
        label=_("Title"), help_text=_("A short name by which everybody will know this request.")
    )
    areas = CodesField(kind="area", explained=False, label=_("Operative paragraphs"))
    categories = CodesField(kind="category", explained=False, label=_("Weapon categories"))
    situation = ProseField(label=_("Present situation and gap"))

    related_plans = ProseField(
        label=_("Related action plan, national report, visit or peer review"), rows=2
    )
    wanted_from = DayField(label=_("Wanted from"))
    wanted_until = DayField(label=_("Needed by"))
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL.value
    )
    stages = ProseField(label=_("Stages"), rows=2)
    national_contribution = ProseField(label=_("National contribution"), rows=2)
    limits = ProseField(label=_("Legal or practical limits"), rows=2)
    delivery_languages = LanguagesField(
        label=_("Languages in which assistance can be received"), choices=LANGUAGES
    )
    other_assistance = ProseField(label=_("Assistance received or under discussion"), rows=2)
    providers_approached = ProseField(label=_("Providers already approached"), rows=2)
    preferred_providers = ProseField(label=_("Preferred providers or regions"), rows=2)
    excluded_providers = forms.ModelMultipleChoiceField(
        label=_("Providers to leave out"),
        queryset=Party.objects.filter(is_provider=True, is_active=True),
        required=False,
        help_text=_("The request will not be sent to them."),
    )
    distribution_wish = forms.ChoiceField(
        label=_("Distribution"),
        choices=DistributionWish.choices,
        initial=DistributionWish.ALL.value,
    )
    publication_wish = forms.ChoiceField(
        label=_("Publication"),
        choices=PublicationWish.choices,
        initial=PublicationWish.SUMMARY.value,
    )

    ORIGIN = (
        "requester",
        "channel",
        "channel_reference",
        "document_date",
        "received_at",
        "received_zone",
        "language",
        "scan",
        "ground",
    )
    SUBJECT = ("title", "areas", "categories", "situation")
    FURTHER = CONTENT_FIELDS[4:]

    def __init__(self, *args: Any, is_submitting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Party.objects.filter(is_active=True)
        self.fields["requester"].queryset = parties  # type: ignore[attr-defined]
        self.fields["requester"].choices = grouped_parties(empty=_("Choose"), only=parties)  # type: ignore[attr-defined]
        self.is_submitting = is_submitting

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        zone = self.cleaned_data.get("received_zone")
        if moment and zone:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        if moment and moment > clock.now():
            raise forms.ValidationError(
                _("This moment has not come yet. Give the time at which the document arrived.")
            )
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        received, document = data.get("received_at"), data.get("document_date")
        if received and document and document > received.date():
            self.add_error(
                "document_date", _("The document is dated after the day on which it was received.")
            )
        if self.is_submitting:
            self._want(
                "ground",
                _("Say what the confirmation rests on, or save the draft without submitting it."),
            )
            self._want(
                "received_at", _("Give the true day and time of receipt; the week runs from there.")
            )
        return data

    def _want(self, name: str, sentence: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def content(self) -> dict[str, Any]:
        """The cleaned values by the names of the model's fields."""
        values = {
            name: self.cleaned_data[name] for name in CONTENT_FIELDS if name != "excluded_providers"
        }
        return values | {"excluded_providers": list(self.cleaned_data["excluded_providers"])}

    def origin(self) -> dict[str, Any]:
        """Where the request came from, as `enter_on_behalf` takes it."""
        names = ("channel", "channel_reference", "document_date", "received_at", "language")
        return {name: self.cleaned_data[name] for name in names}

    def origin_fields(self) -> list[Any]:
        return [self[name] for name in self.ORIGIN]

    def subject_fields(self) -> list[Any]:
        return [self[name] for name in self.SUBJECT]

    def further_fields(self) -> list[Any]:
        return [self[name] for name in self.FURTHER]

    @classmethod
    def as_typed(cls, data: QueryDict | None) -> dict[str, Any]:
        """Posted words as they are, for a page that shows them again without checking them."""
        fields = {} if data is None else cls.base_fields
        return {
            name: data.getlist(name) if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            else data.get(name)
            for name, field in fields.items() if name != "scan" and data is not None
        }  # fmt: skip

    @classmethod
    def initial_of(cls, assistance_request: AssistanceRequest) -> dict[str, Any]:
        """What the form shows of a draft that is continued."""
        names = [
            name
            for name in (*cls.ORIGIN, *CONTENT_FIELDS)
            if name not in {"scan", "ground", "received_zone"}
        ]
        values = {
            name: getattr(assistance_request, name)
            for name in names
            if name != "excluded_providers"
        }
        return values | {"excluded_providers": assistance_request.excluded_providers.all()}


class DeskNeedForm(NeedForm):
    """One need of a paper request; its own codes stay folded away until they differ."""

    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in {"areas", "categories"}]


class AuthenticateForm(forms.Form):
    """An expert's word that the request comes from the State, and what it rests on."""

    ground = forms.CharField(
        label=_("What the confirmation rests on"),
        max_length=300,
        help_text=_(
            "Such as: signed note, stamp known; confirmed by telephone with the mission on 3 March."
        ),
    )


class DeskHoldForm(forms.Form):
    """Why the clocks shall stand still, and until when."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The requester reads it."),
    )
    until = NewYorkMomentField(
        label=_("Until, New York time"), required=False, help_text=_("Empty: until it is released.")
    )


class SummaryForm(forms.Form):
    """The words that may become public, in one language."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = ProseField(
        label=_("Summary"),
        rows=12,
        limit=10_000,
        required=True,
        help_text=_(
            "What is asked for, in words that may be read by anybody. No names, no weaknesses, no places."
        ),
    )


class DeskUploadForm(forms.Form):
    """A document that belongs to a request entered from paper."""

    upload = forms.FileField(label=_("Document"))
    kind = forms.ChoiceField(label=_("Kind"), choices=AttachmentKind.choices)
