"""The review pages: what they show, what an expert does there, and that others only read."""

import pytest
from django.urls import reverse

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from matching import desk_selectors, services
from matching.enums import MatchStatus
from matching.models import Look, Match, PairNote, Standing
from matching.services import ranking
from requests_app.models import Notice
from requests_app.services import answer
from tests.factories import NEED, make_request
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


def address(name, record):
    return reverse(f"admin:desk_matching:{name}", args=[record.pk])


@pytest.fixture
def second(need, provider, provider_contact):
    offer = make_offer_record(provider, provider_contact, title="Portal monitors on loan")
    return make_match(need, offer, rank=2, score=0.5, confidence="possible")


def test_the_need_shows_what_the_provider_answered_and_its_record(
    match, provider, provider_contact, expert, sign_in
):
    notice = Notice.objects.get(provider=provider)
    rows = [{"need": match.need_id, "verdict": "yes", "text": "In March, in French."}]
    answer(notice, by=provider_contact, answers=rows)

    page = sign_in(expert).get(address("need", match.need)).content.decode()

    assert "In March, in French." in page
    assert "Requests answered: 1 of 1." in page
    assert "mission@arcadia.example" in page


def test_what_was_read_from_the_text_is_marked_and_never_called_asked_for(match, expert, sign_in):
    Match.objects.filter(pk=match.pk).update(
        reasons=[
            {"verdict": "fits", "code": "kinds_shared", "params": {"kinds": ["training", "tools"]}},
            {"verdict": "inferred", "code": "kinds_inferred", "params": {"kinds": ["tools"]}},
        ]
    )

    page = sign_in(expert).get(address("need", match.need)).content.decode()

    assert "Gives the kind of help asked for: Training" in page
    assert "that the text of the need speaks of" in page
    assert "<li data-inferred>" in page


def test_several_are_dismissed_with_one_cause(match, second, expert, sign_in):
    form = {"verb": "dismiss", "choice": "other_kind", "match": [match.pk, second.pk]}

    page = sign_in(expert).post(address("several", match.need), form, follow=True)

    assert "Done for 2 offers." in page.content.decode()
    assert set(Match.objects.values_list("status", "dismissed_cause", "dismissed_reason")) == {
        ("dismissed", "other_kind", "")
    }


def test_one_that_is_refused_does_not_stop_the_others(match, second, expert, sign_in):
    services.put_to_state(second, by=expert)
    form = {"verb": "shortlist", "match": [second.pk, match.pk]}

    page = sign_in(expert).post(address("several", match.need), form, follow=True)

    match.refresh_from_db()
    assert match.status == MatchStatus.SHORTLISTED
    assert "This is not possible any more" in page.content.decode()


@pytest.mark.parametrize("form", [{}, {"verb": "agree"}, {"verb": "shortlist", "match": ["x"]}])
def test_a_form_that_says_nothing_changes_nothing(form, match, expert, sign_in):
    form = {"match": [str(match.pk)], **form}

    sign_in(expert).post(address("several", match.need), form)

    match.refresh_from_db()
    assert match.status == MatchStatus.SUGGESTED


