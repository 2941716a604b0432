"""Questions, progress, feedback, and a refusal that is taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Message
from matching import conversation, selectors, services
from matching.enums import MatchStatus, Side
from matching.models import Feedback, MatchNote
from matching.services.feedback import remind_of_feedback
from requests_app.services import close
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(match, expert):
    return services.put_to_state(match, by=expert)


@pytest.fixture
def agreed(proposed, focal_point, provider_contact):
    services.welcome(proposed, by=focal_point)
    return services.agree(proposed, by=provider_contact)


@pytest.fixture
def completed(agreed, provider_contact):
    services.begin(agreed, by=provider_contact)
    return services.complete(agreed, by=provider_contact)


def addresses(kind):
    messages = Message.objects.filter(kind=kind)
    return sorted(each.address for m in messages for each in m.deliveries.all())


def step(match, verb):
    return reverse("matching:step", args=[match.pk, verb])


def test_a_state_asks_without_deciding(proposed, focal_point, expert):
    services.ask(proposed, by=focal_point, note="Do they teach in French?")
    proposed.refresh_from_db()
    assert proposed.status == MatchStatus.PROPOSED
    assert addresses("match_question") == [expert.email]
    assert [note.text for note in selectors.questions_waiting()] == ["Do they teach in French?"]

    services.reply(proposed, by=expert, note="Yes, and in English.")

    assert addresses("match_answer") == [focal_point.email]
    assert not selectors.questions_waiting().exists()
    services.welcome(proposed, by=focal_point)


def test_the_mails_carry_reference_and_link_only(proposed, focal_point):
    services.ask(proposed, by=focal_point, note="Do they teach in French?")

    context = Message.objects.get(kind="match_question").context
    assert set(context) == {"reference", "path"}


@pytest.mark.parametrize(
    "who", ["drafter", "other_focal_point", "provider_contact", "expert", "nobody"]
)
def test_only_the_states_focal_point_asks(proposed, who, request):
    with pytest.raises(NotAllowed):
        services.ask(proposed, by=request.getfixturevalue(who), note="Why?")


def test_an_answer_needs_a_question_and_a_question_words(proposed, focal_point, expert):
    with pytest.raises(Stale):
        services.reply(proposed, by=expert, note="Yes.")
    with pytest.raises(RuleBroken):
        services.ask(proposed, by=focal_point, note=" ")


def test_the_provider_never_reads_what_the_state_asked(
    proposed, focal_point, provider_contact, expert, sign_in
):
    services.ask(proposed, by=focal_point, note="Are they reliable?")
    services.reply(proposed, by=expert, note="Yes, very.")
    services.welcome(proposed, by=focal_point)

    page = sign_in(provider_contact).get(proposed.get_absolute_url()).content.decode()

    assert "Are they reliable?" not in page
    assert "Yes, very." not in page
    assert (
        "Are they reliable?"
        in sign_in(focal_point).get(proposed.get_absolute_url()).content.decode()
    )


def test_a_refusal_is_taken_back_within_the_week(proposed, focal_point, sign_in):
    services.decline(proposed, by=focal_point, note="No.")
    assert (
        step(proposed, "take_back_decline")
        in sign_in(focal_point).get(proposed.get_absolute_url()).content.decode()
    )

    services.take_back_decline(proposed, by=focal_point)

    assert (proposed.status, proposed.answer_reason, proposed.state_answered_at) == (
        MatchStatus.PROPOSED, "", None,
    )  # fmt: skip


def test_a_refusal_stands_after_a_week(proposed, focal_point):
    services.decline(proposed, by=focal_point, note="No.")

    with clock.shifted(timedelta(days=8)), pytest.raises(RuleBroken) as refusal:
        services.take_back_decline(proposed, by=focal_point)

    assert [each.number for each in refusal.value.details] == ["M-05"]


def test_a_refusal_stands_once_an_expert_looked_further(
    proposed, need, provider, provider_contact, expert, focal_point
):
    services.decline(proposed, by=focal_point, note="No.")
    other = make_match(need, make_offer_record(provider, provider_contact), rank=2)
    services.shortlist(other, by=expert)

    with pytest.raises(RuleBroken):
        services.take_back_decline(proposed, by=focal_point)


def test_what_a_provider_turned_down_is_not_the_states_to_take_back(
    proposed, focal_point, provider_contact
):
    services.welcome(proposed, by=focal_point)
    services.turn_down(proposed, by=provider_contact, note="No capacity.")

    with pytest.raises(RuleBroken):
        services.take_back_decline(proposed, by=focal_point)


def test_both_sides_note_how_it_goes(agreed, focal_point, provider_contact, sign_in):
    day = clock.now().date() + timedelta(days=90)
    services.note_progress(agreed, by=provider_contact, note="Rooms are booked.", expected_on=day)
    services.note_progress(agreed, by=focal_point, note="Visas are ready.")

    talk = conversation.of(agreed, user=focal_point)

    assert [(note.side, note.text) for note in talk.progress] == [
        (Side.PROVIDER, "Rooms are booked."),
        (Side.STATE, "Visas are ready."),
    ]
    assert talk.expected_on == day
    page = sign_in(provider_contact).get(agreed.get_absolute_url()).content.decode()
    assert "Visas are ready." in page


@pytest.mark.parametrize(
    "who", ["expert", "other_focal_point", "other_provider_contact", "drafter"]
)
def test_others_note_nothing(agreed, who, request):
    with pytest.raises(NotAllowed):
        services.note_progress(agreed, by=request.getfixturevalue(who), note="Well.")


def test_progress_is_noted_on_the_page(agreed, provider_contact, sign_in):
    client, address = sign_in(provider_contact), reverse("matching:progress", args=[agreed.pk])

    client.post(address, {"note": "", "expected_on": ""})
    client.post(address, {"note": "Rooms are booked.", "expected_on": "9999-01-01"})
    assert not MatchNote.objects.exists()
    client.post(address, {"note": "Rooms are booked.", "expected_on": "2027-03-01"})

    assert MatchNote.objects.get().text == "Rooms are booked."


def test_expected_day_is_told_in_the_reader_s_language(agreed, provider_contact, sign_in):
    services.note_progress(
        agreed, by=provider_contact, note="Booked.", expected_on=date(2027, 3, 2)
    )
    provider_contact.language = "fr"
    provider_contact.save()

    page = sign_in(provider_contact).get(agreed.get_absolute_url()).content.decode()

    assert "Achèvement prévu le 2 mars 2027" in " ".join(page.split())


def test_both_sides_are_asked_how_it_went_once(completed, focal_point):
    assert addresses("feedback_asked") == sorted([focal_point.email, "requests@aidorg.example"])


def test_whoever_is_silent_is_reminded_once(completed, focal_point):
    services.give_feedback(completed, by=focal_point, verdict="partly_met", helped="The teachers.")
    assert remind_of_feedback() == 0

    with clock.shifted(timedelta(days=31)):
        assert (remind_of_feedback(), remind_of_feedback()) == (1, 0)

    assert addresses("feedback_asked").count("requests@aidorg.example") == 2
    assert addresses("feedback_asked").count(focal_point.email) == 1


@pytest.mark.parametrize(
    ("verdict", "status"), [("met", "met"), ("partly_met", "partly_met"), ("not_met", "open")]
)
def test_the_states_feedback_is_its_word_on_the_need(completed, need, focal_point, verdict, status):
    services.give_feedback(completed, by=focal_point, verdict=verdict)

    need.refresh_from_db()
    assert need.status == status


def test_feedback_after_the_close_leaves_the_outcome(completed, need, focal_point, expert):
    close(need.assistance_request, by=expert, note="Nothing more was heard.")

    services.give_feedback(completed, by=focal_point, verdict="not_met", hindered="No room.")

    need.refresh_from_db()
    assert (need.status, need.outcome) == ("delivering", "lapsed")


def test_the_providers_feedback_moves_no_need(completed, need, provider_contact):
    services.give_feedback(completed, by=provider_contact, verdict="met")

    need.refresh_from_db()
    assert need.status == "delivering"


def test_feedback_is_given_once_and_after_the_end(agreed, focal_point, provider_contact):
    with pytest.raises(Stale):
        services.give_feedback(agreed, by=focal_point, verdict="met")
    services.fail(agreed, by=provider_contact, note="No funds.")
    services.give_feedback(agreed, by=focal_point, verdict="not_met")

    with pytest.raises(Stale):
        services.give_feedback(agreed, by=focal_point, verdict="met")
    assert Feedback.objects.count() == 1


def test_nobody_reads_the_other_side_before_speaking(completed, focal_point, provider_contact):
    services.give_feedback(
        completed, by=provider_contact, verdict="met", hindered="Visas came late."
    )
    assert selectors.feedback_shown(completed, to=Side.STATE) == []
    assert len(selectors.feedback_shown(completed, to=None)) == 1

    with clock.shifted(timedelta(days=61)):
        assert len(selectors.feedback_shown(completed, to=Side.STATE)) == 1
    services.give_feedback(completed, by=focal_point, verdict="met")

    assert len(selectors.feedback_shown(completed, to=Side.STATE)) == 2


def test_feedback_is_asked_on_the_home_and_given_on_its_page(completed, focal_point, sign_in):
    client, address = sign_in(focal_point), reverse("matching:feedback", args=[completed.pk])
    assert address in client.get(reverse("requests:home")).content.decode()

    assert client.post(address, {"helped": "Kept words"}).status_code == 422
    done = client.post(address, {"verdict": "met", "helped": "The teachers."}, follow=True)

    assert "The teachers." in done.content.decode()
    assert address not in client.get(reverse("requests:home")).content.decode()
    assert client.get(address).status_code == 302


def test_a_question_waits_at_the_desk(proposed, focal_point, expert, sign_in):
    services.ask(proposed, by=focal_point, note="Do they teach in French?")

    board = sign_in(expert).get(reverse("admin:index")).content.decode()

    assert reverse("admin:desk_matching:pair", args=[proposed.pk]) in board


def test_an_expert_answers_at_the_desk(proposed, focal_point, expert, sign_in):
    services.ask(proposed, by=focal_point, note="Do they teach in French?")
    client = sign_in(expert)
    page = client.get(reverse("admin:desk_matching:pair", args=[proposed.pk])).content.decode()
    assert "Do they teach in French?" in page

    client.post(reverse("admin:desk_matching:step", args=[proposed.pk, "reply"]), {"note": "Yes."})

    assert proposed.notes.filter(kind="answer").get().text == "Yes."
