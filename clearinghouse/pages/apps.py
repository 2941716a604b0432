from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "clearinghouse.pages"
    label = "pages"
