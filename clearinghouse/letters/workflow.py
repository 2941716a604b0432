"""The legal moves of a letter, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clearinghouse.letters import events, notices, permissions
from clearinghouse.letters.enums import LetterStatus
from clearinghouse.workflow.transition import Transition, Workflow, register

SEND = Transition(
    verb="send",
    label=_("Send"),
    sources=frozenset({LetterStatus.DRAFT}),
    target=LetterStatus.SENT,
    check=permissions.check_can_send,
    event=events.LETTER_SENT,
    notice=notices.sent,
)

DISCARD = Transition(
    verb="discard",
    label=_("Discard"),
    sources=frozenset({LetterStatus.DRAFT}),
    target=LetterStatus.DISCARDED,
    check=permissions.check_can_discard,
    event=events.LETTER_DISCARDED,
)

RESTORE = Transition(
    verb="restore",
    label=_("Take up again"),
    sources=frozenset({LetterStatus.DISCARDED}),
    target=LetterStatus.DRAFT,
    check=permissions.check_can_write,
    event=events.LETTER_RESTORED,
)

LETTER_WORKFLOW = register(
    Workflow(
        name="letter",
        model="letters.Letter",
        statuses=tuple(LetterStatus.values),
        initial=LetterStatus.DRAFT,
        transitions=(SEND, DISCARD, RESTORE),
    )
)
