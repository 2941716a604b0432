from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.desk import DeskAdmin
from clearinghouse.audit.record import record
from clearinghouse.letters import events
from clearinghouse.letters.models import DocumentChoice


@admin.register(DocumentChoice)
class DocumentChoiceAdmin(DeskAdmin):
    """Note verbale or formal letter, for each class of addressees; letters drafted afterwards follow it."""

    editors = (DeskRole.SECRETARIAT,)
    list_display = ("addressee_class", "document_kind")
    readonly_fields = ("addressee_class",)
    ordering = ("addressee_class",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the classes are known; which document each receives is the question

    def save_model(
        self, request: HttpRequest, obj: DocumentChoice, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        data = {"class": obj.addressee_class, "document": obj.document_kind}
        record(events.DOCUMENT_CHOICE_CHANGED, by=request.user, about=obj, data=data)
