"""The words of a kept version, as people read them, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearinghouse.core.templatetags.ui import day_text, language_name
from clearinghouse.parties.selectors import names_by_code
from clearinghouse.reference import vocabulary

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_LABELS: Final = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("What is offered"),
    "language": gettext_lazy("Language of this offer"),
    "areas": gettext_lazy("Areas"),
    "kinds": gettext_lazy("Kinds of assistance"),
    "categories": gettext_lazy("Weapon categories"),
    "delivery_languages": gettext_lazy("Languages of delivery"),
    "everywhere": gettext_lazy("Open to"),
    "m49": gettext_lazy("Regions"),
    "groupings": gettext_lazy("Members of"),
    "states": gettext_lazy("These States"),
    "excluded_states": gettext_lazy("Not these States"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_until": gettext_lazy("Valid until"),
    "conditions": gettext_lazy("Conditions"),
    "capacity": gettext_lazy("Capacity"),
    "source": gettext_lazy("Source"),
}
_VOCABULARY: Final = {"areas": "area", "kinds": "kind", "categories": "category", "m49": "region"}
_PARTIES: Final = ("groupings", "states", "excluded_states")
_DAYS: Final = ("valid_from", "valid_until")
_WORDS: Final = ("title", "description", "conditions", "capacity")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an offer says: the provider's own words, or words of the portal."""

    label: str | _StrPromise
    text: str
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said otherwise now."""

    label: str | _StrPromise
    before: str
    after: str
    is_prose: bool = False


def said(content: Mapping[str, Any]) -> list[Said]:
    """Everything that the version says, in the order of the form."""
    lines = _texts(content)
    return [Said(_LABELS[name], text, name in _WORDS) for name, text in lines.items() if text]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs, in the order of the form."""
    old, new = _texts(before), _texts(after)
    return [
        Change(_LABELS[name], old[name], new[name], name in _WORDS)
        for name in _LABELS
        if old[name] != new[name]
    ]


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    names = names_by_code([code for part in _PARTIES for code in content[part]])
    return {name: _text(name, content[name], names) for name in _LABELS}


def _text(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name == "everywhere":
        return _("All States") if value else _("Only those chosen below")
    if not value:
        return ""
    if name in _VOCABULARY:
        return "; ".join(vocabulary.label(_VOCABULARY[name], code) for code in value)
    if name in _PARTIES:
        return "; ".join(names.get(code, code) for code in value)
    if name in _DAYS:
        return day_text(date.fromisoformat(value))
    if name == "delivery_languages":
        return "; ".join(language_name(code) for code in value)
    return language_name(value) if name == "language" else str(value)
