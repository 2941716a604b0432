"""What every page shows the same way: status, moments, codes, languages, form fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from clearinghouse.core.vocabulary import LANGUAGES

register = template.Library()

HEADQUARTERS: Final = ZoneInfo("America/New_York")

RIGHT_TO_LEFT: Final = frozenset({"ar"})

# Django's English format is American; the United Nations writes 28 April 2004.
DAY_FORMATS: Final = {"en": "j F Y", "fr": "j F Y", "ar": "j F Y", "zh": "Y年n月j日"}

# What a status means to the reader, by its code; a status that is not here is neutral.
STATUS_TONES: Final = {
    "progress": ("submitted", "acknowledged", "suggested", "shortlisted", "proposed", "welcomed", "agreed",
                 "answered", "matched", "delivering", "being_delivered", "sending", "queued"),
    "good": ("distributed", "published", "completed", "met", "accepted", "authentic", "delivered", "sent", "consented"),
    "attention": ("returned", "partly_met", "held", "partly", "question", "deferred", "in_doubt"),
    "stop": ("withdrawn", "declined", "failed", "expired", "refused", "bounced", "no"),
}  # fmt: skip
_TONES: Final = {code: tone for tone, codes in STATUS_TONES.items() for code in codes}


# --- Status and codes -------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/status_pill.html")
def status_pill(record: Any, field: str = "status") -> dict[str, str]:
    """Show a record's status as text with a shape and a tone."""
    code = str(getattr(record, field))
    display = getattr(record, f"get_{field}_display", None)
    return {"label": str(display()) if display else code, "tone": tone_of(code)}


def tone_of(code: str) -> str:
    """Return neutral, progress, good, attention or stop for a status code."""
    return _TONES.get(str(code), "neutral")


@register.filter
def label(code: str, kind: str) -> str:
    """Show a vocabulary code (`area`, `category`, `kind`, `region`) in words."""
    return _label_function()(kind, code)


@register.filter
def public_label(code: str, kind: str) -> str:
    """Do the same on a public page, which reads through the public role only."""
    return _label_function()(kind, code, using="public")


@register.filter
def public_labels(codes: Iterable[str], kind: str) -> list[str]:
    """Show several codes in words on a public page."""
    return [public_label(code, kind) for code in codes]


@register.filter
def in_short(labels: Iterable[str]) -> list[str]:
    """Cut labels to their first part: `Border controls: detection, customs` is `Border controls` on a card."""
    return [re.split(r"[:;\uff1a\uff1b\u061b]", text, maxsplit=1)[0].strip() for text in labels]


@cache
def _label_function() -> Callable[..., str]:
    # core stands below reference; by name and at first use, so that nothing is imported upwards.
    found: Callable[..., str] = import_string("clearinghouse.reference.vocabulary.label")
    return found


# --- Days and moments -------------------------------------------------------------------------------------------


def day_text(value: date | datetime) -> str:
    """Return `28 April 2004` in the active language; a moment counts as its day in New York."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(HEADQUARTERS)
    day_format = DAY_FORMATS.get(_language())
    return format_date(value, day_format) if day_format else date_format(value, "DATE_FORMAT")


def moment_text(value: datetime, zone: tzinfo | None = None) -> str:
    """Return `28 April 2004, 14:30 New York`, in New York time unless a zone is given."""
    there = value.astimezone(zone or HEADQUARTERS)
    # Translators: a day, a time of day and the city whose time it is.
    return _("%(day)s, %(time)s %(place)s") % {
        "day": day_text(there.replace(tzinfo=None)),
        "time": f"{there:%H:%M}",
        "place": _place(zone or HEADQUARTERS),
    }


@register.filter
def day(value: date | datetime | None) -> str | SafeString:
    """Show a day as a <time> element, or nothing."""
    if not value:
        return ""
    shown = value.astimezone(HEADQUARTERS) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', f"{shown:%Y-%m-%d}", day_text(value))


@register.filter
def moment(value: datetime | None, zone: str = "") -> str | SafeString:
    """Show a moment with its place as a <time> element; `moment:user.time_zone` shows the reader's own time."""
    if not value:
        return ""
    text = moment_text(value, ZoneInfo(zone) if zone else None)
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>', value.isoformat(timespec="seconds"), text
    )


@register.filter
def plain_moment(value: datetime | None) -> str:
    """Show a moment with its place as plain text: for letters and attributes."""
    return moment_text(value) if value else ""


def _place(zone: tzinfo) -> str:
    name = str(zone)
    if name == "America/New_York":
        return pgettext("time of day in", "New York")
    return name.rsplit("/", 1)[-1].replace("_", " ")


# --- Languages --------------------------------------------------------------------------------------------------


@register.filter
def direction(code: str) -> str:
    """Return `rtl` or `ltr` for a language code."""
    return "rtl" if (code or "").split("-")[0] in RIGHT_TO_LEFT else "ltr"


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the language of the page."""
    names = {"ar": _("Arabic"), "zh": _("Chinese"), "en": _("English"), "fr": _("French"), "ru": _("Russian"),
             "es": _("Spanish")}  # fmt: skip
    return names.get((code or "").split("-")[0], code)


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """Choose from texts by language code: the page's language, else English, else whatever there is."""
    return (
        texts.get(_language())
        or texts.get("en")
        or next((text for text in texts.values() if text), "")
    )


@register.filter
def own_name(code: str) -> str:
    """Return the name of a language in its own script."""
    return dict(LANGUAGES).get(code, code)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


# --- Forms, tables, buttons -------------------------------------------------------------------------------------


@register.inclusion_tag("ui/field.html")
def render_field(field: BoundField, note: str = "") -> dict[str, Any]:
    """Show label, help, errors and widget. `note` stands after the label, such as `needed to submit`."""
    widget = field.field.widget
    is_check = getattr(widget, "input_type", "") == "checkbox" and not field.use_fieldset
    doubt = getattr(field.form, "doubts", {}).get(field.name, "")
    return {
        "field": field,
        "note": note,
        "doubt": doubt,
        "is_check": is_check,
        "is_hidden": field.is_hidden,
    }


@register.inclusion_tag("ui/table.html")
def table(
    caption: str, columns: Sequence[Any], rows: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Show rows of cells; ui/table.html says what a row holds."""
    names = [str(column) for column in columns]
    return {
        "caption": caption,
        "columns": names,
        "rows": [{**row, "cells": list(zip(names, row["cells"], strict=True))} for row in rows],
    }


@register.inclusion_tag("ui/button_form.html", takes_context=True)
def button_form(
    context: Mapping[str, Any], action: str, label: str, **options: Any
) -> dict[str, Any]:
    """Show a form with one button; ui/button_form.html lists the options."""
    return {
        "action": action,
        "label": label,
        "csrf_token": context.get("csrf_token", ""),
        **options,
    }


@register.inclusion_tag("ui/confirm.html", takes_context=True)
def confirm(context: Mapping[str, Any], action: str, label: str, **options: Any) -> dict[str, Any]:
    """Show a button that opens a question before it posts; ui/confirm.html lists the options."""
    return {
        "action": action,
        "label": label,
        "csrf_token": context.get("csrf_token", ""),
        **options,
    }
