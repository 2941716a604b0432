import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.core.db import TimeStamped, one_of, paired
from clearinghouse.core.vocabulary import LANGUAGES


class UserManager(BaseUserManager["User"]):
    """Accounts are made by invitation; the command line makes the first administrator."""

    def create_user(
        self, email: str, *, full_name: str = "", password: str | None = None, **fields: object
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: object) -> "User":
        raise NotImplementedError(
            "There are no superusers here. Use `manage.py invite EMAIL --desk administrator`."
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from their groups alone; nobody is a superuser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("name"), max_length=200)
    job_title = models.CharField(_("function"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/New_York")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("works at the desk"), default=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="user_no_superusers"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class Invitation(TimeStamped):
    """The only way in: bound to an address, a party and a role, used once, valid for the hours of the policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    full_name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(max_length=20, choices=[*PartyRole.choices, *DeskRole.choices])
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("role", [*PartyRole.values, *DeskRole.values], name="invitation_role"),
            paired("accepted_at", "accepted_by", name="invitation_accepted_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(role__in=PartyRole.values, party__isnull=False)
                | models.Q(role__in=DeskRole.values, party__isnull=True),
                name="invitation_party_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
