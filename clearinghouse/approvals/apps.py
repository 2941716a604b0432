from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "clearinghouse.approvals"
    label = "approvals"
    verbose_name = _("Four eyes")

    def ready(self) -> None:
        from clearinghouse.approvals.events import SENTENCES
        from clearinghouse.audit.timeline import describe

        describe(SENTENCES)
