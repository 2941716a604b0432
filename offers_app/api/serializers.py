"""Shapes of the API's answers. Fields are named one by one, so that a new column never shows by itself."""

from __future__ import annotations

from rest_framework import serializers

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from offers_app.models import PublicOffer


class PublicOfferSerializer(serializers.ModelSerializer[PublicOffer]):
    """A published offer, as the public site shows it."""

    provider_names = serializers.SerializerMethodField()

    class Meta:
        model = PublicOffer
        fields = [
            "id", "reference", "title", "description", "language", "provider_code", "provider_kind",
            "provider_names", "areas", "categories", "kinds", "delivery_languages", "everywhere", "m49",
            "groupings", "states", "valid_from", "valid_until", "conditions", "capacity", "source",
            "published_at", "last_confirmed_at", "is_demonstration",
        ]  # fmt: skip
        read_only_fields = fields

    def get_provider_names(self, offer: PublicOffer) -> dict[str, str]:
        return {code: getattr(offer, f"provider_name_{code}") for code in LANGUAGE_CODES}
