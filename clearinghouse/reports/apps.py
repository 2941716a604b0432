from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "clearinghouse.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.core.ticks import on_every_tick
        from clearinghouse.reports.events import SENTENCES
        from clearinghouse.reports.services import draft_due_briefing

        describe(SENTENCES)
        on_every_tick("briefing", draft_due_briefing)
