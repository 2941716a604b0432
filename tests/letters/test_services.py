"""The life of a letter: drafted once, edited, sent once, and then never changed by anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.letters import events, services
from clearinghouse.letters.models import DocumentChoice, Letter
from clearinghouse.letters.selectors import document_kind_for, drafts_waiting, visible_to
from clearinghouse.letters.sheet import digest
from clearinghouse.notifications.models import Message
from clearinghouse.parties.models import Party

pytestmark = pytest.mark.django_db


def change(letter: Letter, by: Any, **words: Any) -> Letter:
    present = {
        "edition": letter.edition,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "paragraphs": letter.paragraphs,
        "closing": letter.closing,
    }
    return services.change_words(letter, by=by, **{**present, **words})


def test_same_key_is_the_same_letter(draft: Callable[..., Letter]) -> None:
    first, second = draft(key="offer:1"), draft(key="offer:1")

    assert first.pk == second.pk
    assert Letter.objects.count() == 1


def test_draft_follows_the_record_until_a_person_changed_it(
    draft: Callable[..., Letter], facts: dict[str, Any], expert: Any
) -> None:
    letter = draft(key="offer:1")
    later = {**facts["offer"], "answered_on": "2026-12-05"}

    followed = draft(key="offer:1", facts=later)
    assert "5 December 2026" in followed.paragraphs[0]

    change(followed, expert, paragraphs=["Own words."])
    kept = draft(key="offer:1", facts={**later, "answered_on": "2026-12-09"})
    assert kept.paragraphs == ["Own words."]
    assert kept.facts["answered_on"] == "2026-12-09"
    assert letter.pk == kept.pk


def test_language_and_document_are_those_of_the_addressee(
    draft: Callable[..., Letter], arcadia: Party, provider: Party
) -> None:
    Party.objects.filter(pk=arcadia.pk).update(correspondence_language="fr")
    arcadia.refresh_from_db()

    to_state, to_organization = draft(addressee=arcadia), draft("thanks", addressee=provider)

    assert (to_state.language, to_state.document_kind) == ("fr", "note_verbale")
    assert (to_organization.language, to_organization.document_kind) == ("en", "letter")


def test_organizations_can_get_a_note_verbale_as_in_2011(
    draft: Callable[..., Letter], provider: Party
) -> None:
    DocumentChoice.objects.update_or_create(
        addressee_class="intergovernmental", defaults={"document_kind": "note_verbale"}
    )

    assert draft("thanks", addressee=provider).document_kind == "note_verbale"


def test_class_without_a_row_falls_back_to_the_default() -> None:
    DocumentChoice.objects.all().delete()

    assert document_kind_for("mission") == "note_verbale"
    assert document_kind_for("regional") == "letter"


def test_send_numbers_freezes_audits_and_tells(
    draft: Callable[..., Letter], focal_point: Any, expert: Any
) -> None:
    letter = services.send(draft(), by=expert)

    year = letter.sent_at.year
    assert letter.reference == f"L/{year}/0001"
    assert letter.sha256 == digest(letter.content)
    assert letter.content["paragraphs"] == letter.paragraphs
    mail = Message.objects.get(kind="letter_sent")
    assert mail.context == {"reference": letter.reference, "path": letter.get_absolute_url()}
    assert [delivery.address for delivery in mail.deliveries.all()] == [focal_point.email]
    assert AuditEvent.objects.get(event=events.LETTER_SENT).case_id == letter.case


def test_numbers_have_no_gap_where_a_draft_is_discarded(
    draft: Callable[..., Letter], expert: Any
) -> None:
    first, dropped, second = draft(), draft(), draft()

    services.send(first, by=expert)
    services.discard(dropped, by=expert)
    services.send(second, by=expert)

    assert second.reference == first.reference[:-1] + "2"


def test_a_year_can_have_more_letters_than_four_digits_count(
    draft: Callable[..., Letter], expert: Any
) -> None:
    now = clock.now()
    year = now.astimezone(clock.NEW_YORK).year
    Letter.objects.filter(pk=draft(key="offer:1").pk).update(
        status="sent",
        reference=f"L/{year}/9999",
        sent_at=now,
        sent_by=expert,
        content={},
        sha256="0",
    )

    numbers = [services.send(draft(key=f"offer:{n}"), by=expert).reference for n in (2, 3)]
    assert numbers == [f"L/{year}/10000", f"L/{year}/10001"]


def test_second_click_sends_nothing(draft: Callable[..., Letter], expert: Any) -> None:
    letter = draft()
    stale = Letter.objects.get(pk=letter.pk)
    services.send(letter, by=expert)

    with pytest.raises(Stale):
        services.send(stale, by=expert)
    assert Message.objects.filter(kind="letter_sent").count() == 1


def test_words_that_were_not_read_are_not_sent(draft: Callable[..., Letter], expert: Any) -> None:
    letter = draft()
    read = letter.edition
    change(letter, expert, paragraphs=["Other words."])

    with pytest.raises(Stale):
        services.send(letter, by=expert, edition=read)


@pytest.mark.parametrize("who", ["member", "focal_point", "nobody", "administrator"])
def test_only_experts_and_the_secretariat_write(
    who: str, draft: Callable[..., Letter], request: pytest.FixtureRequest
) -> None:
    letter, person = draft(), request.getfixturevalue(who)

    for step in (services.send, services.discard):
        with pytest.raises(NotAllowed):
            step(letter, by=person)
    with pytest.raises(NotAllowed):
        change(letter, person, paragraphs=["Words."])


def test_two_people_do_not_overwrite_each_other(
    draft: Callable[..., Letter], expert: Any, secretariat: Any
) -> None:
    letter = draft()
    change(letter, expert, paragraphs=["First."])

    with pytest.raises(Stale):
        change(letter, secretariat, paragraphs=["Second."])
    assert Letter.objects.get(pk=letter.pk).paragraphs == ["First."]


def test_an_empty_letter_is_refused(draft: Callable[..., Letter], expert: Any) -> None:
    with pytest.raises(RuleBroken):
        change(draft(), expert, paragraphs=["", "  "])


def test_writing_anew_brings_the_standard_words_back(
    draft: Callable[..., Letter], expert: Any
) -> None:
    letter = draft()
    standard = letter.paragraphs
    changed = change(letter, expert, paragraphs=["Own words."])

    anew = services.write_anew(changed, by=expert, edition=changed.edition)

    assert (anew.paragraphs, anew.edited_at) == (standard, None)


def test_discarded_letter_is_taken_up_again_and_not_drafted_anew(
    draft: Callable[..., Letter], expert: Any
) -> None:
    letter = services.discard(draft(key="offer:1"), by=expert)

    assert draft(key="offer:1").status == "discarded"
    assert not drafts_waiting().exists()
    assert services.restore(letter, by=expert).status == "draft"


def test_after_a_sent_letter_only_new_facts_make_another(
    draft: Callable[..., Letter], facts: dict[str, Any], arcadia: Party, expert: Any
) -> None:
    options = {"addressee": arcadia, "about": arcadia.pk, "reference": "AR/2026/0007"}

    def again(**changed: Any) -> Letter:
        own = {**facts["offer"], **changed}
        return services.draft_again("offer", key="offer:1", facts=own, **options)

    first = services.send(again(), by=expert)

    assert again().pk == first.pk
    second = again(answered_on="2027-01-05")
    assert (second.pk != first.pk, second.status) == (True, "draft")
    assert again(answered_on="2027-01-06").pk == second.pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letters_letter SET subject = 'x' WHERE id = %s",
        "UPDATE letters_letter SET status = 'draft' WHERE id = %s",
        "DELETE FROM letters_letter WHERE id = %s",
    ],
)
def test_a_sent_letter_stands(statement: str, draft: Callable[..., Letter], expert: Any) -> None:
    letter = services.send(draft(), by=expert)

    with (
        pytest.raises(IntegrityError, match="a sent letter is not changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [letter.pk])


def test_automatic_letter_is_sent_at_once_without_a_mail(
    arcadia: Party, focal_point: Any, facts: dict[str, Any]
) -> None:
    options = {
        "addressee": arcadia, "about": arcadia.pk, "key": "acknowledgement:1", "reference": "AR/2026/0007",
        "facts": facts["acknowledgement"],
    }  # fmt: skip

    first = services.send_at_once("acknowledgement", **options)
    second = services.send_at_once("acknowledgement", **options)

    assert first.pk == second.pk
    assert (first.status, first.sent_by) == ("sent", None)
    assert not Message.objects.filter(kind="letter_sent").exists()


def test_rehearsals_have_numbers_of_their_own(draft: Callable[..., Letter], expert: Any) -> None:
    letter = services.send(draft(is_rehearsal=True), by=expert)

    assert letter.reference.startswith("LR/")


def test_who_sees_which_letter(
    draft: Callable[..., Letter], arcadia: Party, provider: Party, expert: Any, focal_point: Any,
    drafter: Any, other_focal_point: Any, provider_contact: Any, other_provider_contact: Any,
) -> None:  # fmt: skip
    draft()  # not sent: nobody outside the desk knows of it
    to_state = services.send(draft(), by=expert)
    to_provider = services.send(draft("thanks", addressee=provider), by=expert)

    assert list(visible_to(focal_point)) == list(visible_to(drafter)) == [to_state]
    assert list(visible_to(provider_contact)) == [to_provider]
    for person in (other_focal_point, other_provider_contact, expert):
        assert not visible_to(person).exists()
