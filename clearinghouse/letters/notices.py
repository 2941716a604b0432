"""Which mail a letter causes. Called inside the transaction that sends it."""

from __future__ import annotations

from clearinghouse.letters.enums import TO_PROVIDERS
from clearinghouse.letters.models import Letter
from clearinghouse.notifications.queue import Recipient, queue
from clearinghouse.parties.addresses import focal_points, provider_contacts


def people_to_tell(letter: Letter) -> list[Recipient]:
    """Whom the mail about a letter reaches; nobody where the addressee has neither contacts nor people here."""
    people = provider_contacts if letter.kind in TO_PROVIDERS else focal_points
    return people(letter.addressee)


def sent(letter: Letter) -> None:
    """Tell the addressee's people that a letter waits; of an automatic one its own step tells them."""
    if letter.is_automatic:
        return
    queue(
        "letter_sent",
        key=f"letter:{letter.pk}",
        to=people_to_tell(letter),
        about=letter.pk,
        context={"reference": letter.reference, "path": letter.get_absolute_url()},
        is_rehearsal=letter.is_rehearsal,
    )
