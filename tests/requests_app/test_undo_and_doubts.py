"""What was removed comes back with one click; what is unlikely is pointed out and saved all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from clearinghouse.core.errors import NotAllowed, Stale
from requests_app import services
from requests_app.forms.doubts import doubts_of_fields, doubts_of_needs
from tests.browser_forms import read, typed_in
from tests.factories import CONTACT, NEED, make_draft

TODAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("values", "doubted"),
    [
        ({"wanted_from": date(2028, 2, 28)}, {"wanted_from"}),
        ({"wanted_from": TODAY, "wanted_until": date(2038, 2, 28)}, set()),
        ({"wanted_until": date(2038, 3, 1)}, {"wanted_until"}),
        ({"document_date": date(2028, 3, 1)}, {"document_date"}),
        ({"document_date": date(2023, 2, 27)}, {"document_date"}),
        ({"document_date": date(2024, 2, 29), "wanted_from": None}, set()),
    ],
)
def test_unlikely_days_of_a_request(values: Any, doubted: set[str]) -> None:
    assert set(doubts_of_fields(values, today=TODAY)) == doubted


def test_unlikely_days_and_repeated_words_of_needs() -> None:
    rows = [
        {"title": "Portal monitors", "description": "Two.", "needed_by": date(2029, 1, 1)},
        {"title": "portal  MONITORS", "description": "two.", "needed_by": date(2020, 1, 1)},
        {"title": "", "description": ""},
        {"title": "", "description": ""},
    ]

    found = doubts_of_needs(rows, today=TODAY, wanted_from=date(2029, 6, 1))

    assert [set(each) for each in found] == [{"needed_by"}, {"needed_by", "title"}, set(), set()]
    assert "the same as need 1" in found[1]["title"]


@pytest.mark.django_db
def test_doubt_stands_beside_the_field_and_saving_goes_on(
    focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    draft = make_draft(focal_point, arcadia)
    client = sign_in(focal_point)
    address = reverse("requests:edit", args=[draft.pk, "timing"])
    typed = typed_in(client.get(address), action=address) | {"wanted_from": "2019-05-01"}

    went_on = client.post(address, typed | {"go": "next"}, follow=True)

    draft.refresh_from_db()
    assert draft.wanted_from == date(2019, 5, 1)
    assert "This day has passed" in read(went_on).text
    beside = read(client.get(address)).select_one("#id_wanted_from_field .field-doubt")
    assert "This day has passed" in beside.text


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> Any:
    """Three needs and a contact."""
    rows = [{**NEED, "title": title} for title in ("one", "two", "three")]
    return make_draft(focal_point, arcadia, needs=rows)


def press(client: Any, address: str, button: str, **typed: Any) -> Any:
    """Press a row's button with something typed."""
    page = client.get(address)
    return client.post(
        address, typed_in(page, action=address) | typed | {"row": button}, follow=True
    )


def titles(draft: Any) -> list[tuple[int, str]]:
    return list(draft.needs.order_by("number").values_list("number", "title"))


@pytest.mark.django_db
def test_removed_need_comes_back_to_its_place_with_its_last_words(
    draft: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), reverse("requests:edit", args=[draft.pk, "needs"])
    key = draft.needs.get(number=2).pk
    page = press(client, address, "remove:1", **{"needs-1-title": "two, as typed last"})
    undo = read(page).select_one("#removed form")["action"]

    back = client.post(undo, follow=True)
    again = client.post(undo, follow=True)

    assert "Removed: two, as typed last" in " ".join(read(page).select_one("#removed").text.split())
    assert titles(draft) == [(1, "one"), (2, "two, as typed last"), (3, "three")]
    restored = draft.needs.get(number=2)
    assert (restored.pk, restored.needed_by, restored.kinds) == (
        key,
        NEED["needed_by"],
        NEED["kinds"],
    )
    assert "is back" in read(back).text
    assert "put back already" in read(again).text


@pytest.mark.django_db
def test_removed_contact_comes_back(draft: Any, drafter: Any, sign_in: Any) -> None:
    client, address = sign_in(drafter), reverse("requests:edit", args=[draft.pk, "requester"])
    page = press(client, address, "remove:0")
    gone = list(draft.contacts.all())

    client.post(read(page).select_one("#removed form")["action"])

    assert gone == []
    assert draft.contacts.get().email == CONTACT["email"]


@pytest.mark.django_db
def test_nobody_else_puts_back_and_nothing_after_submission(
    draft: Any, focal_point: Any, other_focal_point: Any
) -> None:
    kept = [{"id": need.pk} for need in draft.needs.filter(number__lte=2)]
    services.save_draft(draft, by=focal_point, edition=draft.edition, fields={}, needs=kept)
    removed = draft.removed_rows.get()

    with pytest.raises(NotAllowed):
        services.put_back(removed, by=other_focal_point)
    services.submit(draft, by=focal_point)
    with pytest.raises(Stale):
        services.put_back(removed, by=focal_point)

    assert not draft.removed_rows.exists()


@pytest.mark.django_db
def test_need_put_back_into_a_change_still_replaces_its_own(draft: Any, focal_point: Any) -> None:
    services.submit(draft, by=focal_point)
    copy = services.begin_revision(draft, by=focal_point)
    replaced = copy.needs.get(number=1).revision_of_id
    kept = [{"id": need.pk} for need in copy.needs.filter(number__gte=2)]
    services.save_draft(copy, by=focal_point, edition=copy.edition, fields={}, needs=kept)

    services.put_back(copy.removed_rows.get(), by=focal_point)

    assert copy.needs.get(number=1).revision_of_id == replaced


@pytest.mark.django_db
def test_very_long_words_are_refused_with_a_sentence(
    draft: Any, focal_point: Any, sign_in: Any
) -> None:
    client, address = sign_in(focal_point), reverse("requests:edit", args=[draft.pk, "subject"])
    typed = typed_in(client.get(address), action=address)

    answer = client.post(address, typed | {"situation": "x" * 10_000_000, "go": "stay"})

    assert answer.status_code == 422
    assert "Shorten this to 20000 characters" in read(answer).select_one(".error-summary").text


@pytest.mark.django_db
def test_direction_overrides_do_not_reach_the_title(
    draft: Any, focal_point: Any, sign_in: Any
) -> None:
    client, address = sign_in(focal_point), reverse("requests:edit", args=[draft.pk, "subject"])
    typed = typed_in(client.get(address), action=address)

    client.post(address, typed | {"title": "Border \u202efdp.exe", "go": "stay"})

    draft.refresh_from_db()
    assert draft.title == "Border fdp.exe"
