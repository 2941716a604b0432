"""The directory at the desk: everybody there reads it, the secretariat keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.desk import DeskAdmin, DeskInline
from clearinghouse.audit.record import record
from clearinghouse.parties import events
from clearinghouse.parties.models import (
    Contact,
    Grouping,
    GroupingMembership,
    Organization,
    Party,
    State,
)
from clearinghouse.parties.publication import publish_parties
from clearinghouse.parties.selectors import providers_without_contact

KEEPERS = (DeskRole.SECRETARIAT,)
NAMES = ("name_ar", "name_zh", "name_en", "name_fr", "name_ru", "name_es")
FORMAL_NAMES = (*(f"formal_{name}" for name in NAMES), "formal_name_ru_genitive")


class ContactInline(DeskInline):
    model = Contact
    editors = KEEPERS
    fields = (
        "kind",
        "name",
        "title",
        "email",
        "phone",
        "language",
        "receives_distribution",
        "is_active",
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a contact is closed, because letters of the past name it


class MembershipInline(DeskInline):
    model = GroupingMembership
    editors = KEEPERS
    fields = ("code", "state", "other_m49_codes", "since", "until")
    autocomplete_fields = ("state",)


class OfPartyInline(DeskInline):
    model = GroupingMembership
    editors = KEEPERS
    fk_name = "state"
    fields = ("grouping", "code", "since", "until")
    autocomplete_fields = ("grouping",)


class Unreachable(admin.SimpleListFilter):
    """Narrow to active providers that nobody can be written to."""

    title = _("attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unreachable", _("Provider without a contact for requests"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Party]) -> QuerySet[Party]:
        if self.value() != "unreachable":
            return queryset
        return queryset.filter(pk__in=providers_without_contact().values("pk"))


class DirectoryAdmin(DeskAdmin):
    """What is saved here is audited, and shows on the public site at once."""

    editors = KEEPERS

    def save_related(
        self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        touched = sorted({*form.changed_data, *(f.prefix for f in formsets if f.has_changed())})
        instance = form.instance
        if touched and isinstance(instance, State | Organization):
            record(
                events.PARTY_CHANGED,
                by=request.user,
                about=Party.objects.get(pk=instance.pk),
                data={"fields": touched},
            )
        elif touched and isinstance(instance, Contact):
            record(
                events.CONTACT_CHANGED,
                by=request.user,
                about=instance,
                case=instance.party,
                data={"fields": touched},
            )
        publish_parties()


class PartyAdmin(DirectoryAdmin):
    search_fields = ("code", *NAMES)
    ordering = ("name_en",)
    list_per_page = 250

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).annotate(contact_count=Count("contacts"))

    @admin.display(description=_("contacts"), ordering="contact_count")
    def contacts(self, party: Any) -> int:
        return int(party.contact_count)


@admin.register(State)
class StateAdmin(PartyAdmin):
    list_display = ("iso3", "name", "region_code", "is_provider", "is_active", "contacts")
    list_filter = (
        Unreachable,
        "is_provider",
        "is_active",
        "region_code",
        "is_observer",
        "is_fictitious",
        "is_demonstration",
    )
    readonly_fields = ("is_fictitious", "is_demonstration")
    fieldsets = (
        (None, {"fields": ("iso3", *NAMES)}),
        (_("Correspondence"), {"fields": ("correspondence_language", *FORMAL_NAMES)}),
        (_("Part in the procedure"), {"fields": ("is_provider", "is_active")}),
        (
            _("Codes and place"),
            {
                "fields": (
                    "iso2",
                    "m49",
                    "region_code",
                    "subregion_code",
                    "intermediate_code",
                    "latitude",
                    "longitude",
                )
            },
        ),
        (
            _("Lists"),
            {
                "fields": (
                    "is_member_state",
                    "is_observer",
                    "is_least_developed",
                    "is_landlocked_developing",
                    "is_small_island_developing",
                    "is_fictitious",
                    "is_demonstration",
                )
            },
        ),
    )
    inlines = (ContactInline, OfPartyInline)


@admin.register(Organization)
class OrganizationAdmin(PartyAdmin):
    list_display = ("code", "name", "organization_kind", "is_provider", "is_active", "contacts")
    list_filter = (
        Unreachable,
        "is_provider",
        "is_active",
        "organization_kind",
        "is_fictitious",
        "is_demonstration",
    )
    readonly_fields = ("is_fictitious", "is_demonstration")
    fieldsets = (
        (None, {"fields": ("code", "acronym", *NAMES, "website")}),
        (_("Correspondence"), {"fields": ("correspondence_language",)}),
        (
            _("Part in the procedure"),
            {"fields": ("organization_kind", "grouping", "is_provider", "is_active")},
        ),
        (_("Lists"), {"fields": ("is_fictitious", "is_demonstration")}),
    )
    inlines = (ContactInline,)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "website":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Grouping)
class GroupingAdmin(DirectoryAdmin):
    list_display = ("code", "name", "as_of", "source")
    search_fields = ("code", *NAMES)
    fields = ("code", *NAMES, "source", "as_of")
    inlines = (MembershipInline,)


@admin.register(Contact)
class ContactAdmin(DirectoryAdmin):
    """All contacts, to find an address or somebody by name."""

    list_display = (
        "name",
        "party",
        "kind",
        "email",
        "language",
        "receives_distribution",
        "is_active",
    )
    list_filter = ("kind", "is_active", "receives_distribution", "language", "is_demonstration")
    list_select_related = ("party",)
    search_fields = ("name", "email", "party__code", "party__name_en")
    readonly_fields = ("party", "is_demonstration", "is_rehearsal")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # contacts are added on the page of their party
