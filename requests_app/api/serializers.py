"""Shapes of the API's answers. Fields are named one by one, so that a new column never shows by itself."""

from __future__ import annotations

from rest_framework import serializers

from requests_app.models import AssistanceRequest, Need, Notice, PublicSummary


class PublicSummarySerializer(serializers.ModelSerializer[PublicSummary]):
    """A consented summary in one language, as the public site shows it."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = PublicSummary
        fields = [
            "id", "language", "title", "text", "requester_code", "requester_names", "region_codes", "areas",
            "categories", "kinds", "year", "received_date", "published_at", "is_demonstration",
        ]  # fmt: skip
        read_only_fields = fields


class NeedSerializer(serializers.ModelSerializer[Need]):
    class Meta:
        model = Need
        fields = [
            "number",
            "title",
            "description",
            "areas",
            "categories",
            "kinds",
            "needed_by",
            "status",
        ]
        read_only_fields = fields


class OwnRequestSerializer(serializers.ModelSerializer[AssistanceRequest]):
    """A request of the signed-in person's own party."""

    needs = NeedSerializer(many=True, read_only=True)
    requester = serializers.CharField(source="requester.code", read_only=True)

    class Meta:
        model = AssistanceRequest
        fields = [
            "id", "reference", "requester", "status", "language", "title", "areas", "categories", "received_at",
            "due_at", "acknowledged_at", "window_ends_at", "distributed_at", "needs",
        ]  # fmt: skip
        read_only_fields = fields


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice sent to the signed-in person's party, with the words that stand; which version went out is said."""

    reference = serializers.CharField(source="assistance_request.reference", read_only=True)
    provider = serializers.CharField(source="provider.code", read_only=True)
    content = serializers.JSONField(source="newest_version.content", read_only=True)
    version = serializers.IntegerField(source="newest_version.number", read_only=True)
    version_sent = serializers.IntegerField(source="run.version.number", read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id", "reference", "provider", "kind", "visible_at", "seen_at", "version", "version_sent", "content",
        ]  # fmt: skip
        read_only_fields = fields
