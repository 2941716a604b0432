from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    label = "matching"

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from matching import panels, receivers
        from matching.events import SENTENCES

        describe(SENTENCES)
        panels.register()
        receivers.connect()
