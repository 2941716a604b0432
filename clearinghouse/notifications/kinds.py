"""The kinds of mail, and the harmless facts that each may carry. No other fact gets into the outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

Fact = str | int | bool | list[str]

_REFERENCE: Final = re.compile(r"[A-Z]{1,6}(/[0-9A-Z]{1,12}){1,3}")
_PATH: Final = re.compile(r"/(?!/)[A-Za-z0-9._~/?=&%#-]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail: `templates/email/<name>.txt` and `<name>_subject.txt`.

    `carries_secret`: the mail holds a one-time link; its text is wiped once the relay has it.
    `links`: purposes of `links.make`; each mail gets `<purpose>_link`, good for its own delivery only.
    `unsubscribe`: the one among them by which mail programs end such mails themselves (RFC 8058).
    """

    name: str
    needs: frozenset[str]
    may_carry: frozenset[str] = frozenset()
    carries_secret: bool = False
    links: tuple[str, ...] = ()
    unsubscribe: str = ""


def _kind(
    name: str,
    needs: str,
    *,
    may_carry: str = "",
    carries_secret: bool = False,
    links: str = "",
    unsubscribe: str = "",
) -> Kind:
    return Kind(
        name,
        frozenset(needs.split()),
        frozenset(may_carry.split()),
        carries_secret,
        tuple(links.split()),
        unsubscribe,
    )


ACCOUNT: Final = "account"

KINDS: Final = {
    kind.name: kind
    for kind in (
        # To the requesting State.
        _kind("request_receipt", "reference path received_at"),
        _kind(
            "acknowledgement", "reference path distribute_at", may_carry="silence_publishes held"
        ),
        _kind("returned_for_form", "reference path"),
        _kind("revision_receipt", "reference path"),
        _kind("distributed", "reference path count distributed_at"),
        _kind("answer_received", "reference path"),
        _kind("question_asked", "reference path"),
        _kind("match_proposed", "reference path"),
        _kind("match_answer", "reference path"),
        _kind("follow_up_question", "reference path", may_carry="is_second"),
        _kind("summary_for_consent", "reference path"),
        _kind("published", "reference path"),
        _kind("withdrawn", "reference path"),
        # To a provider.
        _kind("distribution_notice", "reference path", links="received not_for_us"),
        _kind("second_notice", "references path"),
        _kind("answer_receipt", "reference path received_at"),
        _kind("question_answered", "reference path"),
        _kind("question_settled", "reference path"),
        _kind("request_revised", "reference path"),
        _kind("match_welcomed", "reference path"),
        _kind("offer_confirm", "references path", may_carry="is_second", links="offer_confirm"),
        _kind("offer_expires", "references path"),
        # To people at the desk.
        _kind("approval_asked", "reference path"),
        # To both sides of a match, and to the experts.
        _kind("feedback_asked", "reference path is_second"),
        _kind("match_question", "reference path"),
        # To either: a letter in the Chair's name waits.
        _kind("letter_sent", "reference path"),
        # To a person.
        _kind("draft_shared", "path"),
        _kind("draft_link", "path"),
        _kind(
            "follow_news",
            "count path",
            may_carry="references",
            links="unfollow",
            unsubscribe="unfollow",
        ),
        _kind(
            "weekly_digest",
            "path received_count distributed_count holds_placed_count holds_released_count yes_count agreed_count"
            " completed_count to_distribute_count holds_ending_count offers_ending_count",
            links="unfollow",
            unsubscribe="unfollow",
        ),
        _kind("invitation", "path expires_at", carries_secret=True),
        _kind(ACCOUNT, "", carries_secret=True),
    )
}


def checked(kind: str, *, facts: Mapping[str, object]) -> dict[str, Fact]:
    """Return the facts as they are stored, or raise ValueError for one that is missing or not harmless.

    `reference` is like AR/2026/0007 and `references` a list of such, `path` and `…_path` are paths of this site,
    `…_at` a moment with its zone, `count` and `…_count` whole numbers, and whatever else the kind may carry is yes or no.
    So no text that a State wrote can reach a mail, whoever calls.
    """
    known = KINDS.get(kind)
    if known is None:
        raise ValueError(
            f"There is no kind of mail called {kind}; declare it in notifications/kinds.py."
        )
    missing = known.needs - facts.keys()
    foreign = facts.keys() - known.needs - known.may_carry
    if missing or foreign:
        raise ValueError(f"{kind}: missing {sorted(missing)}, not allowed {sorted(foreign)}")
    return {name: _harmless(name, value=value) for name, value in facts.items()}


def _harmless(name: str, *, value: object) -> Fact:
    if name.endswith("_at"):
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return moment.isoformat()
    elif name == "count" or name.endswith("_count"):
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    elif name == "references":
        if isinstance(value, list) and value and all(_is(_REFERENCE, each) for each in value):
            return value
    elif name == "reference":
        if isinstance(value, str) and _is(_REFERENCE, value):
            return value
    elif name == "path" or name.endswith("_path"):
        if isinstance(value, str) and _is(_PATH, value):
            return value
    elif isinstance(value, bool):
        return value
    raise ValueError(f"{name}: not a harmless value for a mail")


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
