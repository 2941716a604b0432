from django.db import models
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import one_of
from clearinghouse.reference.enums import TermKind
from clearinghouse.reference.loaded import LoadedRow
from clearinghouse.reference.names import six


class Term(LoadedRow):
    """A word of the vocabulary: its code never changes, its labels are the secretariat's to edit."""

    kind = models.CharField(_("list"), max_length=10, choices=TermKind.choices)
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label_ar = models.CharField(_("label in Arabic"), max_length=200, blank=True)
    label_zh = models.CharField(_("label in Chinese"), max_length=200, blank=True)
    label_en = models.CharField(_("label in English"), max_length=200)
    label_fr = models.CharField(_("label in French"), max_length=200, blank=True)
    label_ru = models.CharField(_("label in Russian"), max_length=200, blank=True)
    label_es = models.CharField(_("label in Spanish"), max_length=200, blank=True)
    help_ar = models.CharField(_("explanation in Arabic"), max_length=400, blank=True)
    help_zh = models.CharField(_("explanation in Chinese"), max_length=400, blank=True)
    help_en = models.CharField(_("explanation in English"), max_length=400, blank=True)
    help_fr = models.CharField(_("explanation in French"), max_length=400, blank=True)
    help_ru = models.CharField(_("explanation in Russian"), max_length=400, blank=True)
    help_es = models.CharField(_("explanation in Spanish"), max_length=400, blank=True)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("vocabulary")
        ordering = ["kind", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="term_kind_and_code_unique"),
            one_of("kind", TermKind.values, name="term_kind_known"),
        ]

    def __str__(self) -> str:
        return six(self, prefix="label")


class Policy(LoadedRow):
    """A figure of the procedure. Its default, with the same key, is in `policies.DEFAULTS`."""

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=40)
    description = models.CharField(_("what it decides"), max_length=300)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} {self.unit}"


class Holiday(LoadedRow):
    """A day on which United Nations Headquarters does not work; weekends are not listed."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
