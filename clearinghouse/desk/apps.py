from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin with our site: the desk."""

    default_site = "clearinghouse.desk.site.DeskSite"


class DeskConfig(AppConfig):
    name = "clearinghouse.desk"
    label = "desk"
