"""What an offer said, version by version."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from offers_app import reading
from offers_app.views.workspace import OneOffer


class Versions(OneOffer, TemplateView):
    """All versions, the newest first, each with the number of its changes."""

    template_name = "offers/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = list(self.offer.versions.select_related("created_by"))
        counts = [len(reading.between(old.content, new.content)) for old, new in pairwise(kept)]
        versions = list(zip(kept, [None, *counts], strict=True)) if kept else []
        return super().get_context_data(versions=versions[::-1], **kwargs)


class Version(OneOffer, TemplateView):
    """One version: what it changed, side by side, and all its words."""

    template_name = "offers/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = {each.number: each for each in self.offer.versions.select_related("created_by")}
        number = self.kwargs["number"]
        if number not in kept:
            raise Http404
        version, before = kept[number], kept.get(number - 1)
        return super().get_context_data(
            version=version,
            before=before,
            has_later=number + 1 in kept,
            changes=reading.between(before.content, version.content) if before else [],
            said=reading.said(version.content),
            **kwargs,
        )
