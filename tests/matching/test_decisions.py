import pytest

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Message
from matching import services
from matching.enums import MatchStatus
from matching.workflow import MATCH_WORKFLOW
from offers_app.enums import OfferStatus
from offers_app.models import Offer
from requests_app.enums import RequestStatus
from requests_app.models import AssistanceRequest
from requests_app.services import withdraw

pytestmark = pytest.mark.django_db


def kinds_of_mail(match):
    return list(Message.objects.filter(kind__startswith="match_").values_list("kind", flat=True))


def end(assistance_request, status, *, by):
    """The request as it stands once it ended that way."""
    if status == RequestStatus.WITHDRAWN:
        withdraw(assistance_request, by=by, note="Not needed.")
    else:
        AssistanceRequest.objects.filter(pk=assistance_request.pk).update(status=status)


@pytest.fixture
def proposed(match, expert):
    return services.put_to_state(match, by=expert, note="They have worked with your neighbours.")


@pytest.fixture
def welcomed(proposed, focal_point):
    return services.welcome(proposed, by=focal_point)


def test_the_whole_way_from_suggestion_to_completion(match, expert, focal_point, provider_contact):
    services.shortlist(match, by=expert)
    services.put_to_state(match, by=expert, note="A good one.")
    services.welcome(match, by=focal_point)
    services.agree(match, by=provider_contact)
    services.begin(match, by=provider_contact)
    services.complete(match, by=expert)

    assert match.status == MatchStatus.COMPLETED
    assert list(AuditEvent.objects.filter(about_id=match.pk).values_list("event", flat=True)) == [
        "MATCH_SHORTLISTED",
        "MATCH_PUT_TO_STATE",
        "MATCH_WELCOMED",
        "MATCH_AGREED",
        "MATCH_BEGUN",
        "MATCH_COMPLETED",
    ]


def test_putting_to_the_state_tells_the_state_and_not_the_provider(proposed, focal_point):
    (message,) = Message.objects.filter(kind__startswith="match_")

    assert message.kind == "match_proposed"
    assert message.context == {
        "reference": proposed.need.assistance_request.reference,
        "path": f"/workspace/matches/{proposed.pk}/",
    }
    assert [d.address for d in message.deliveries.all()] == [focal_point.email]
    assert proposed.message_to_state == "They have worked with your neighbours."


def test_welcoming_tells_the_provider(welcomed, provider):
    message = Message.objects.get(kind="match_welcomed")

    assert {d.address for d in message.deliveries.all()} == {"requests@aidorg.example"}
    assert message.context["path"] == f"/workspace/matches/{welcomed.pk}/"


def test_declining_needs_a_reason_and_tells_no_provider(proposed, focal_point):
    with pytest.raises(RuleBroken):
        services.decline(proposed, by=focal_point, note="  ")

    services.decline(proposed, by=focal_point, note="We look for help in French.")

    assert (proposed.status, proposed.answer_reason) == (
        MatchStatus.DECLINED,
        "We look for help in French.",
    )
    assert kinds_of_mail(proposed) == ["match_proposed"]


def test_a_dismissal_needs_a_reason_and_can_be_taken_back(match, expert):
    with pytest.raises(RuleBroken):
        services.dismiss(match, by=expert, note="")

    services.dismiss(match, by=expert, note="Law, not equipment.")
    assert (match.status, match.dismissed_reason) == (MatchStatus.DISMISSED, "Law, not equipment.")

    services.shortlist(match, by=expert)
    assert (match.status, match.dismissed_reason) == (MatchStatus.SHORTLISTED, "")


@pytest.mark.parametrize("verb", ["shortlist", "dismiss", "put_to_state"])
@pytest.mark.parametrize(
    "who", ["focal_point", "provider_contact", "member", "secretariat", "administrator", "nobody"]
)
def test_only_experts_review(match, verb, who, request):
    with pytest.raises(NotAllowed):
        getattr(services, verb)(match, by=request.getfixturevalue(who), note="Because.")


