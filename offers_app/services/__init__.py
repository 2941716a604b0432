"""The verbs of offers. Pages, commands, tasks and ticks call these and nothing else."""

from offers_app.services.confirmation import confirm, confirm_by_link
from offers_app.services.life import (
    EDITABLE,
    PLAIN_FIELDS,
    SET_FIELDS,
    create_draft,
    expire,
    expire_overdue,
    publish,
    renew,
    reopen,
    revise,
    submit,
    take_off,
    withdraw,
)
from offers_app.services.reminders import remind_of_offers

__all__ = [
    "EDITABLE",
    "PLAIN_FIELDS",
    "SET_FIELDS",
    "confirm",
    "confirm_by_link",
    "create_draft",
    "expire",
    "expire_overdue",
    "publish",
    "remind_of_offers",
    "renew",
    "reopen",
    "revise",
    "submit",
    "take_off",
    "withdraw",
]
