"""Rows inside a section: numbered needs and contacts. Added, removed and moved by submit buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from requests_app.enums import ContactRole
from requests_app.forms.fields import AddressField, CodesField, DayField, LineField, ProseField

# With all its checkboxes a row posts up to 31 fields, and Django reads a thousand.
ROW_LIMIT = 30


class RowForm(forms.Form):
    """One row. Empty rows are not kept; a row that is already stored carries its id."""

    # What alone does not make a row: the choice that a new row comes with.
    preset: ClassVar[frozenset[str]] = frozenset()

    # What is unlikely and yet allowed, by field; shown beside it.
    doubts: Mapping[str, str] = MappingProxyType({})

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, stored: Mapping[UUID, Mapping[str, Any]], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored
        for name, field in self.fields.items():
            if isinstance(field, LineField):
                field.widget.attrs |= {"lang": language, "dir": "auto"}
            if isinstance(field, CodesField):
                field.keep(code for row in stored.values() for code in row[name])

    def has_content(self) -> bool:
        """Whether anything was written or chosen here."""
        return any(
            self[name].value() for name in self.fields if name != "id" and name not in self.preset
        )

    def kept(self) -> dict[str, Any]:
        """What can be stored: the new value where it is valid, else the one stored before."""
        key = self.cleaned_data.get("id")
        before = self.stored.get(key, {}) if key else {}
        return {
            name: self.cleaned_data[name] if name in self.cleaned_data else before[name]
            for name in self.fields
            if name in self.cleaned_data or name in before
        }


class NeedForm(RowForm):
    title = LineField(
        label=_("What is needed, in one line"),
        help_text=_("Such as: radiation portal monitors for two border crossings."),
    )
    description = ProseField(
        label=_("What, for whom, how many, where"),
        help_text=_(
            "Which agency, how many people or items, in which place, and what is missing today. "
            "Providers can act on figures."
        ),
    )
    result = ProseField(
        rows=3,
        label=_("Result hoped for"),
        help_text=_("What will be possible afterwards that is not possible now."),
    )
    kinds = CodesField(kind="kind", label=_("Kinds of assistance"))
    needed_by = DayField(label=_("Needed by"))
    areas = CodesField(
        kind="area",
        explained=False,
        label=_("Operative paragraphs"),
        help_text=_("Only where they differ from those under “Subject”."),
    )
    categories = CodesField(
        kind="category",
        explained=False,
        label=_("Weapon categories"),
        help_text=_("Only where they differ from those under “Subject”."),
    )

    def has_own_codes(self) -> bool:
        """Whether the part that is closed at first must be open."""
        return any(self[name].value() or self[name].errors for name in ("areas", "categories"))


class ContactForm(RowForm):
    preset = frozenset({"role"})

    role = forms.ChoiceField(
        required=False,
        label=_("Role"),
        choices=ContactRole.choices,
        initial=ContactRole.MISSION.value,
    )
    name = LineField(label=_("Name"))
    title = LineField(label=_("Function and agency"))
    email = AddressField(label=_("E-mail"))
    phone = LineField(label=_("Telephone"), limit=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs |= {"dir": "ltr", "inputmode": "tel"}


class RowFormSet(forms.BaseFormSet):
    """All rows of a section, in their order."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if not self.is_bound and i >= self.initial_form_count():
            # A new row is given its id by the page, so that saving it twice, or in two windows, is told apart.
            kwargs = {"initial": {"id": uuid4()}} | kwargs
        # Django would not read a new row that looks like an untouched one; here every row is read.
        return super()._construct_form(i, **(kwargs | {"empty_permitted": False}))  # type: ignore[misc]

    def rows(self, *, stored_ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """What can be stored. Rows without an id take, in order, the stored ids that no row names.

        So a row that was saved by itself while the person goes on writing is not stored twice; the
        edition makes sure that the stored rows are those that this very page saved last.
        """
        kept = self.typed()
        named = {row.get("id") for row in kept}
        free = iter([pk for pk in stored_ids if pk not in named])
        for row in kept:
            if not row.get("id"):
                row["id"] = next(free, None)
        return [{key: row[key] for key in row if key != "id" or row["id"]} for row in kept]

    def typed(self) -> list[dict[str, Any]]:
        """Every row with something in it, as far as it can be read."""
        return [form.kept() for form in self.forms if form.has_content()]

    def broken_rows(self) -> list[Any]:
        """The rows with something to mend."""
        return [form for form in self.forms if form.errors]

    def may_grow(self) -> bool:
        """Whether another row fits."""
        return self.total_form_count() < ROW_LIMIT


def row_formset(
    form: type[RowForm],
    *,
    prefix: str,
    stored: Sequence[Mapping[str, Any]],
    language: str,
    data: QueryDict | None = None,
    extra: int = 0,
) -> RowFormSet:
    """Return the rows as stored, or as typed where there is `data`."""
    factory = forms.formset_factory(
        form, formset=RowFormSet, extra=extra, max_num=ROW_LIMIT, absolute_max=10 * ROW_LIMIT
    )
    formset: Any = factory(
        data,
        prefix=prefix,
        initial=None if data is not None else [dict(row) for row in stored],
        form_kwargs={"language": language, "stored": {row["id"]: row for row in stored}},
    )
    return formset  # type: ignore[no-any-return]


_MOVES = {"up": -1, "down": 1}


def reordered(data: QueryDict, *, prefix: str) -> QueryDict:
    """Return what was posted with its rows as the pressed button wants: `row=add`, `remove:2`, `up:3`, `down:0`.

    Works on the raw words, so that a row that cannot be read yet moves with the others.
    """
    verb, _colon, which = data.get("row", "").partition(":")
    count = _row_count(data, prefix)
    if verb == "add" and f"{prefix}-TOTAL_FORMS" in data:
        grown = data.copy()
        grown[f"{prefix}-TOTAL_FORMS"] = str(count + 1)
        return grown
    if not which.isdigit() or not 0 <= int(which) < count:
        return data
    order, index = list(range(count)), int(which)
    if verb == "remove":
        order.pop(index)
    elif verb in _MOVES and 0 <= index + _MOVES[verb] < count:
        other = index + _MOVES[verb]
        order[index], order[other] = order[other], order[index]
    return _renumbered(data, prefix=prefix, order=order)


def _renumbered(data: QueryDict, *, prefix: str, order: Sequence[int]) -> QueryDict:
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    result = QueryDict(mutable=True)
    by_row: dict[int, dict[str, list[Any]]] = {}
    for name, values in data.lists():
        found = pattern.fullmatch(name)
        if found:
            by_row.setdefault(int(found[1]), {})[found[2]] = values
        else:
            result.setlist(name, values)
    for new, old in enumerate(order):
        for name, values in by_row.get(old, {}).items():
            result.setlist(f"{prefix}-{new}-{name}", values)
    result[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    return result


def _row_count(data: QueryDict, prefix: str) -> int:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(total), 10 * ROW_LIMIT) if total.isdigit() else 0
