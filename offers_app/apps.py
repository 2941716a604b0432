from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "offers_app"
    label = "offers_app"
    verbose_name = _("Offers of assistance")
    public_models = ("PublicOffer", "PublicOfferWithdrawal")
    append_only_models = ("OfferVersion", "OfferReminder")

    def ready(self) -> None:
        from clearinghouse.audit.timeline import describe
        from clearinghouse.core.ticks import on_every_tick
        from clearinghouse.notifications import links
        from offers_app.events import SENTENCES
        from offers_app.services import remind_of_offers

        describe(SENTENCES)
        links.declare("offer_confirm", at="offers:link-confirm")
        on_every_tick("mails about offers", remind_of_offers)