@pytest.mark.parametrize("verb", ["welcome", "decline"])
@pytest.mark.parametrize(
    "who", ["drafter", "other_focal_point", "provider_contact", "expert", "nobody"]
)
def test_only_the_states_focal_point_answers_for_it(proposed, verb, who, request):
    with pytest.raises(NotAllowed):
        getattr(services, verb)(proposed, by=request.getfixturevalue(who), note="Because.")


@pytest.mark.parametrize("verb", ["agree", "turn_down"])
@pytest.mark.parametrize("who", ["focal_point", "other_provider_contact", "expert", "nobody"])
def test_only_the_providers_contact_answers_for_it(welcomed, verb, who, request):
    with pytest.raises(NotAllowed):
        getattr(services, verb)(welcomed, by=request.getfixturevalue(who), note="Because.")


def test_a_second_click_is_refused(proposed, expert, focal_point):
    with pytest.raises(Stale):
        services.put_to_state(proposed, by=expert)
    services.welcome(proposed, by=focal_point)
    with pytest.raises(Stale):
        services.decline(proposed, by=focal_point, note="Changed our mind.")
    assert kinds_of_mail(proposed) == ["match_proposed", "match_welcomed"]


@pytest.mark.parametrize(
    "change", [{"everywhere": False}, {"status": OfferStatus.WITHDRAWN}], ids=["scope", "withdrawn"]
)
def test_an_offer_that_lapsed_is_not_put_to_the_state(match, expert, change):
    if change.get("status"):
        change = {**change, "withdrawn_at": clock.now(), "withdrawn_by": expert}
    Offer.objects.filter(pk=match.offer_id).update(**change)

    with pytest.raises(RuleBroken) as refusal:
        services.put_to_state(match, by=expert)

    assert [each.number for each in refusal.value.details] == ["M-03"]


def test_nothing_is_put_to_a_state_that_withdrew(match, expert, focal_point):
    withdraw(match.need.assistance_request, by=focal_point, note="Not needed.")
    match.refresh_from_db()

    with pytest.raises(RuleBroken) as refusal:
        services.put_to_state(match, by=expert)

    assert [each.number for each in refusal.value.details] == ["M-01", "M-02"]


@pytest.mark.parametrize("ended", [RequestStatus.WITHDRAWN, RequestStatus.CLOSED])
@pytest.mark.parametrize("verb", ["agree", "begin"])
def test_no_provider_goes_on_with_a_request_that_ended(
    welcomed, focal_point, provider_contact, verb, ended
):
    if verb == "begin":
        services.agree(welcomed, by=provider_contact)
    end(welcomed.need.assistance_request, ended, by=focal_point)

    with pytest.raises(RuleBroken) as refusal:
        getattr(services, verb)(welcomed, by=provider_contact)

    assert [each.number for each in refusal.value.details] == ["M-04"]


@pytest.mark.parametrize("verb", ["turn_down", "fail"])
def test_a_match_of_a_withdrawn_request_can_still_be_ended(
    welcomed, focal_point, provider_contact, verb
):
    if verb == "fail":
        services.agree(welcomed, by=provider_contact)
    withdraw(welcomed.need.assistance_request, by=focal_point, note="Not needed.")

    getattr(services, verb)(welcomed, by=provider_contact, note="The State withdrew.")

    assert welcomed.status in {MatchStatus.DECLINED, MatchStatus.FAILED}


def test_a_state_does_not_welcome_an_offer_that_was_withdrawn(proposed, focal_point, expert):
    Offer.objects.filter(pk=proposed.offer_id).update(
        status=OfferStatus.WITHDRAWN, withdrawn_at=clock.now(), withdrawn_by=expert
    )

    with pytest.raises(RuleBroken) as refusal:
        services.welcome(proposed, by=focal_point)

    assert [each.number for each in refusal.value.details] == ["M-03"]
    assert kinds_of_mail(proposed) == ["match_proposed"]


def test_every_status_but_the_first_is_somebodys_step():
    reached = {transition.target for transition in MATCH_WORKFLOW.transitions}

    assert reached == set(MatchStatus.values) - {MatchStatus.SUGGESTED}
