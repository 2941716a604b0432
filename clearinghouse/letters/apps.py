from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "clearinghouse.letters"
    label = "letters"
    verbose_name = _("Letters")
    append_only_models = ("LetterFile",)

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.letters.events import SENTENCES

        describe(SENTENCES)
