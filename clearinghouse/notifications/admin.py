"""The desk's view of the mails: read, and ask the relay again. No state is ever edited here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clearinghouse.access.desk import DeskAdmin, DeskInline
from clearinghouse.core.errors import DomainError
from clearinghouse.notifications import selectors, services
from clearinghouse.notifications.enums import Verdict
from clearinghouse.notifications.models import Attempt, Delivery, Heartbeat


class NeedsAPerson(admin.SimpleListFilter):
    """Narrow the list to the mails that do not go out by themselves."""

    title = _("attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("needed", _("Needs a person"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        if self.value() != "needed":
            return queryset
        return queryset.filter(pk__in=selectors.needing_a_person().values("pk"))


class AttemptInline(DeskInline):
    model = Attempt
    fields = ("n", "started_at", "outcome", "relay_code", "relay_queue_id", "ended_at")
    readonly_fields = fields


@admin.register(Delivery)
class DeliveryAdmin(DeskAdmin):
    list_display = ("kind", "reference", "address", "state", "attempt", "next_at", "accepted_at")
    list_filter = (NeedsAPerson, "state", "message__kind")
    list_select_related = ("message",)
    search_fields = ("address", "smtp_message_id", "message__key")
    ordering = ("-message__created_at", "address")
    fields = (
        "kind",
        "reference",
        "written_at",
        "address",
        "name",
        "language",
        "state",
        "attempt",
        "next_at",
        "accepted_at",
        "final_at",
        "final_reason",
        "smtp_message_id",
        "body_sha256",
    )
    readonly_fields = fields
    inlines = (AttemptInline,)
    actions = ("ask_the_relay_and_try_again",)

    @admin.display(description=_("kind"), ordering="message__kind")
    def kind(self, delivery: Delivery) -> str:
        return delivery.message.kind

    @admin.display(description=_("reference"))
    def reference(self, delivery: Delivery) -> str:
        return str(delivery.message.context.get("reference", ""))

    @admin.display(description=_("written"), ordering="message__created_at")
    def written_at(self, delivery: Delivery) -> Any:
        return delivery.message.created_at

    @admin.action(description=_("Ask the relay and try again"))
    def ask_the_relay_and_try_again(
        self, request: HttpRequest, queryset: QuerySet[Delivery]
    ) -> None:
        verdicts = []
        for delivery in queryset:
            try:
                verdicts.append(services.ask_and_retry(delivery, by=request.user))
            except DomainError as refusal:
                messages.warning(request, f"{delivery.address}: {refusal}")
        again = verdicts.count(Verdict.ABSENT)
        found = verdicts.count(Verdict.FOUND)
        if again:
            text = ngettext("%d mail goes out again now.", "%d mails go out again now.", again)
            messages.success(request, text % again)
        if found:
            text = ngettext(
                "The relay has %d mail already; it is not sent again.",
                "The relay has %d mails already; they are not sent again.",
                found,
            )
            messages.info(request, text % found)


@admin.register(Heartbeat)
class HeartbeatAdmin(DeskAdmin):
    list_display = ("name", "last_ok", "detail")
