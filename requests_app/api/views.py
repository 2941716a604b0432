"""The API of requests: the same selectors as the pages, reading only."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import LimitOffsetPagination

from clearinghouse.access.drf import PublicReading, SignedInReading
from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES, LANGUAGES
from requests_app import selectors
from requests_app.api.serializers import (
    NoticeSerializer,
    OwnRequestSerializer,
    PublicSummarySerializer,
)
from requests_app.models import AssistanceRequest, Notice, PublicSummary


class Pages(LimitOffsetPagination):
    default_limit = 50
    max_limit = 200


def _codes(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class PublicSummaryFilter(filters.FilterSet):
    """What consented summaries can be filtered by."""

    area = filters.ChoiceFilter(choices=_codes(AREA_CODES), method="has_code")
    category = filters.ChoiceFilter(choices=_codes(CATEGORY_CODES), method="has_code")
    kind = filters.ChoiceFilter(choices=_codes(KIND_CODES), method="has_code")
    region = filters.CharFilter(field_name="region_codes", method="has_region", max_length=3)
    state = filters.CharFilter(field_name="requester_code", max_length=40)
    language = filters.ChoiceFilter(choices=LANGUAGES)
    year = filters.NumberFilter()

    class Meta:
        model = PublicSummary
        fields: list[str] = []

    _columns = {"area": "areas", "category": "categories", "kind": "kinds"}

    def has_code(
        self, queryset: QuerySet[PublicSummary], name: str, value: str
    ) -> QuerySet[PublicSummary]:
        return queryset.filter(**{f"{self._columns[name]}__contains": [value]})

    def has_region(
        self, queryset: QuerySet[PublicSummary], name: str, value: str
    ) -> QuerySet[PublicSummary]:
        return queryset.filter(region_codes__contains=[value])


@extend_schema(tags=["public"])
class PublicSummaryViewSet(viewsets.ReadOnlyModelViewSet[PublicSummary]):
    """Summaries of requests for assistance that the requester consented to publish."""

    permission_classes = [PublicReading]
    authentication_classes: list[type] = []
    serializer_class = PublicSummarySerializer
    pagination_class = Pages
    filterset_class = PublicSummaryFilter
    queryset = PublicSummary.objects.using("public").order_by(
        "-received_date", "public_id", "language"
    )
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_object(self) -> PublicSummary:
        """The language asked for with ?language=, or else the first of the six in which there is one."""
        versions = self.filter_queryset(self.get_queryset()).filter(
            public_id=self.kwargs["public_id"]
        )
        return get_object_or_404(versions.order_by("language")[:1])


@extend_schema(tags=["own"])
class OwnRequestViewSet(viewsets.ReadOnlyModelViewSet[AssistanceRequest]):
    """Requests of the parties for which the signed-in person acts."""

    permission_classes = [SignedInReading]
    serializer_class = OwnRequestSerializer
    pagination_class = Pages
    filter_backends: list[type] = []
    queryset = AssistanceRequest.objects.none()

    def get_queryset(self) -> QuerySet[AssistanceRequest]:
        return selectors.own(self.request.user).prefetch_related("needs").order_by("-created_at")


@extend_schema(tags=["own"])
class NoticeViewSet(viewsets.ReadOnlyModelViewSet[Notice]):
    """Notices sent to the parties for which the signed-in person answers."""

    permission_classes = [SignedInReading]
    serializer_class = NoticeSerializer
    pagination_class = Pages
    filter_backends: list[type] = []
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet[Notice]:
        return selectors.notices_visible_to(self.request.user)
