"""The complete matrix: every status, verb and person of the cast, for every table of moves.

Who may is written down here a second time, by hand: a new verb has no row and fails until somebody decides.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from clearinghouse.access import SYSTEM
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.letters.models import Letter
from clearinghouse.workflow.advance import may
from clearinghouse.workflow.transition import REGISTRY
from tests.factories import make_paper_request, make_request
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db

CAST = [
    "focal_point", "drafter", "other_focal_point", "provider_contact", "other_provider_contact", "expert", "member",
    "secretariat", "administrator", "nobody", "system",
]  # fmt: skip

STATE, EXPERT, PROVIDER, ITSELF = {"focal_point"}, {"expert"}, {"provider_contact"}, {"system"}
WRITERS = {"expert", "secretariat"}
BY_ITSELF = dict.fromkeys(("answer", "fall_open", "match", "deliver", "fall_to_partly"), ITSELF)
SAID = ("meet", "meet_partly", "drop", "stand_again", "withdraw")
AT_THE_DESK = {
    "send_back": EXPERT,
    "acknowledge": EXPERT | ITSELF,
    "distribute": ITSELF,
    "close": STATE | EXPERT,
}
OF_AN_OFFER = ("submit", "publish", "take-off", "confirm", "renew", "withdraw", "reopen")

WHO: dict[str, dict[str, set[str]]] = {
    "need": BY_ITSELF | dict.fromkeys((*SAID, "set_aside"), STATE),
    "need on paper": BY_ITSELF | dict.fromkeys(SAID, STATE | EXPERT) | {"set_aside": EXPERT},
    "match": {
        **dict.fromkeys(("shortlist", "dismiss", "put_to_state"), EXPERT),
        **dict.fromkeys(("welcome", "decline", "take_back_decline"), STATE),
        **dict.fromkeys(("agree", "turn_down"), PROVIDER),
        **dict.fromkeys(("begin", "complete", "fail"), PROVIDER | EXPERT),
    },
    "request": AT_THE_DESK | dict.fromkeys(("submit", "withdraw"), STATE),
    "request on paper": AT_THE_DESK | {"submit": EXPERT, "withdraw": STATE | EXPERT},
    "offer": dict.fromkeys(OF_AN_OFFER, PROVIDER) | {"expire": ITSELF, "confirm_by_link": ITSELF},
    # The acknowledgement: the system sends what a step causes by itself.
    "letter": {"send": WRITERS | ITSELF, "discard": WRITERS | ITSELF, "restore": WRITERS},
}
# Who may depends on who asked, who wrote or what was asked, so their own tests go through the people.
BESIDE_THEIR_SERVICES: dict[str, set[str]] = {
    "approval": {"approve", "decline", "take_back"},
    "briefing": {"present"},
    "question": {"reply", "reply_to_experts", "decline", "merge", "withhold"},
}
CELLS = [(table, verb) for table, verbs in WHO.items() for verb in verbs]


def workflow_of(table: str) -> Any:
    for app in ("requests_app", "offers_app", "matching", "clearinghouse.letters"):
        import_module(f"{app}.workflow")
    return REGISTRY[table.removesuffix(" on paper")]


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Any]:
    people = {name: request.getfixturevalue(name) for name in CAST if name != "system"}
    return {**people, "system": SYSTEM}


def record_for(table: str, cast: dict[str, Any], arcadia: Any, provider: Any) -> Any:
    """A record of the kind, Arcadia's or the provider's."""
    if table == "offer":
        return make_offer_record(provider, cast["provider_contact"])
    if table.endswith("on paper"):
        request = make_paper_request(cast["expert"], arcadia, authentic=True)
    else:
        request = make_request(cast["focal_point"], arcadia)
    if table.startswith("request"):
        return request
    if table == "letter":
        return Letter.objects.get(case=request.pk)
    need = request.needs.get()
    if table.startswith("need"):
        return need
    return make_match(need, make_offer_record(provider, cast["provider_contact"]))


@pytest.mark.parametrize("table", WHO)
def test_somebody_decided_on_every_verb(table: str) -> None:
    verbs = {transition.verb for transition in workflow_of(table).transitions}

    assert set(WHO[table]) == verbs


def test_no_table_is_without_its_matrix() -> None:
    autodiscover_modules("workflow")

    tables = {table.removesuffix(" on paper") for table in WHO} | set(BESIDE_THEIR_SERVICES)
    assert tables == set(REGISTRY)


@pytest.mark.parametrize("table", BESIDE_THEIR_SERVICES)
def test_a_new_verb_is_noticed_there_too(table: str) -> None:
    autodiscover_modules("workflow")

    assert {each.verb for each in REGISTRY[table].transitions} == BESIDE_THEIR_SERVICES[table]


@pytest.mark.parametrize(("table", "verb"), CELLS, ids=lambda each: each.replace(" ", "-"))
def test_every_status_and_person(
    table: str, verb: str, cast: dict[str, Any], arcadia: Any, provider: Any
) -> None:
    record = record_for(table, cast, arcadia, provider)
    workflow = workflow_of(table)
    transition = workflow.by_verb(verb)

    for status in workflow.statuses:
        record.status = status
        for name, person in cast.items():
            refusal = may(record, transition, person)

            if name not in WHO[table][verb]:
                expected: tuple[type, ...] = (NotAllowed,)
            elif status not in transition.sources:
                expected = (Stale,)
            else:
                expected = (type(None), RuleBroken)
            assert isinstance(refusal, expected), f"{table}: {verb} from {status} by {name}"
