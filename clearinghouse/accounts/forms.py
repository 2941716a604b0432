"""Shape of what people type about accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import ROLE_SENTENCES, DeskRole, PartyRole
from clearinghouse.accounts.models import User
from clearinghouse.accounts.permissions import may_invite
from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.parties.enums import PartyKind
from clearinghouse.parties.models import Party
from clearinghouse.reference import zones


class TimeZoneField(forms.CharField):
    """A place of the time-zone database, typed or chosen from a list that narrows as one types."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"list": "time-zones", "autocomplete": "off", "dir": "ltr"})

    def clean(self, value: Any) -> str:
        zone = zones.find(super().clean(value))
        if zone is None:
            raise forms.ValidationError(_("Choose a place of the list, such as Africa/Nairobi."))
        return zone


def party_choices() -> list[tuple[Any, Any]]:
    """States and organizations under their headings, in the order of the reader's language."""
    by_kind: dict[str, list[tuple[str, str]]] = {kind: [] for kind in PartyKind.values}
    for party in Party.objects.filter(is_active=True):
        by_kind[party.kind].append((str(party.pk), party.name))
    return [
        ("", _("No party (a role at the desk)")),
        (_("States"), sorted(by_kind[PartyKind.STATE], key=lambda each: each[1])),
        (_("Organizations"), sorted(by_kind[PartyKind.ORGANIZATION], key=lambda each: each[1])),
    ]


class InvitationForm(forms.Form):
    """Whom somebody invites, and as what: only roles into which they may."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    party = forms.ModelChoiceField(
        label=_("State or organization"),
        queryset=Party.objects.filter(is_active=True),
        required=False,
        help_text=_("For the first three roles. Roles at the desk belong to no party."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail and of the pages"), choices=LANGUAGES, initial="en"
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label}. {ROLE_SENTENCES[role]}")
            for role in (*PartyRole, *DeskRole)
            if may_invite(by, role)
        ]
        self.fields["party"].choices = party_choices()  # type: ignore[attr-defined]


class ColleagueForm(forms.Form):
    """A colleague to invite into one of the roles that the person may give."""

    use_required_attribute = False

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)

    def __init__(self, *args: Any, roles: list[PartyRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label}: {ROLE_SENTENCES[role]}") for role in roles
        ]


class AcceptForm(forms.Form):
    """What somebody adds to their invitation to open the account."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text=password_validators_help_text_html,
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("password_again")
        if password and again and password != again:
            self.add_error(
                "password_again", _("The two passwords differ. Type the same one twice.")
            )
        if password:
            person = User(email=self.email, full_name=data.get("full_name", ""))
            try:
                validate_password(password, user=person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class PasswordResetForm(ResetPasswordForm):
    """A link goes to the address that an invitation proved, of a person whose account is open; to no other."""

    def clean_email(self) -> str:
        typed = super().clean_email()
        self.users = list(User.objects.filter(email=typed.lower(), is_active=True))
        # The stored spelling: another one, equal in lower case, can be somebody else's mailbox.
        return self.users[0].email if self.users else typed


class ProfileForm(forms.Form):
    """What a person may change about themselves."""

    full_name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    job_title = forms.CharField(label=_("Function"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        help_text=_("Of the pages behind the sign-in and of mails to you."),
    )
    time_zone = TimeZoneField(
        label=_("Time zone"),
        help_text=_(
            "Moments are shown in this zone beside New York's. Type the name of a city, and choose it from the list."
        ),
    )
