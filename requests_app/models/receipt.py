import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicSigningKey(models.Model):
    """A public key with which receipts are or were signed. Kept for ever, so that old receipts can be checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.CharField(max_length=16, unique=True, help_text="Beginning of its SHA-256.")
    public_key = models.CharField(max_length=64, unique=True, help_text="Ed25519, in base64.")
    first_used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key of receipts")
        verbose_name_plural = _("keys of receipts")
        ordering = ["first_used_at"]

    def __str__(self) -> str:
        return self.key_id
