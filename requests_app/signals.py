"""For apps that this one must not import. Sent after the commit; a sweep repairs what a signal missed."""

from django.dispatch import Signal

# Sent with `request_id`: the needs of a request were submitted, or its status changed what may be matched.
needs_changed = Signal()
