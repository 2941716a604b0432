"""Writing a request in the workspace, as a browser without scripts does, and saved by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.audit.record import record as write_audit
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from requests_app import services
from requests_app.enums import RequestStatus
from requests_app.events import REQUEST_RETURNED
from requests_app.forms import SECTIONS
from requests_app.models import AssistanceRequest
from tests.browser_forms import read, typed_in
from tests.factories import make_draft, make_organization, make_paper_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return make_draft(focal_point, arcadia)


@pytest.fixture
def empty_draft(focal_point: Any, arcadia: Any) -> AssistanceRequest:
    return services.create_draft(party=arcadia, by=focal_point)


def section_of(record: AssistanceRequest, key: str) -> str:
    return reverse("requests:edit", args=[record.pk, key])


def autosave_of(record: AssistanceRequest, key: str) -> str:
    return reverse("requests:autosave", args=[record.pk, key])


def post(client: Any, address: str, *, press: str = "go=stay", **changes: Any) -> Any:
    """Open the page, change some fields, press a button; follow to where it leads."""
    typed = typed_in(client.get(address), action=address)
    name, _equals, value = press.partition("=")
    return client.post(address, typed | changes | {name: value}, follow=True)


# --- Begin ------------------------------------------------------------------------------------------------------


def test_begin_leads_to_the_first_section(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    response = post(sign_in(focal_point), reverse("requests:new"), language="fr")

    draft = AssistanceRequest.objects.get()
    assert (draft.requester, draft.language, draft.status) == (arcadia, "fr", RequestStatus.DRAFT)
    assert response.redirect_chain == [(section_of(draft, "requester"), 302)]


def test_begin_clicked_twice_makes_one_draft(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    client = sign_in(focal_point)
    typed = typed_in(client.get(reverse("requests:new")))

    first, second = (client.post(reverse("requests:new"), typed) for _click in range(2))

    assert first["Location"] == second["Location"]
    assert AssistanceRequest.objects.count() == 1


def test_begin_for_a_foreign_party_is_not_offered(
    sign_in: Any, focal_point: Any, borduria: Any
) -> None:
    client = sign_in(focal_point)
    typed = typed_in(client.get(reverse("requests:new")))

    response = client.post(reverse("requests:new"), typed | {"party": str(borduria.pk)})

    assert response.status_code == 200
    assert not AssistanceRequest.objects.exists()


def test_regional_organization_asks_for_its_members(sign_in: Any) -> None:
    community = make_organization("COMM", "Community of States")
    writer = make_user("focal@community.example", PartyRole.FOCAL_POINT, community)

    response = post(sign_in(writer), reverse("requests:new"))

    assert response.status_code == 200
    assert AssistanceRequest.objects.get().requester == community


@pytest.mark.parametrize("person", ["provider_contact", "expert", "nobody"])
def test_begin_is_for_those_who_write_requests(
    person: str, sign_in: Any, request: pytest.FixtureRequest
) -> None:
    assert sign_in(request.getfixturevalue(person)).get(reverse("requests:new")).status_code == 403


# --- Sections ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [section.key for section in SECTIONS])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_sections_open_and_save_what_they_show(
    key: str, language: str, sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    type(focal_point).objects.filter(pk=focal_point.pk).update(language=language)
    before = AssistanceRequest.objects.values().get(pk=draft.pk)

    response = post(sign_in(focal_point), section_of(draft, key))

    assert response.status_code == 200
    after = AssistanceRequest.objects.values().get(pk=draft.pk)
    ignored = {"edition", "updated_at", "saved_at", "saved_by"}
    assert {k: v for k, v in after.items() if k not in ignored} == {
        k: v for k, v in before.items() if k not in ignored
    }
    assert draft.needs.count() == draft.contacts.count() == 1


def test_unknown_section(sign_in: Any, focal_point: Any, draft: AssistanceRequest) -> None:
    assert sign_in(focal_point).get(section_of(draft, "surprise")).status_code == 404


def test_continue_goes_to_the_next_section_and_last_to_documents(
    sign_in: Any, drafter: Any, draft: AssistanceRequest
) -> None:
    client = sign_in(drafter)

    here = post(client, section_of(draft, "subject"), press="go=next").redirect_chain[0][0]
    last = post(client, section_of(draft, "consent"), press="go=next").redirect_chain[0][0]

    assert here == section_of(draft, "needs")
    assert last == reverse("requests:attachments", args=[draft.pk])


def test_draft_is_saved_without_mandatory_fields(
    sign_in: Any, focal_point: Any, empty_draft: AssistanceRequest
) -> None:
    client = sign_in(focal_point)

    for section in SECTIONS:
        assert (
            post(client, section_of(empty_draft, section.key), press="go=next").status_code == 200
        )

    assert not empty_draft.needs.exists()
    assert not empty_draft.contacts.exists()


def test_words_carry_their_language_and_direction(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    AssistanceRequest.objects.filter(pk=draft.pk).update(language="ar")

    field = read(sign_in(focal_point).get(section_of(draft, "subject"))).find(id="id_situation")

    assert (field["lang"], field["dir"]) == ("ar", "auto")


def test_bad_field_is_named_kept_and_the_rest_is_saved(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    client = sign_in(focal_point)

    response = post(
        client, section_of(draft, "timing"), wanted_from="next spring", stages="First the law."
    )

    page = read(response)
    assert response.status_code == 422
    assert page.find(id="id_wanted_from")["value"] == "next spring"
    assert page.select_one(".error-summary a")["href"] == "#id_wanted_from_field"
    draft.refresh_from_db()
    assert draft.stages == "First the law."


def test_bad_row_keeps_its_words(sign_in: Any, focal_point: Any, draft: AssistanceRequest) -> None:
    client = sign_in(focal_point)

    response = post(
        client,
        section_of(draft, "requester"),
        **{"contacts-0-email": "not an address", "contacts-0-name": "Second Secretary"},
    )

    assert response.status_code == 422
    assert read(response).find(id="id_contacts-0-email")["value"] == "not an address"
    contact = draft.contacts.get()
    assert (contact.name, contact.email) == ("Second Secretary", "mission@arcadia.example")


def test_providers_to_leave_out(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest, provider: Any, other_provider: Any
) -> None:
    client = sign_in(focal_point)

    post(client, section_of(draft, "providers"), excluded_providers=[str(provider.pk)])

    assert list(draft.excluded_providers.all()) == [provider]


# --- Needs, without scripts -------------------------------------------------------------------------------------


def needs_of(record: AssistanceRequest) -> list[tuple[int, str]]:
    return list(record.needs.values_list("number", "title"))


def test_add_a_need(sign_in: Any, focal_point: Any, draft: AssistanceRequest) -> None:
    client, address = sign_in(focal_point), section_of(draft, "needs")

    response = post(client, address, press="row=add")

    assert response.redirect_chain == [(f"{address}?more=1#needs-1", 302)]
    page = read(response)
    assert page.find(id="needs-1")
    assert not page.find(id="needs-2")
    typed = typed_in(response, action=address) | {"needs-1-title": "Second", "go": "stay"}
    client.post(address, typed)
    assert [title for _number, title in needs_of(draft)] == [
        "Training of customs officers in detection",
        "Second",
    ]


def test_add_beside_a_row_to_be_mended(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    response = post(
        sign_in(focal_point),
        section_of(draft, "needs"),
        press="row=add",
        **{"needs-0-needed_by": "soon"},
    )

    page = read(response)
    assert response.status_code == 422
    assert page.find(id="id_needs-0-needed_by")["value"] == "soon"
    assert page.find(id="needs-1")


@pytest.fixture
def three_needs(focal_point: Any, draft: AssistanceRequest) -> AssistanceRequest:
    rows = [{"title": title, "description": "For whom."} for title in ("one", "two", "three")]
    return services.save_draft(draft, by=focal_point, edition=draft.edition, fields={}, needs=rows)


@pytest.mark.parametrize(
    ("press", "titles"),
    [
        ("row=remove:1", ["one", "three"]),
        ("row=up:2", ["one", "three", "two"]),
        ("row=down:0", ["two", "one", "three"]),
    ],
)
def test_remove_and_move(
    press: str, titles: list[str], sign_in: Any, focal_point: Any, three_needs: AssistanceRequest
) -> None:
    ids = dict(three_needs.needs.values_list("title", "pk"))

    post(sign_in(focal_point), section_of(three_needs, "needs"), press=press)

    assert needs_of(three_needs) == list(enumerate(titles, start=1))
    assert {need.title: need.pk for need in three_needs.needs.all()} == {
        title: ids[title] for title in titles
    }


def test_button_pressed_twice_is_done_once(
    sign_in: Any, focal_point: Any, three_needs: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), section_of(three_needs, "needs")
    typed = typed_in(client.get(address), action=address) | {"row": "remove:1"}

    first, second = (client.post(address, typed) for _click in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert [title for _number, title in needs_of(three_needs)] == ["one", "three"]


# --- Saved by itself --------------------------------------------------------------------------------------------


def test_autosave_answers_when_and_as_which_edition(
    sign_in: Any, drafter: Any, draft: AssistanceRequest
) -> None:
    client = sign_in(drafter)
    typed = typed_in(client.get(section_of(draft, "subject")), action=section_of(draft, "subject"))

    response = client.post(autosave_of(draft, "subject"), typed | {"situation": "Two posts."})

    answer = response.json()
    assert set(answer) == {"saved_at", "saved_text", "edition", "version"}
    assert answer["edition"] == draft.edition + 1
    assert answer["version"].startswith(f"{answer['edition']}:")
    assert answer["saved_text"].endswith("New York")
    draft.refresh_from_db()
    assert (draft.situation, draft.edition) == ("Two posts.", answer["edition"])


def test_new_row_saved_by_itself_again_and_again_is_one_row(
    sign_in: Any, focal_point: Any, empty_draft: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), section_of(empty_draft, "needs")
    typed = typed_in(client.get(address), action=address)

    for words in ("R", "Radi", "Radiation monitors"):
        answer = client.post(
            autosave_of(empty_draft, "needs"), typed | {"needs-0-title": words}
        ).json()
        typed["version"] = answer["version"]
    client.post(address, typed | {"needs-0-title": "Radiation monitors", "go": "stay"})

    assert needs_of(empty_draft) == [(1, "Radiation monitors")]


def test_autosave_says_what_could_not_be_kept(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), section_of(draft, "timing")
    typed = typed_in(client.get(address), action=address) | {"wanted_from": "x", "stages": "Two."}

    response = client.post(autosave_of(draft, "timing"), typed)

    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["wanted_from"]
    draft.refresh_from_db()
    assert (draft.stages, draft.edition) == ("Two.", response.json()["edition"])


def test_stale_autosave_overwrites_nothing(
    sign_in: Any, focal_point: Any, drafter: Any, draft: AssistanceRequest
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"situation": "Mine."}
    services.save_draft(
        draft, by=focal_point, edition=draft.edition, fields={"situation": "Theirs."}
    )

    response = client.post(autosave_of(draft, "subject"), typed)

    assert response.status_code == 409
    assert response.json()["detail"].startswith("Focal saved other words here on")
    draft.refresh_from_db()
    assert draft.situation == "Theirs."


def test_stale_save_shows_both_and_then_keeps_mine(
    sign_in: Any, focal_point: Any, drafter: Any, draft: AssistanceRequest
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"situation": "Mine.", "go": "stay"}
    services.save_draft(
        draft, by=focal_point, edition=draft.edition, fields={"situation": "Theirs."}
    )

    response = client.post(address, typed)

    page = read(response)
    assert response.status_code == 409
    assert page.find(id="id_situation").text.strip() == "Mine."
    assert "Theirs." in page.select_one(".error-summary").text
    again = typed_in(response, action=address)
    assert client.post(address, again | {"go": "stay"}).status_code == 302
    draft.refresh_from_db()
    assert draft.situation == "Mine."


def test_save_after_submission_shows_the_words_and_saves_nothing(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"situation": "Late.", "go": "stay"}
    services.submit(draft, by=focal_point)

    response = client.post(address, typed)

    assert response.status_code == 409
    assert read(response).find(id="id_situation").text.strip() == "Late."
    assert client.get(address)["Location"] == reverse("requests:detail", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.situation == ""


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_save_without_a_sensible_version_is_stale(
    version: str, sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    client, address = sign_in(focal_point), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"version": version, "title": "New"}

    assert client.post(address, typed).status_code == 409
    assert client.post(autosave_of(draft, "subject"), typed).status_code == 409


# --- Review -----------------------------------------------------------------------------------------------------


def test_review_lists_what_is_missing_with_the_way_to_it(
    sign_in: Any, focal_point: Any, empty_draft: AssistanceRequest
) -> None:
    client = sign_in(focal_point)

    page = read(client.get(reverse("requests:review", args=[empty_draft.pk])))

    ways = [link["href"] for link in page.select(".error-summary a")]
    assert ways == [
        f"{section_of(empty_draft, 'subject')}#id_title_field",
        f"{section_of(empty_draft, 'needs')}#needs",
        f"{section_of(empty_draft, 'requester')}#contacts",
    ]
    for way in ways:
        address, _hash, anchor = way.partition("#")
        assert read(client.get(address)).find(id=anchor)
    submit = page.select_one(f"form[action='{_submit(empty_draft)}'] button")
    assert submit.has_attr("disabled")


def _submit(record: AssistanceRequest) -> str:
    return reverse("requests:transition", args=[record.pk, "submit"])


def test_review_shows_what_providers_see_and_the_mail(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    AssistanceRequest.objects.filter(pk=draft.pk).update(
        situation="SEEN-BY-PROVIDERS", providers_approached="KEPT-BACK"
    )

    page = read(sign_in(focal_point).get(reverse("requests:review", args=[draft.pk])))

    seen, mail = page.select(".preview")
    assert "SEEN-BY-PROVIDERS" in seen.text
    assert "Training of customs officers" in seen.text
    for hidden in ("KEPT-BACK", "First Secretary", "mission@arcadia.example"):
        assert hidden not in seen.text
        assert hidden in page.text
    assert "/workspace/notices/" in mail.text
    assert "customs" not in mail.text
    assert not page.select_one(".error-summary")


def test_review_tells_a_drafter_who_submits(
    sign_in: Any, drafter: Any, draft: AssistanceRequest
) -> None:
    page = read(sign_in(drafter).get(reverse("requests:review", args=[draft.pk])))

    form = page.select_one(f"form[action='{_submit(draft)}']")
    assert form.button.has_attr("disabled")
    assert "Only a focal point submits." in form.text


def test_edit_opens_where_something_is_missing(
    sign_in: Any, focal_point: Any, empty_draft: AssistanceRequest, draft: AssistanceRequest
) -> None:
    client = sign_in(focal_point)

    unfinished = client.get(reverse("requests:edit", args=[empty_draft.pk]))
    finished = client.get(reverse("requests:edit", args=[draft.pk]))

    assert unfinished["Location"] == section_of(empty_draft, "requester")
    assert finished["Location"] == reverse("requests:review", args=[draft.pk])


def test_returned_request_says_why(
    sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    services.submit(draft, by=focal_point)
    AssistanceRequest.objects.filter(pk=draft.pk).update(status=RequestStatus.RETURNED)
    write_audit(REQUEST_RETURNED, by=focal_point, about=draft, note="The agency is not named.")

    page = sign_in(focal_point).get(section_of(draft, "needs"))

    assert "The agency is not named." in page.content.decode()


def test_paper_draft_is_not_the_missions_to_write(
    sign_in: Any, expert: Any, focal_point: Any, arcadia: Any
) -> None:
    paper = make_paper_request(expert, arcadia)

    assert sign_in(focal_point).get(section_of(paper, "subject")).status_code == 403


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_pages_open_in_every_language(
    language: str, sign_in: Any, focal_point: Any, draft: AssistanceRequest
) -> None:
    type(focal_point).objects.filter(pk=focal_point.pk).update(language=language)

    page = read(sign_in(focal_point).get(reverse("requests:review", args=[draft.pk])))

    assert page.html["lang"] == language
