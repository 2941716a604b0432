from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DeskAdminConfig(AdminConfig):
    """Django's admin with our site: the desk."""

    default_site = "clearinghouse.desk.site.DeskSite"


class DeskConfig(AppConfig):
    name = "clearinghouse.desk"
    label = "desk"
    verbose_name = _("The desk")
    append_only_models = ("CaseNote",)

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.desk import parts
        from clearinghouse.desk.events import SENTENCES

        describe(SENTENCES)
        parts.register()
