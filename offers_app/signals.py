"""Sent after the commit, with `offer_id`: for apps that must not be imported here."""

from django.dispatch import Signal

# An offer came into force: it was submitted, published or renewed.
offer_published = Signal()
# An offer in force was edited, confirmed, taken off the site, withdrawn or expired.
offer_changed = Signal()
