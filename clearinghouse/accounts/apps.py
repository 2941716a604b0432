from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "clearinghouse.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from clearinghouse.accounts.events import SENTENCES
        from clearinghouse.audit.timeline import describe

        describe(SENTENCES)
