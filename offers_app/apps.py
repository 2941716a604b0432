from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "offers_app"
    label = "offers_app"
    verbose_name = _("Offers of assistance")
    public_models = ("PublicOffer", "PublicOfferWithdrawal")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from offers_app.events import SENTENCES

        describe(SENTENCES)
