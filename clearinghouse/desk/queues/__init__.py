"""What is due, as typed queues. A new queue is a QueueKind in one of these files and one line here."""

from typing import Any, Final

from clearinghouse.access.checks import has_desk_role
from clearinghouse.desk.queues import letters, matching, procedure, upkeep
from clearinghouse.desk.queues.kinds import QueueKind

# In the order in which their delays hurt.
QUEUES: Final[tuple[QueueKind, ...]] = (
    procedure.AUTHENTICATE,
    procedure.PAPER,
    procedure.WINDOWS,
    procedure.DISTRIBUTION,
    procedure.HELD,
    procedure.SECOND_PERSON,
    procedure.CONSENT,
    matching.ASKED_ABOUT,
    matching.REVIEW,
    matching.UNMATCHED,
    procedure.ANSWERS,
    procedure.QUESTIONS,
    letters.TO_SEND,
    letters.CONSOLIDATE,
    procedure.FOLLOW_UPS,
    upkeep.MAIL,
    procedure.SILENT,
    matching.UNCONFIRMED,
    upkeep.UNREACHABLE,
    upkeep.CONTACTS,
    upkeep.HOLIDAYS,
    upkeep.INVITATIONS,
)


def kinds_for(user: Any) -> list[QueueKind]:
    """Return the queues that the person's roles read."""
    return [kind for kind in QUEUES if has_desk_role(user, *kind.readers)]


def kind_for(user: Any, *, key: str) -> QueueKind | None:
    """Return one of them, or nothing if there is none of that name for this person."""
    return next((kind for kind in kinds_for(user) if kind.key == key), None)
