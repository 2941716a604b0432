"""A name in the six languages, and the one to show."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.vocabulary import LANGUAGE_CODES


def six(record: models.Model, *, prefix: str, language: str | None = None) -> str:
    """Return the record's text in a language (the active one by default), or else in English."""
    code = (language or get_language() or "en").split("-")[0]
    text = getattr(record, f"{prefix}_{code}", "") if code in LANGUAGE_CODES else ""
    return text or getattr(record, f"{prefix}_en")


def name_field(language: str) -> str:
    """Return the name of the column that holds names in this language, to sort and search by."""
    code = (language or "en").split("-")[0]
    return f"name_{code}" if code in LANGUAGE_CODES else "name_en"


class SixNames(models.Model):
    """Names in the six languages; English is compulsory and stands in for what is missing."""

    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return six(self, prefix="name")

    def name_in(self, language: str) -> str:
        return six(self, prefix="name", language=language)
