"""Closed lists that requests, offers and matching share. Their labels live in `reference.Term`, where they can be edited."""

from typing import Final

AREA_CODES: Final = ("2L", "2F", "3A", "3AB", "3B", "3C", "3D", "6", "8T", "8D", "RESP", "PLAN")
CATEGORY_CODES: Final = ("nuclear", "chemical", "biological", "delivery")
KIND_CODES: Final = (
    "legislation",
    "expertise",
    "training",
    "equipment",
    "infrastructure",
    "tools",
    "funding",
    "translation",
    "reporting",
)

# The order and the scripts of the United Nations language bar.
LANGUAGES: Final = (
    ("ar", "العربية"),
    ("zh", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
)
LANGUAGE_CODES: Final = tuple(code for code, _ in LANGUAGES)
