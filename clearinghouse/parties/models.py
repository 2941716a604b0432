import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from clearinghouse.access.catalogue import PartyPermission
from clearinghouse.core.db import TimeStamped, one_of
from clearinghouse.core.vocabulary import LANGUAGE_CODES, LANGUAGES
from clearinghouse.parties.enums import ContactKind, OrganizationKind, PartyKind
from clearinghouse.reference.loaded import LoadedRow
from clearinghouse.reference.names import SixNames


class Party(SixNames, LoadedRow, TimeStamped):
    """Whoever asks or offers: a State or an organization. Permissions are granted on this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices, editable=False)
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("ISO 3166-1 alpha-3 of a State; the short name of an organization."),
    )
    correspondence_language = models.CharField(
        _("language of correspondence"),
        max_length=2,
        choices=LANGUAGES,
        default="en",
        help_text=_(
            "Letters in the Chair’s name are written to it in this language, "
            "as recorded for the mission or organization."
        ),
    )
    is_provider = models.BooleanField(_("provides assistance"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_fictitious = models.BooleanField(_("fictitious"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name_en"]
        permissions = tuple((each.value, each.label) for each in PartyPermission)
        constraints = [
            one_of("kind", PartyKind.values, name="party_kind_known"),
            one_of("correspondence_language", LANGUAGE_CODES, name="party_language_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Grouping(SixNames, LoadedRow):
    """A circle of States that offers and plans refer to; who belongs to it is dated."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("members as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("grouping")
        verbose_name_plural = _("groupings")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class State(Party):
    """A Member State or an observer State, or a fictitious State of a demonstration."""

    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    iso2 = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    region_code = models.CharField(_("M49 region"), max_length=3)
    subregion_code = models.CharField(_("M49 subregion"), max_length=3)
    intermediate_code = models.CharField(_("M49 intermediate region"), max_length=3, blank=True)
    formal_name_ar = models.CharField(_("formal name in Arabic"), max_length=200, blank=True)
    formal_name_zh = models.CharField(_("formal name in Chinese"), max_length=200, blank=True)
    formal_name_en = models.CharField(_("formal name in English"), max_length=200, blank=True)
    formal_name_fr = models.CharField(
        _("formal name in French"), max_length=200, blank=True, help_text=_("With its article.")
    )
    formal_name_ru = models.CharField(_("formal name in Russian"), max_length=200, blank=True)
    formal_name_es = models.CharField(
        _("formal name in Spanish"), max_length=200, blank=True, help_text=_("With its article.")
    )
    formal_name_ru_genitive = models.CharField(
        _("formal name in Russian, genitive"), max_length=200, blank=True
    )
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    is_member_state = models.BooleanField(_("Member State"), default=True)
    is_observer = models.BooleanField(_("observer State"), default=False)
    is_landlocked_developing = models.BooleanField(_("landlocked developing"), default=False)
    is_least_developed = models.BooleanField(_("least developed"), default=False)
    is_small_island_developing = models.BooleanField(_("small island developing"), default=False)

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_member_state=True, is_observer=True),
                name="state_not_member_and_observer",
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="state_centroid_on_earth",
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        self.kind, self.code = PartyKind.STATE, self.iso3
        super().save(*args, **kwargs)

    @property
    def m49_codes(self) -> tuple[str, ...]:
        """Region, subregion and intermediate region: what an offer's scope may name."""
        codes = (self.region_code, self.subregion_code, self.intermediate_code)
        return tuple(code for code in codes if code)


class Organization(Party):
    """An organization or arrangement that provides, or asks on behalf of its members."""

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    organization_kind = models.CharField(
        _("sort of organization"), max_length=20, choices=OrganizationKind.choices
    )
    grouping = models.ForeignKey(
        Grouping,
        verbose_name=_("members as in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            one_of("organization_kind", OrganizationKind.values, name="organization_kind_known")
        ]

    def save(self, *args, **kwargs) -> None:
        self.kind = PartyKind.ORGANIZATION
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet):
    def at(self, day: date) -> "MembershipQuerySet":
        """Memberships in force on this day; an unknown beginning counts as long ago."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day)
        )


class GroupingMembership(LoadedRow):
    """That a member belongs to a grouping, from one day until another.

    Some bodies have members that are not States of this portal (a territory in CARICOM, a member of
    the African Union that is not a Member State of the United Nations): they have a code and their
    M49 regions, and no State.
    """

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="memberships")
    code = models.CharField(_("member, ISO 3166-1 alpha-3"), max_length=3)
    state = models.ForeignKey(
        State, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    other_m49_codes = ArrayField(
        models.CharField(max_length=3),
        default=list,
        blank=True,
        verbose_name=_("M49 regions of a member that is not a State here"),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["grouping", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["grouping", "code", "since"],
                nulls_distinct=False,
                name="membership_once_per_beginning",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="membership_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.grouping.code}"


class Contact(TimeStamped):
    """Somebody at a party to whom letters and notices go. Never public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=24, choices=ContactKind.choices)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(
        _("language of correspondence"), max_length=2, choices=LANGUAGES, default="en"
    )
    is_active = models.BooleanField(_("active"), default=True)
    receives_distribution = models.BooleanField(
        _("receives requests for assistance"), default=False
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["party", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "email"], name="contact_once_per_party_kind_email"
            ),
            one_of("kind", ContactKind.values, name="contact_kind_known"),
            one_of("language", LANGUAGE_CODES, name="contact_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party})"


class PartyGroupObjectPermission(GroupObjectPermissionBase):
    """That a group of people may do something for a party. Written by `access.grants` only."""

    content_object = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        verbose_name = _("grant")
        verbose_name_plural = _("grants")

    def save(self, *args, **kwargs) -> None:
        if self.permission.codename not in PartyPermission.values:
            raise ValueError(f"{self.permission.codename} is not a permission on a party.")
        super().save(*args, **kwargs)


class PublicParty(SixNames):
    """Public copy: what anybody may know of a State or an organization. Written by publication.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    slug = models.SlugField(max_length=100, unique=True)
    acronym = models.CharField(max_length=40, blank=True)
    organization_kind = models.CharField(max_length=20, blank=True)
    website = models.URLField(blank=True)
    m49 = models.CharField(max_length=3, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    subregion_code = models.CharField(max_length=3, blank=True)
    intermediate_code = models.CharField(max_length=3, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    grouping_codes = ArrayField(models.CharField(max_length=20), default=list)
    is_provider = models.BooleanField(default=False)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("public party")
        verbose_name_plural = _("public parties")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name


class PublicGrouping(SixNames):
    """Public copy: the name of a grouping and the codes of its present members."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True)
    member_codes = ArrayField(models.CharField(max_length=3), default=list)
    as_of = models.DateField(null=True)

    class Meta:
        verbose_name = _("public grouping")
        verbose_name_plural = _("public groupings")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
