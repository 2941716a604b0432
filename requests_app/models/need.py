from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, code_array, one_of, paired, subset_of
from clearinghouse.core.vocabulary import (
    AREA_CODES,
    CATEGORY_CODES,
    KIND_CODES,
    LANGUAGE_CODES,
    LANGUAGES,
)
from clearinghouse.parties.models import Party
from requests_app.enums import NeedOrigin, NeedStatus, Outcome
from requests_app.models.request import AssistanceRequest


class Need(TimeStamped):
    """One thing that is needed. Matching works on needs, whatever their source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(max_length=20, choices=NeedOrigin.choices, default=NeedOrigin.REQUEST)
    assistance_request = models.ForeignKey(
        AssistanceRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="needs"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="needs", help_text="Whose need it is."
    )
    revision_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        help_text="In a working copy: the need whose words this one replaces.",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("what is needed, in one line"), max_length=200, blank=True)
    description = models.TextField(_("what, for whom, how many, where"), blank=True)
    result = models.TextField(_("result hoped for"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    areas = code_array(verbose_name=_("operative paragraphs"))
    categories = code_array(verbose_name=_("weapon categories"))
    kinds = code_array(verbose_name=_("kinds of assistance"))
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=NeedStatus.choices, default=NeedStatus.OPEN
    )

    said_at = models.DateTimeField(
        _("last word of the State"),
        null=True,
        editable=False,
        help_text="When the State last said how the need stands, or an expert recorded it.",
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    partly_met_at = models.DateTimeField(
        _("partly met since"),
        null=True,
        editable=False,
        help_text="Kept while more help is matched, so that a failed match falls back to it.",
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["assistance_request", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assistance_request", "number"],
                name="need_number_once_per_request",
                deferrable=models.Deferrable.DEFERRED,
            ),
            one_of("status", NeedStatus.values, name="need_status_known"),
            paired("said_at", "said_by", name="need_said_at_and_by"),
            one_of("outcome", ["", *Outcome.values], name="need_outcome_known"),
            models.CheckConstraint(
                condition=~Q(status="partly_met") | Q(partly_met_at__isnull=False),
                name="need_partly_met_has_moment",
            ),
            one_of("origin", NeedOrigin.values, name="need_origin_known"),
            models.CheckConstraint(
                condition=Q(origin="request", assistance_request__isnull=False)
                | (~Q(origin="request") & Q(assistance_request__isnull=True)),
                name="need_has_its_origin",
            ),
            subset_of("areas", AREA_CODES, name="need_areas_known"),
            subset_of("categories", CATEGORY_CODES, name="need_categories_known"),
            subset_of("kinds", KIND_CODES, name="need_kinds_known"),
            one_of("language", LANGUAGE_CODES, name="need_language_known"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Need %(number)s") % {"number": self.number})
