import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clearinghouse.core.db import TimeStamped, one_of, paired
from clearinghouse.reports.enums import BriefingStatus
from clearinghouse.reports.periods import Period


class Briefing(TimeStamped):
    """What the experts tell the Committee about matchmaking, every two months. Figures are counted when it is
    read, until it is presented; then they stand in `figures`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_date = models.DateField(_("first day"))
    last_date = models.DateField(_("last day"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=BriefingStatus.choices,
        default=BriefingStatus.DRAFT,
        editable=False,
    )
    remarks = models.TextField(_("remarks of the experts"), blank=True)
    edition = models.PositiveIntegerField(
        default=0, editable=False, help_text="Rises with every save; guards against stale ones."
    )
    figures = models.JSONField(default=dict, editable=False)
    presented_at = models.DateTimeField(_("presented"), null=True, editable=False)
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["-first_date"]
        constraints = [
            one_of("status", BriefingStatus.values, name="briefing_status_known"),
            paired("presented_at", "presented_by", name="briefing_presented_at_and_by"),
            models.CheckConstraint(
                condition=Q(last_date__gte=F("first_date")), name="briefing_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(status=BriefingStatus.PRESENTED) | Q(presented_at__isnull=False),
                name="briefing_presented_has_time",
            ),
            models.UniqueConstraint(fields=["first_date"], name="briefing_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"{_day(self.first_date)} – {_day(self.last_date)}"

    def get_absolute_url(self) -> str:
        return reverse("admin:reports:briefing", args=[self.pk])

    @property
    def period(self) -> Period:
        """The days that it covers."""
        return Period(self.first_date, self.last_date)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
