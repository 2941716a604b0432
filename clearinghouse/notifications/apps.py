from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "clearinghouse.notifications"
    label = "notifications"
    verbose_name = _("Mail")
    append_only_models = ("RelayEvent",)
