"""Which mail a letter causes. Called inside the transaction that sends it."""

from __future__ import annotations

from clearinghouse.letters.enums import TO_PROVIDERS
from clearinghouse.letters.models import Letter
from clearinghouse.notifications.queue import queue
from clearinghouse.parties.addresses import focal_points, provider_contacts


def sent(letter: Letter) -> None:
    """Tell the addressee's people that a letter waits; of an automatic one its own step tells them."""
    if letter.is_automatic:
        return
    people = provider_contacts if letter.kind in TO_PROVIDERS else focal_points
    queue(
        "letter_sent",
        key=f"letter:{letter.pk}",
        to=people(letter.addressee),
        about=letter.pk,
        context={"reference": letter.reference, "path": letter.get_absolute_url()},
        is_rehearsal=letter.is_rehearsal,
    )
