"""Figures of the procedure: their defaults here, their present values in the table that the desk edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clearinghouse.reference.models import Policy


@dataclass(frozen=True, slots=True)
class PolicyDefault:
    key: str
    value: int
    unit: str
    description: str
    source: str


DEFAULTS: Final = (
    PolicyDefault(
        "distribute_within_hours",
        168,
        "hours",
        "A request is distributed at the latest this long after receipt, holds not counted.",
        "Procedures of October 2010: within one week of receipt.",
    ),
    PolicyDefault(
        "objection_working_days",
        5,
        "working days",
        "How long the requesting State may object after the acknowledgement, within the week.",
        "Procedures of October 2010: five working days.",
    ),
    PolicyDefault(
        "release_margin_hours",
        12,
        "hours",
        "The objection window ends at least this long before the week does, so that sending is done in time.",
        "Choice of this portal, so that the week can be kept and proved.",
    ),
    PolicyDefault(
        "minimum_window_hours",
        24,
        "hours",
        "What a State keeps of its objection window when the acknowledgement comes late in the week.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "publication_silence_consents",
        0,
        "0 or 1",
        "Whether silence during the objection window counts as consent to publish the summary.",
        "The Committee's pages ask for consent; slides of 2013 describe silence as consent. Default: it does not.",
    ),
    PolicyDefault(
        "second_mail_after_days",
        14,
        "days",
        "When a provider that has not answered a notice gets one second mail.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "contact_check_after_silent",
        3,
        "requests",
        "After this many requests in a row without a sign of life somebody checks the provider's contact.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "consolidated_answer_after_days",
        60,
        "days",
        "How long after distribution the desk suggests one consolidated answer to the requesting State.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "brief_every_months",
        2,
        "months",
        "How often the Committee is briefed on matchmaking.",
        "Procedures of October 2010: every two months.",
    ),
    PolicyDefault(
        "follow_up_after_months",
        12,
        "months",
        "When the requesting State is asked whether its request has been met.",
        "Procedures of October 2010: one year after the date of the request.",
    ),
    PolicyDefault(
        "follow_up_reminder_days",
        30,
        "days",
        "How long after the question of one year the State is asked a second time, and how long after that an expert takes over.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "decline_back_days",
        7,
        "days",
        "How long a State can take back that it declined an offer, while the experts have not looked further.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "feedback_reminder_days",
        30,
        "days",
        "How long after the end of a delivery a side that gave no feedback is asked once more.",
        "Choice of this portal, after resolution 2663 (2022), paragraph 20.",
    ),
    PolicyDefault(
        "feedback_shown_after_days",
        60,
        "days",
        "When one side reads the feedback of the other, although it gave none itself.",
        "Choice of this portal, so that both sides speak freely.",
    ),
    PolicyDefault(
        "offer_confirm_every_months",
        12,
        "months",
        "After this long without confirmation an offer is shown as not recently confirmed.",
        "Choice of this portal, after resolution 2663 (2022), paragraph 18: an updated list of providers.",
    ),
    PolicyDefault(
        "four_eyes",
        1,
        "0 or 1",
        "Whether somebody else than the writer puts the words of a summary to the State.",
        "Choice of this portal: nobody does alone what cannot be undone.",
    ),
    PolicyDefault(
        "attachment_max_megabytes",
        20,
        "megabytes",
        "The largest file that may be attached to a request.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "invitation_valid_hours",
        48,
        "hours",
        "How long an invitation to open an account can be accepted.",
        "Choice of this portal.",
    ),
    PolicyDefault(
        "delivery_lease_minutes",
        5,
        "minutes",
        "How long a worker may hold a message before another asks the mail relay what became of it.",
        "Choice of this portal.",
    ),
)

_BY_KEY: Final = {default.key: default for default in DEFAULTS}


def policy(key: str, using: str = "default") -> int:
    """Return the figure in force: the edited value, or the default. An unknown key raises KeyError.

    Public pages pass `using="public"`.
    """
    default = _BY_KEY[key]
    edited = Policy.objects.using(using).filter(pk=key).values_list("value", flat=True).first()
    return default.value if edited is None else edited
