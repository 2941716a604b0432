from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "clearinghouse.rehearsal"
    label = "rehearsal"
