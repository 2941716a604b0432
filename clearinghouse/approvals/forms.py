"""Shape of what people type about deputies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.accounts.models import User


class DeputyForm(forms.Form):
    """Who stands in for whom, and when. Only the secretariat chooses the absent person."""

    person = forms.ModelChoiceField(label=_("Who is absent"), queryset=User.objects.none())
    deputy = forms.ModelChoiceField(label=_("Who stands in"), queryset=User.objects.none())
    from_date = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until_date = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("full_name")
        of_desk = people.filter(groups__name__in=DeskRole.values).distinct()
        is_secretariat = has_desk_role(by, DeskRole.SECRETARIAT)
        self.fields["person"].queryset = of_desk if is_secretariat else of_desk.filter(pk=by.pk)  # type: ignore[attr-defined]
        self.fields["person"].initial = by.pk
        self.fields["deputy"].queryset = people.filter(  # type: ignore[attr-defined]
            groups__name__in=[DeskRole.EXPERT, DeskRole.SECRETARIAT]
        ).distinct()
