"""For apps that this one must not import. Sent after the commit, but for what says otherwise; a sweep repairs what was missed."""

from django.dispatch import Signal

# Sent with `request_id`: the needs of a request were submitted, or its status changed what may be matched.
needs_changed = Signal()

# Sent with `need_id`, inside the transaction in which the State said that a need stands open again: whoever
# knows of help that is under way for it brings its status to where that help stands.
need_stands_again = Signal()

# Sent with `subject` (a key) and `by`: somebody opened the page of this record at the desk.
opened_at_desk = Signal()
