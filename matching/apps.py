from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    label = "matching"
    verbose_name = _("Matching")
    append_only_models = ("MatchNote", "Feedback")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.core.ticks import on_every_tick
        from matching import fits, panels, receivers
        from matching.events import SENTENCES
        from matching.services.feedback import remind_of_feedback

        describe(SENTENCES)
        on_every_tick("feedback on matches", remind_of_feedback)
        panels.register()
        fits.register()
        receivers.connect()
