from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "clearinghouse.accounts"
    label = "accounts"

    def ready(self) -> None:
        from clearinghouse.accounts.events import SENTENCES
        from clearinghouse.audit.timeline import describe

        describe(SENTENCES)
