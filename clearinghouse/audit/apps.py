from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "clearinghouse.audit"
    label = "audit"
    verbose_name = _("History")
    append_only_models = ("AuditEvent",)
