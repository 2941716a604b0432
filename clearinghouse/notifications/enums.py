"""Closed lists of the outbox and its ledger."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where one mail to one address stands."""

    DUE = "due", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    UNCERTAIN = "uncertain", _("In doubt: the relay is being asked")
    ACCEPTED = "accepted", _("Taken over by the relay")
    DELIVERED = "delivered", _("Delivered")
    REJECTED = "rejected", _("Refused for good")
    CONTACT_NEEDED = "contact_needed", _("Address does not work: a person must help")
    MANUAL_DONE = "manual_done", _("Reached by other means")


# States in which something is still to happen by itself. The partial index names them too.
OPEN_STATES = (DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.UNCERTAIN)
# The relay has the mail, or had it: nothing may be sent again.
TAKEN_STATES = (DeliveryState.ACCEPTED, DeliveryState.DELIVERED)
# A person has to look.
FAILED_STATES = (DeliveryState.REJECTED, DeliveryState.CONTACT_NEEDED)


class Outcome(models.TextChoices):
    """How one attempt ended. Empty while it runs, or when its worker died."""

    ACCEPTED = "accepted", _("Taken over by the relay")
    DEFERRED = "deferred", _("Put off by the relay")
    REFUSED = "refused", _("Refused for good by the relay")
    UNREACHABLE = "unreachable", _("Relay not reachable")
    DOUBT = "doubt", _("No answer after the text was sent")
    NOT_RENDERED = "not_rendered", _("Text could not be made")


class RelayStatus(models.TextChoices):
    """What the relay's log says of a message, in the order in which it can happen."""

    NAMED = "named", _("Seen, not yet taken over")
    TAKEN = "taken", _("In the relay's queue")
    DEFERRED = "deferred", _("Put off by the recipient's server")
    SENT = "sent", _("Handed to the recipient's server")
    BOUNCED = "bounced", _("Refused by the recipient's server")


# Any of these proves that the relay took the message over.
PROOF_OF_TAKING = (
    RelayStatus.TAKEN,
    RelayStatus.DEFERRED,
    RelayStatus.SENT,
    RelayStatus.BOUNCED,
)


class Verdict(models.TextChoices):
    """The relay's answer to: did you take this message?"""

    FOUND = "found", _("The relay took the message")
    ABSENT = "absent", _("The relay did not take the message")
    UNKNOWN = "unknown", _("The relay's log cannot tell yet")
