"""What to follow, and how often to hear of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearinghouse.follow.enums import Rhythm
from clearinghouse.follow.models import Follow
from clearinghouse.parties.models import State
from clearinghouse.reference.names import name_field
from offers_app.forms import CodesField, RowsField, WordsField


class FollowForm(forms.Form):
    """Inside a field one of the values is enough; every field in which something is chosen must fit."""

    use_required_attribute = False
    name = WordsField(
        limit=100,
        required=True,
        label=_("Name"),
        help_text=_("For your own list, such as: training at borders in the Caribbean."),
        error_messages={"required": _("Give it a name by which you know it in your list.")},
    )
    areas = CodesField(kind="area", label=_("Areas"), help_text=_("None means any."))
    kinds = CodesField(kind="kind", label=_("Kinds of assistance"), help_text=_("None means any."))
    categories = CodesField(
        kind="category", label=_("Weapon categories"), help_text=_("None means any.")
    )
    regions = CodesField(
        kind="region", label=_("Regions"), help_text=_("None means any, if no State is chosen.")
    )
    states = RowsField(
        label=_("States"), help_text=_("Beside the regions: one of either is enough.")
    )
    rhythm = forms.ChoiceField(
        label=_("Mail"),
        choices=Rhythm.choices,
        initial=Rhythm.DAILY,
        widget=forms.RadioSelect,
        help_text=_("In your own time zone. The mail names references and links, nothing else."),
    )

    def __init__(self, *args: Any, user: Any, follow: Follow | None = None, **kwargs: Any) -> None:
        if follow is not None:
            kwargs.setdefault("initial", _initial_of(follow))
        super().__init__(*args, **kwargs)
        states = State.objects.filter(is_active=True)
        if not user.is_demonstration:
            states = states.filter(is_fictitious=False)
        if follow is not None:
            states = states | State.objects.filter(code__in=follow.states)
        self.fields["states"].queryset = states.order_by(name_field(get_language() or "en"))  # type: ignore[attr-defined]

    def fields_to_keep(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["states"] = sorted(state.code for state in values["states"])
        return values

    def wanted(self) -> Any:
        """The same as something that can be compared with what came, before anything is saved."""
        return SimpleNamespace(**self.fields_to_keep())


def _initial_of(follow: Follow) -> dict[str, Any]:
    plain = {name: getattr(follow, name) for name in FollowForm.base_fields if name != "states"}
    keys = State.objects.filter(code__in=follow.states).values_list("pk", flat=True)
    return {**plain, "states": list(keys)}
