"""The API of offers: the public copies, reading only."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.pagination import LimitOffsetPagination

from clearinghouse.access.drf import PublicReading
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGES
from offers_app import public_selectors
from offers_app.api.serializers import PublicOfferSerializer
from offers_app.models import PublicOffer


class Pages(LimitOffsetPagination):
    default_limit = 50
    max_limit = 200


def _codes(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class PublicOfferFilter(filters.FilterSet):
    """What published offers can be filtered by."""

    area = filters.ChoiceFilter(choices=_codes(AREA_CODES), method="has_code")
    category = filters.ChoiceFilter(choices=_codes(CATEGORY_CODES), method="has_code")
    kind = filters.ChoiceFilter(choices=_codes(KIND_CODES), method="has_code")
    delivery_language = filters.ChoiceFilter(choices=LANGUAGES, method="has_code")
    provider = filters.CharFilter(field_name="provider_code", max_length=40)

    class Meta:
        model = PublicOffer
        fields: list[str] = []

    _columns = {
        "area": "areas",
        "category": "categories",
        "kind": "kinds",
        "delivery_language": "delivery_languages",
    }

    def has_code(
        self, queryset: QuerySet[PublicOffer], name: str, value: str
    ) -> QuerySet[PublicOffer]:
        return queryset.filter(**{f"{self._columns[name]}__contains": [value]})


@extend_schema(tags=["public"])
class PublicOfferViewSet(viewsets.ReadOnlyModelViewSet[PublicOffer]):
    """Offers of assistance that their providers have published and that have not run out."""

    permission_classes = [PublicReading]
    authentication_classes: list[type] = []
    serializer_class = PublicOfferSerializer
    pagination_class = Pages
    filterset_class = PublicOfferFilter
    queryset = PublicOffer.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[PublicOffer]:
        return public_selectors.published().order_by("-published_at", "id")
