from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "clearinghouse.reference"
    label = "reference"
    verbose_name = _("Reference data")
    public_models = ("Term", "Policy")

    def ready(self) -> None:
        from clearinghouse.reference import vocabulary

        vocabulary.watch()
