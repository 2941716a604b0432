"""Letters on pages: the desk prepares them, the addressee reads them, nobody else knows of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearinghouse.letters import services
from clearinghouse.letters.documents import pdf
from clearinghouse.letters.models import Letter
from clearinghouse.letters.templatetags.letters import in_lines
from tests.browser_forms import read

pytestmark = pytest.mark.django_db


def at_desk(name: str, letter: Letter, *rest: str) -> str:
    return reverse(f"admin:desk_letters:{name}", args=[letter.pk, *rest])


def typed_in(page: Any) -> dict[str, str]:
    """The fields of the form of words as they stand."""
    form = read(page).select_one("form.letter-words")
    fields = {each["name"]: each.text.removeprefix("\n") for each in form.select("textarea")}
    return fields | {each["name"]: each.get("value", "") for each in form.select("input[name]")}


@pytest.fixture
def sent(draft: Callable[..., Letter], expert: Any) -> Letter:
    return services.send(draft(), by=expert)


def test_addressee_reads_and_saves_its_letter(sign_in: Any, focal_point: Any, sent: Letter) -> None:
    client = sign_in(focal_point)

    assert sent.reference in client.get(reverse("letters:list")).content.decode()
    page = read(client.get(sent.get_absolute_url())).get_text()
    assert sent.subject in page
    assert sent.sha256 in page
    saved = client.get(reverse("letters:file", args=[sent.pk, "docx"]))
    assert saved["Content-Disposition"] == (
        f'attachment; filename="{sent.reference.replace("/", "-")}.docx"'
    )


@pytest.mark.parametrize("who", ["other_focal_point", "provider_contact", "nobody"])
def test_a_letter_to_somebody_else_does_not_exist(
    who: str, sign_in: Any, sent: Letter, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))

    for address in (sent.get_absolute_url(), reverse("letters:file", args=[sent.pk, "docx"])):
        assert client.get(address).status_code == 404
    assert sent.reference not in client.get(reverse("letters:list")).content.decode()


def test_a_draft_does_not_exist_for_its_addressee(
    sign_in: Any, focal_point: Any, draft: Callable[..., Letter]
) -> None:
    assert sign_in(focal_point).get(draft().get_absolute_url()).status_code == 404


def test_expert_changes_words_sees_the_change_and_sends(
    sign_in: Any, expert: Any, draft: Callable[..., Letter]
) -> None:
    client, letter = sign_in(expert), draft()
    page = client.get(at_desk("edit", letter))
    typed = typed_in(page)
    typed["paragraph_1"] = typed["paragraph_1"].replace("the honour", "the great honour")
    typed["paragraph_2"] = ""
    typed["paragraph_6"] = "One more.\n\nAnd another."

    assert client.post(at_desk("edit", letter), typed).status_code == 302

    letter.refresh_from_db()
    assert letter.paragraphs[-2:] == ["One more.", "And another."]
    changed = read(client.get(at_desk("detail", letter))).select_one("#changes")
    assert "great" in changed.find("ins").text
    client.post(at_desk("step", letter, "send"), {"edition": letter.edition})
    letter.refresh_from_db()
    assert letter.status == "sent"


def test_stale_words_stay_on_the_page(
    sign_in: Any, expert: Any, secretariat: Any, draft: Callable[..., Letter]
) -> None:
    client, letter = sign_in(expert), draft()
    typed = typed_in(client.get(at_desk("edit", letter)))
    typed["subject"] = "What I typed"
    services.write_anew(letter, by=secretariat, edition=letter.edition)

    answer = client.post(at_desk("edit", letter), typed)

    assert answer.status_code == 422
    assert "What I typed" in answer.content.decode()


def test_stale_words_stay_even_where_the_draft_grew_shorter(
    sign_in: Any, draft: Callable[..., Letter], expert: Any
) -> None:
    letter, client = draft(), sign_in(expert)
    typed = typed_in(client.get(at_desk("edit", letter)))
    last = max(name for name in typed if name.startswith("paragraph_"))
    words = {"subject": "Other", "salutation": "", "paragraphs": ["One."], "closing": "Closing."}
    services.change_words(letter, by=expert, edition=letter.edition, **words)

    answer = client.post(at_desk("edit", letter), {**typed, last: "What I typed last."})
    assert answer.status_code == 422
    assert "What I typed last." in answer.content.decode()


def test_desk_is_told_when_a_letter_reaches_nobody(
    sign_in: Any, draft: Callable[..., Letter], expert: Any
) -> None:
    letter, client = draft(), sign_in(expert)
    assert "hand the letter over" in client.get(at_desk("detail", letter)).content.decode()

    answer = client.post(
        at_desk("step", letter, "send"), {"edition": letter.edition}, follow=True
    ).content.decode()
    assert "Nobody is told by mail" in answer


def test_send_without_having_read_the_words_is_refused(
    sign_in: Any, expert: Any, draft: Callable[..., Letter]
) -> None:
    letter = draft()

    sign_in(expert).post(at_desk("step", letter, "send"), {})

    letter.refresh_from_db()
    assert letter.status == "draft"


def test_member_reads_and_changes_nothing(
    sign_in: Any, member: Any, draft: Callable[..., Letter]
) -> None:
    client, letter = sign_in(member), draft()

    assert client.get(at_desk("detail", letter)).status_code == 200
    assert client.get(at_desk("edit", letter)).status_code == 403
    for verb in ("send", "discard", "write_anew"):
        posted = client.post(at_desk("step", letter, verb), {"edition": letter.edition})
        assert posted.status_code == 403


def test_language_is_changed_at_the_desk(
    sign_in: Any, expert: Any, draft: Callable[..., Letter]
) -> None:
    letter = draft()
    choice = {"edition": letter.edition, "language": "ar", "document_kind": "note_verbale"}

    sign_in(expert).post(at_desk("form", letter), choice)

    page = read(sign_in(expert).get(at_desk("detail", letter)))
    assert page.select_one("article.letter")["dir"] == "rtl"


def test_list_is_narrowed_by_status_and_words(
    sign_in: Any, expert: Any, sent: Letter, draft: Callable[..., Letter]
) -> None:
    client, waiting = sign_in(expert), draft("one_year_question")

    page = client.get(reverse("admin:desk_letters:list"), {"status": "draft", "q": "AR/2026/0007"})

    text = page.content.decode()
    assert at_desk("detail", waiting) in text
    assert at_desk("detail", sent) not in text


def test_list_asks_the_database_the_same_number_of_times(
    sign_in: Any, expert: Any, draft: Callable[..., Letter]
) -> None:
    client = sign_in(expert)

    def one_more() -> int:
        draft()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("admin:desk_letters:list"))
        return len(asked)

    assert one_more() == one_more() == one_more()


def test_missing_pango_is_said_where_the_button_was(
    sign_in: Any, expert: Any, focal_point: Any, sent: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise pdf.PdfUnavailable("PDF needs Pango: make browsers")

    monkeypatch.setattr(pdf, "_library", missing)

    desk = sign_in(expert).get(at_desk("detail", sent)).content.decode()
    assert "make browsers" in desk
    assert at_desk("file", sent, "pdf") not in desk
    address = reverse("letters:file", args=[sent.pk, "pdf"])
    answer = sign_in(focal_point).get(address, follow=True)
    assert "PDF needs Pango" in answer.content.decode()


def test_secretariat_chooses_the_form_of_a_class(sign_in: Any, secretariat: Any) -> None:
    from clearinghouse.letters.models import DocumentChoice

    row, _is_new = DocumentChoice.objects.get_or_create(
        addressee_class="regional", defaults={"document_kind": "letter"}
    )
    address = reverse("admin:letters_documentchoice_change", args=[row.pk])

    assert sign_in(secretariat).post(address, {"document_kind": "note_verbale"}).status_code == 302

    row.refresh_from_db()
    assert row.document_kind == "note_verbale"


def test_reference_stays_in_one_piece_and_words_are_escaped() -> None:
    assert in_lines("About AR/2026/0007 & more.\nNext <b>") == (
        'About <bdi class="whole">AR/2026/0007</bdi> &amp; more.<br>Next &lt;b&gt;'
    )


def test_letters_to_one_requester_say_whose_offer_each_passes_on(
    sign_in: Any, expert: Any, focal_point: Any, draft: Any, provider: Any
) -> None:
    letter = draft()
    desk = sign_in(expert).get("/desk/letters/").content.decode()
    services.send(letter, by=expert)
    own = sign_in(focal_point).get("/workspace/letters/").content.decode()

    for page in (desk, own):
        assert f"{letter.get_kind_display()}: {provider}" in page