@pytest.mark.parametrize("who", ["member", "secretariat"])
def test_who_only_reads_changes_nothing(who, match, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    before = AuditEvent.objects.count()

    answers = [
        client.post(address("several", match.need), {"verb": "shortlist", "match": [match.pk]}),
        client.post(address("note", match), {"note": "Mine."}),
        client.post(address("put-coalition", match.need.assistance_request), {"match": [match.pk]}),
    ]

    assert [each.status_code for each in answers] == [403, 403, 403]
    assert AuditEvent.objects.count() == before
    assert 'name="note"' not in client.get(address("need", match.need)).content.decode()


def test_a_dismissal_for_another_reason_needs_words(match, expert, sign_in):
    step = reverse("admin:desk_matching:step", args=[match.pk, "dismiss"])

    page = sign_in(expert).post(step, {"choice": "other", "note": ""}, follow=True)

    match.refresh_from_db()
    assert match.status == MatchStatus.SUGGESTED
    assert "Give the reason" in page.content.decode()


def test_a_dismissal_is_taken_back_where_it_stands(match, expert, sign_in):
    services.dismiss(match, by=expert, note="", cause="tried")
    client = sign_in(expert)

    page = client.get(address("need", match.need)).content.decode()
    assert "Take back the dismissal" in page
    assert "It was tried with this requester before" in page

    client.post(reverse("admin:desk_matching:step", args=[match.pk, "shortlist"]))
    match.refresh_from_db()
    assert (match.status, match.dismissed_cause) == (MatchStatus.SHORTLISTED, "")


def test_a_note_is_dated_and_stays_at_the_desk(match, expert, focal_point, sign_in):
    sign_in(expert).post(address("note", match), {"note": "They asked for cash last time."})
    services.put_to_state(match, by=expert)

    history = sign_in(expert).get(address("pair", match)).content.decode()
    state = sign_in(focal_point).get(match.get_absolute_url()).content.decode()

    assert "They asked for cash last time." in history
    assert "They asked for cash last time." not in state
    assert "noted something" not in state


def test_an_empty_note_is_refused(match, expert, sign_in):
    page = sign_in(expert).post(address("note", match), {"note": "  "}, follow=True)

    assert "Write the note first" in page.content.decode()
    assert not PairNote.objects.exists()


def test_the_pair_tells_rankings_decisions_and_reasons(need, offer, expert, sign_in, without_model):
    ranking.rank_need(need.pk)
    match = Match.objects.get(need=need, offer=offer)
    services.dismiss(match, by=expert, note="Law, not equipment.")

    page = sign_in(expert).get(address("pair", match)).content.decode()

    assert "Ranked at place 1" in page
    assert "An offer was dismissed for a need." in page
    assert "Law, not equipment." in page


def test_a_standing_is_kept_only_when_something_changed(need, offer, without_model):
    ranking.rank_need(need.pk)
    ranking.rank_need(need.pk)
    assert Standing.objects.filter(need=need, offer=offer).count() == 1

    Standing.objects.update(weights_version="older")
    ranking.rerank_offer(offer.pk)
    assert Standing.objects.filter(need=need, offer=offer).count() == 2


def test_offers_are_compared_feature_by_feature(match, second, expert, sign_in):
    page = sign_in(expert).get(address("compare", match.need), {"match": [match.pk, second.pk]})

    rows = {str(row.name): row for row in page.context["rows"]}
    assert rows["How sure"].cells == ("Likely (80)", "Possible (50)")
    assert rows["How sure"].differs
    assert not rows["Areas"].differs
    assert rows["Areas"].need == rows["Areas"].cells[0]


def test_one_offer_is_not_compared(match, expert, sign_in):
    page = sign_in(expert).get(
        address("compare", match.need), {"match": [match.pk, "x"]}, follow=True
    )

    assert "Select two or three offers" in page.content.decode()


def test_why_an_offer_stands_low(match, expert, sign_in):
    Match.objects.filter(pk=match.pk).update(features={"kind": 0.1, "subject": 0.9})

    page = sign_in(expert).get(address("why", match.need), {"q": "aid organization"})

    ((_each, sentences),) = page.context["found"]
    assert sentences == [
        "It is listed at place 1: Likely, score 80 of 100.",
        "It gives another kind of help than the need asks for.",
    ]


def test_without_words_the_gates_are_counted(need, offer, expert, sign_in):
    offer.excluded_states.add(need.party.state)

    page = sign_in(expert).get(address("why", need))

    assert page.context["stopped"] == [("The provider leaves out Arcadia.", 1)]


def test_needs_that_are_new_or_changed_come_first(match, expert, sign_in):
    def waits():
        return [each.waits_for for each in desk_selectors.needs_that_wait(expert)]

    assert waits() == [0]

    sign_in(expert).get(address("need", match.need))
    assert waits() == [4]

    services.put_to_state(match, by=expert)
    assert waits() == [2]

    Look.objects.update(looked_at=clock.now().replace(year=2020))
    Match.objects.update(state_answered_at=clock.now(), state_answered_by=expert)
    assert waits() == [1]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "arcadia customs"}, 1), ({"q": "arcadia law"}, 0), ({"waits": "new"}, 1),
     ({"waits": "state"}, 0), ({"q": "阿"}, 0)],
)  # fmt: skip
def test_the_list_is_searched_and_narrowed(query, found, match, expert, sign_in):
    page = sign_in(expert).get(reverse("admin:desk_matching:home"), query)

    assert len(page.context["page"].object_list) == found


@pytest.fixture
def two_needs(focal_point, arcadia, provider):
    law = {**NEED, "title": "Law on controls", "kinds": ["legislation"]}
    return make_request(focal_point, arcadia, at="distributed", needs=[NEED, law])


def test_the_coalition_names_who_answers_what_and_puts_it_to_the_state(
    two_needs, provider, provider_contact, expert, sign_in
):
    first, second = two_needs.needs.order_by("number")
    matches = [
        make_match(need, make_offer_record(provider, provider_contact)) for need in (first, second)
    ]
    client = sign_in(expert)

    page = client.get(address("coalition", two_needs))
    assert page.context["coalition"].providers == ["Aid Organization"]
    assert page.context["coalition"].to_put == matches

    client.post(
        address("put-coalition", two_needs), {"match": [m.pk for m in matches], "note": "Both."}
    )
    assert set(Match.objects.values_list("status", "message_to_state")) == {("proposed", "Both.")}


def test_a_weak_or_ineligible_offer_is_in_no_coalition(match, second, expert):
    Match.objects.filter(pk=match.pk).update(confidence="weak")
    second.offer.excluded_states.add(match.need.party.state)

    needs, candidates = desk_selectors.candidates(match.need.assistance_request)

    assert needs == [match.need]
    assert candidates == []


def test_a_coalition_leaves_out_matches_of_other_requests(match, two_needs, expert, sign_in):
    sign_in(expert).post(address("put-coalition", two_needs), {"match": [match.pk]})

    match.refresh_from_db()
    assert match.status == MatchStatus.SUGGESTED


@pytest.mark.parametrize("name", ["why", "compare", "coalition", "home", "pair"])
def test_no_page_asks_more_for_three_offers_than_for_two(
    name, match, second, provider, provider_contact, expert, sign_in, django_assert_max_num_queries
):
    client = sign_in(expert)

    def count():
        pks = list(Match.objects.values_list("pk", flat=True)[:3])
        where = {"home": reverse("admin:desk_matching:home"), "pair": address("pair", match)}
        where["coalition"] = address("coalition", match.need.assistance_request)
        path = where.get(name) or address(name, match.need)
        with django_assert_max_num_queries(100) as asked:
            assert client.get(path, {"q": "training", "match": pks}).status_code == 200
        return len(asked)

    count()
    before = count()
    make_match(match.need, make_offer_record(provider, provider_contact), rank=3)

    assert count() == before
