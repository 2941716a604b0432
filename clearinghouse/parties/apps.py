from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "clearinghouse.parties"
    label = "parties"
    verbose_name = _("States and organizations")
    public_models = ("PublicParty", "PublicGrouping")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.parties.events import SENTENCES

        describe(SENTENCES)
