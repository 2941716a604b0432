"""What only one side changed is kept; what both changed is put to the person; nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_app import services
from requests_app.forms.merging import (
    STORED,
    Conflict,
    Merged,
    Seen,
    marks_of,
    merge_fields,
    merge_rows,
)
from tests.browser_forms import read, typed_in
from tests.factories import NEED, make_draft

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def row(key: UUID, title: str) -> dict[str, Any]:
    return {"id": key, "title": title}


def fields(*, base: Any, mine: Any, stored: Any, choice: str = "") -> Merged:
    """Merge one value."""
    merged, seen = Merged(), Seen(1, marks_of({"title": base}, []))
    merge_fields(
        merged,
        typed={"title": mine},
        stored={"title": stored},
        seen=seen,
        choices={"title": choice} if choice else {},
    )
    return merged


def rows(*, base: list[Any], mine: list[Any], stored: list[Any], choices: Any = None) -> Merged:
    """Merge rows."""
    merged = Merged()
    merge_rows(
        merged, typed=mine, stored=stored, seen=Seen(1, marks_of({}, base)), choices=choices or {}
    )
    return merged


def test_seen_survives_the_page() -> None:
    seen = Seen(7, marks_of({"title": "Ökonomie, a=b:c"}, [row(A, "x")]))

    assert Seen.read(str(seen)) == seen


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, ":", "²:a=b"])
def test_senseless_version_has_seen_nothing(text: str) -> None:
    assert Seen.read(text).edition == -1


@pytest.mark.parametrize(
    ("base", "mine", "stored", "kept"),
    [
        ("a", "a", "a", {}),
        ("a", "b", "a", {"title": "b"}),
        ("a", "a", "b", {}),
        ("a", "b", "b", {}),
        (["x", "y"], ["y", "x"], ["x", "y"], {}),
        ("one\ntwo", "one\r\ntwo", "three", {}),
    ],
)
def test_what_one_side_changed_is_kept(base: Any, mine: Any, stored: Any, kept: Any) -> None:
    merged = fields(base=base, mine=mine, stored=stored)

    assert (merged.fields, merged.conflicts) == (kept, [])


def test_what_both_changed_is_asked() -> None:
    assert fields(base="a", mine="b", stored="c").conflicts == [Conflict("title", "b", "c")]


def test_choice_counts_for_the_words_that_were_shown() -> None:
    shown = fields(base="c", mine="b", stored="c", choice=STORED)
    changed_again = fields(base="c", mine="b", stored="d", choice=STORED)

    assert (shown.fields, shown.conflicts) == ({}, [])
    assert changed_again.conflicts == [Conflict("title", "b", "d")]


def test_rows_of_both_sides_stand_together() -> None:
    merged = rows(
        base=[row(A, "a")], mine=[row(A, "a"), row(B, "mine")],
        stored=[row(A, "changed"), row(C, "theirs")],
    )  # fmt: skip

    assert merged.rows == [row(A, "changed"), row(B, "mine"), row(C, "theirs")]
    assert not merged.conflicts


def test_row_removed_by_one_side_and_untouched_by_the_other_goes() -> None:
    here = rows(
        base=[row(A, "a"), row(B, "b")], mine=[row(A, "a")], stored=[row(A, "a"), row(B, "b")]
    )
    there = rows(
        base=[row(A, "a"), row(B, "b")], mine=[row(A, "a"), row(B, "b")], stored=[row(A, "a")]
    )

    assert here.rows == there.rows == [row(A, "a")]
    assert not here.conflicts + there.conflicts


def test_row_removed_here_and_changed_there_is_asked_and_proposed_to_stay() -> None:
    merged = rows(base=[row(A, "a")], mine=[], stored=[row(A, "new")])

    assert merged.conflicts == [Conflict(A.hex, None, row(A, "new"), is_row=True)]
    assert merged.conflicts[0].proposal == STORED
    assert merged.rows == [row(A, "new")]


def test_row_changed_here_and_removed_there_is_asked() -> None:
    merged = rows(base=[row(A, "a")], mine=[row(A, "mine")], stored=[])

    assert merged.conflicts == [Conflict(A.hex, row(A, "mine"), None, is_row=True)]


# --- The pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(focal_point: Any, arcadia: Any) -> Any:
    return make_draft(focal_point, arcadia)


def section_of(draft: Any, key: str) -> str:
    return reverse("requests:edit", args=[draft.pk, key])


def saved(draft: Any, by: Any, **values: Any) -> None:
    """Somebody saves meanwhile."""
    draft.refresh_from_db()
    rows = {name: values.pop(name) for name in ("needs", "contacts") if name in values}
    services.save_draft(draft, by=by, edition=draft.edition, fields=values, **rows)


@pytest.mark.django_db
def test_other_section_is_no_conflict(
    draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"title": "Mine", "go": "stay"}
    saved(draft, focal_point, stages="Theirs")

    answer = client.post(address, typed)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.title, draft.stages) == ("Mine", "Theirs")


@pytest.mark.django_db
def test_other_field_of_the_section_is_kept_too(
    draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"title": "Mine", "go": "stay"}
    saved(draft, focal_point, situation="Theirs")

    page = client.post(address, typed, follow=True)

    draft.refresh_from_db()
    assert (draft.title, draft.situation) == ("Mine", "Theirs")
    assert "Both are kept" in read(page).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "title"),
    [
        ({"take-title": "mine"}, "Mine"),
        ({"take-title": "stored"}, "Theirs"),
        ({"take-title": "stored", "take": "mine"}, "Mine"),
    ],
)
def test_conflict_is_shown_and_chosen_field_by_field(
    choice: Any, title: str, draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"title": "Mine", "go": "stay"}
    saved(draft, focal_point, title="Theirs", situation="Only theirs")

    asked = client.post(address, typed)
    chosen = client.post(address, typed_in(asked, action=address) | {"go": "stay"} | choice)

    page = read(asked)
    assert asked.status_code == 409
    assert "Focal saved other words here on" in page.text
    assert page.find(id="id_title")["value"] == "Mine"
    assert [each.text.strip() for each in page.select(".conflict-words")] == ["Mine", "Theirs"]
    assert chosen.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.situation) == (title, "Only theirs")


@pytest.mark.django_db
def test_own_second_window_is_named_in_the_own_zone(draft: Any, drafter: Any, sign_in: Any) -> None:
    type(drafter).objects.filter(pk=drafter.pk).update(time_zone="Africa/Nairobi")
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address)
    client.post(address, typed | {"title": "First window", "go": "stay"})

    asked = client.post(address, typed | {"title": "Second window", "go": "stay"})

    sentence = read(asked).select_one(".conflict").text
    assert "You saved other words in another window" in sentence
    assert "Nairobi" in sentence


@pytest.mark.django_db
def test_rows_of_two_people_stand_together(
    draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "needs")
    client.post(address, typed_in(client.get(address), action=address) | {"row": "add"})
    typed = typed_in(client.get(f"{address}?more=1"), action=address)
    theirs = [{"id": draft.needs.get().pk}, {"id": uuid4(), **NEED, "title": "Theirs"}]
    saved(draft, focal_point, needs=theirs)

    answer = client.post(address, typed | {"needs-1-title": "Mine", "go": "stay"})

    assert answer.status_code == 302
    titles = list(draft.needs.order_by("number").values_list("title", flat=True))
    assert titles == [NEED["title"], "Mine", "Theirs"]


@pytest.mark.django_db
def test_autosave_goes_on_beside_a_colleague_and_overwrites_nothing(
    draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    autosave = reverse("requests:autosave", args=[draft.pk, "subject"])
    typed = typed_in(client.get(address), action=address)
    saved(draft, focal_point, situation="Theirs")

    for words in ("Mi", "Mine"):
        typed["version"] = client.post(autosave, typed | {"title": words}).json()["version"]

    draft.refresh_from_db()
    assert (draft.title, draft.situation) == ("Mine", "Theirs")


@pytest.mark.django_db
def test_attached_document_raises_the_edition_and_hinders_no_words(
    draft: Any, focal_point: Any, drafter: Any, sign_in: Any
) -> None:
    client, address = sign_in(drafter), section_of(draft, "subject")
    typed = typed_in(client.get(address), action=address) | {"title": "Mine", "go": "stay"}
    seen, upload = draft.edition, SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")

    attachment = services.attach(draft, by=focal_point, upload=upload, kind="other")
    services.remove_attachment(attachment, by=focal_point)

    draft.refresh_from_db()
    assert (draft.edition, draft.saved_by) == (seen + 2, focal_point)
    assert client.post(address, typed).status_code == 302


@pytest.mark.django_db
def test_proposed_id_of_a_foreign_row_is_not_taken_over(
    draft: Any, other_focal_point: Any, borduria: Any, drafter: Any, sign_in: Any
) -> None:
    foreign = make_draft(other_focal_point, borduria).contacts.get()

    saved(draft, drafter, contacts=[{"id": foreign.pk, "name": "Stolen"}])

    foreign.refresh_from_db()
    assert foreign.assistance_request.requester == borduria
    assert draft.contacts.get().pk != foreign.pk
