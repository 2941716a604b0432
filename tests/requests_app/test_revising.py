"""A new version replaces the words and nothing else; until then the old one stands for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Message
from requests_app import changes, selectors, services
from requests_app.enums import NeedStatus, NoticeKind, RequestStatus
from requests_app.models import AssistanceRequest, Notice
from tests.browser_forms import read, typed_in
from tests.factories import NEED, make_draft, make_paper_request, make_request

pytestmark = pytest.mark.django_db

SECOND_NEED = {**NEED, "title": "Radiation portal monitors", "kinds": ["equipment"]}


def revise(request: Any, by: Any, **fields: Any) -> Any:
    """An open working copy with other words in it."""
    copy = services.begin_revision(request, by=by)
    return services.save_draft(copy, by=by, edition=copy.edition, fields=fields)


def rows_of(copy: Any) -> list[dict[str, Any]]:
    return [{"id": need.pk} for need in copy.needs.order_by("number")]


def test_working_copy_changes_nothing_for_anybody(
    focal_point: Any, arcadia: Any, expert: Any
) -> None:
    request = make_request(focal_point, arcadia)

    copy = revise(request, focal_point, title="Sea borders")

    request.refresh_from_db()
    assert (request.title, request.versions.count()) == ("Border controls", 1)
    assert list(selectors.own(focal_point)) == [request]
    assert copy in selectors.open_to(focal_point)
    assert copy not in selectors.open_to(expert)


def test_one_copy_is_open_at_a_time(focal_point: Any, drafter: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)

    first = services.begin_revision(request, by=drafter)

    assert services.begin_revision(request, by=focal_point) == first


def test_change_that_is_kept_to_named_colleagues_says_so(
    focal_point: Any, drafter: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia)
    services.restrict_to_named(services.begin_revision(request, by=focal_point), by=focal_point)

    with pytest.raises(RuleBroken, match="Ask a focal point"):
        services.begin_revision(request, by=drafter)


def test_new_version_stands_and_clocks_run_on(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    clocks = (request.received_at, request.due_at, request.acknowledged_at, request.window_ends_at)

    version = services.submit_revision(
        revise(request, focal_point, title="Sea borders"), by=focal_point
    )

    request.refresh_from_db()
    assert (version.number, version.content["title"]) == (2, "Sea borders")
    assert (request.title, request.status) == ("Sea borders", RequestStatus.ACKNOWLEDGED)
    assert clocks == (
        request.received_at, request.due_at, request.acknowledged_at, request.window_ends_at,
    )  # fmt: skip
    assert Message.objects.filter(kind="revision_receipt", about=request.pk).count() == 1
    assert AuditEvent.objects.filter(case_id=request.pk, event="REQUEST_REVISED").count() == 1


def test_distribution_names_the_version_that_went_out(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    request = make_request(focal_point, arcadia)
    services.submit_revision(revise(request, focal_point, title="Second"), by=focal_point)
    services.send_now(request, by=focal_point)
    services.distribute(request)

    services.submit_revision(revise(request, focal_point, title="Third"), by=focal_point)

    notice = request.notices.get(provider=provider)
    assert (notice.run.version.number, notice.newest_version.number) == (2, 3)


def test_every_provider_told_gets_one_mail_about_the_change(
    focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)

    services.submit_revision(revise(request, focal_point, title="Sea borders"), by=focal_point)

    mails = Message.objects.filter(kind="request_revised")
    assert {mail.about for mail in mails} == {notice.pk for notice in request.notices.all()}
    assert all("Sea borders" not in str(mail.context) for mail in mails)


def test_provider_that_was_reminded_gets_no_second_mail_about_the_change(
    focal_point: Any, arcadia: Any, provider: Any
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    first = request.notices.get(provider=provider)
    Notice.objects.create(
        run=first.run, assistance_request=request, provider=provider, kind=NoticeKind.REMINDER, seq=1,
        visible_at=first.visible_at, due_at=first.due_at,
    )  # fmt: skip

    services.submit_revision(revise(request, focal_point, title="Sea borders"), by=focal_point)

    mails = Message.objects.filter(kind="request_revised", deliveries__address__contains="aidorg")
    assert [mail.about for mail in mails] == [first.pk]


def test_answers_stay_with_a_need_that_says_something_else(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    need, notice = request.needs.get(), request.notices.get(provider__code="AIDORG")
    services.answer(
        notice, by=provider_contact, answers=[{"need": need.pk, "verdict": "yes", "text": "Gladly"}]
    )
    copy = services.begin_revision(request, by=focal_point)
    rows = [{"title": "First", "description": "New."}, *rows_of(copy)]
    services.save_draft(copy, by=focal_point, edition=copy.edition, fields={}, needs=rows)

    version = services.submit_revision(copy, by=focal_point)

    need.refresh_from_db()
    assert (need.number, need.status, need.answers.count()) == (2, NeedStatus.ANSWERED, 1)
    assert [row["title"] for row in version.content["needs"]] == ["First", NEED["title"]]
    assert version.content["needs"][1]["id"] == str(need.pk)


def test_answered_need_that_is_removed_is_set_aside(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any
) -> None:
    request = make_request(
        focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=[NEED, SECOND_NEED]
    )
    first, second = request.needs.all()
    services.answer(
        request.notices.get(provider__code="AIDORG"),
        by=provider_contact,
        answers=[{"need": first.pk, "verdict": "no", "text": ""}],
    )
    copy = services.begin_revision(request, by=focal_point)
    kept = [{"id": copy.needs.get(number=2).pk}]
    services.save_draft(copy, by=focal_point, edition=copy.edition, fields={}, needs=kept)

    version = services.submit_revision(copy, by=focal_point)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.number) == (NeedStatus.NO_LONGER_NEEDED, 2)
    assert (second.status, second.number) == (NeedStatus.OPEN, 1)
    assert [row["id"] for row in version.content["needs"]] == [str(second.pk)]


def test_need_on_which_nothing_hangs_goes(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia, needs=[NEED, SECOND_NEED])
    copy = services.begin_revision(request, by=focal_point)
    kept = [{"id": copy.needs.get(number=2).pk}]
    services.save_draft(copy, by=focal_point, edition=copy.edition, fields={}, needs=kept)

    services.submit_revision(copy, by=focal_point)

    assert list(request.needs.values_list("number", "title")) == [(1, SECOND_NEED["title"])]


def test_discarded_change_leaves_the_request_untouched(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    copy = revise(request, focal_point, title="Sea borders")

    services.discard_revision(copy, by=focal_point)

    request.refresh_from_db()
    assert (request.title, request.versions.count()) == ("Border controls", 1)
    with pytest.raises(Stale):
        services.submit_revision(copy, by=focal_point)
    assert services.begin_revision(request, by=focal_point) != copy


def test_drafter_writes_the_change_and_does_not_submit_it(
    focal_point: Any, drafter: Any, arcadia: Any
) -> None:
    copy = revise(make_request(focal_point, arcadia), drafter, title="Sea borders")

    with pytest.raises(NotAllowed, match="Only a focal point submits"):
        services.submit_revision(copy, by=drafter)


def test_same_proper_form_and_something_changed(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)

    with pytest.raises(RuleBroken, match="Nothing has been changed"):
        services.submit_revision(services.begin_revision(request, by=focal_point), by=focal_point)
    with pytest.raises(RuleBroken, match="Give the request a title"):
        services.submit_revision(revise(request, focal_point, title=""), by=focal_point)


def test_gap_in_the_numbers_of_needs_is_no_change(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia, needs=[NEED, SECOND_NEED])
    services.drop(request.needs.get(number=1), by=focal_point)
    copy = services.begin_revision(request, by=focal_point)

    with pytest.raises(RuleBroken, match="Nothing has been changed"):
        services.submit_revision(copy, by=focal_point)


def test_need_that_was_dropped_meanwhile_is_not_asked_again_unseen(
    focal_point: Any, arcadia: Any
) -> None:
    request = make_request(focal_point, arcadia, needs=[NEED, SECOND_NEED])
    copy = revise(request, focal_point, title="Sea borders")
    services.drop(request.needs.get(number=2), by=focal_point)

    with pytest.raises(RuleBroken, match="Radiation portal monitors.* no longer needed"):
        services.submit_revision(copy, by=focal_point)
    saved = services.save_draft(
        copy, by=focal_point, edition=copy.edition, fields={}, needs=rows_of(copy)[:1]
    )
    assert services.submit_revision(saved, by=focal_point).number == 2


@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.CLOSED, RequestStatus.WITHDRAWN]
)
def test_only_what_stands_is_changed(focal_point: Any, arcadia: Any, status: Any) -> None:
    request = make_request(focal_point, arcadia, at=status)

    with pytest.raises(Stale, match="until it is closed or withdrawn"):
        services.begin_revision(request, by=focal_point)


def test_change_of_a_request_withdrawn_meanwhile_is_refused(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    copy = revise(request, focal_point, title="Sea borders")
    services.withdraw(request, by=focal_point, note="Not needed.")

    with pytest.raises(Stale, match="Withdrawn"):
        services.submit_revision(copy, by=focal_point)


@pytest.mark.parametrize("ended", ["withdrawn", "closed"])
def test_working_copy_ends_with_its_request(
    focal_point: Any, drafter: Any, arcadia: Any, provider: Any, ended: str
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    copy = revise(request, drafter, title="Sea borders")

    if ended == "withdrawn":
        services.withdraw(request, by=focal_point, note="Not needed.")
    else:
        services.close(request, by=focal_point, outcomes={request.needs.get().pk: "met"})

    copy.refresh_from_db()
    assert copy.status == RequestStatus.WITHDRAWN
    assert AuditEvent.objects.filter(case_id=request.pk, event="REVISION_DISCARDED").count() == 1
    with pytest.raises(Stale):
        services.save_draft(copy, by=drafter, edition=copy.edition, fields={"title": "Airports"})


def test_old_copy_does_not_come_back_over_words_that_were_mended(expert: Any, arcadia: Any) -> None:
    request = make_paper_request(expert, arcadia)
    old = services.begin_revision(request, by=expert)
    services.send_back(request, by=expert, note="The second page is missing.")
    services.save_draft(
        request, by=expert, edition=request.edition, fields={"title": "Law on transit"}
    )
    services.submit(request, by=expert, received_at=request.received_at)

    copy = services.begin_revision(request, by=expert)

    assert copy != old
    assert copy.title == "Law on transit"


def test_working_copy_is_never_submitted_as_a_request(focal_point: Any, arcadia: Any) -> None:
    copy = revise(make_request(focal_point, arcadia), focal_point, title="Sea borders")

    with pytest.raises(RuleBroken, match="a change of a request that stands"):
        services.submit(copy, by=focal_point)

    assert AssistanceRequest.objects.filter(reference__isnull=False).count() == 1


def test_document_of_the_change_joins_the_request(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    copy = revise(request, focal_point, title="Sea borders")
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    services.attach(copy, by=focal_point, upload=upload, kind="other")

    services.submit_revision(copy, by=focal_point)

    assert request.attachments.get().file.read() == b"%PDF-1.7\n%%EOF\n"


def test_expert_changes_paper_with_its_document(
    expert: Any, focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    request = make_paper_request(expert, arcadia, authentic=True)
    client = sign_in(expert)
    opened = client.post(reverse("admin:desk_requests:revise", args=[request.pk]), follow=True)
    address = opened.redirect_chain[-1][0]
    words = typed_in(opened, action=address) | {"title": "Law on brokering", "action": "submit"}

    refused = client.post(address, words)
    accepted = client.post(
        address,
        typed_in(refused, action=address)
        | {"channel_reference": "NV/20", "document_date": "2026-01-10", "action": "submit"},
    )

    assert refused.status_code == 422
    assert accepted.status_code == 302
    request.refresh_from_db()
    assert (request.title, request.channel_reference) == ("Law on brokering", "NV/12/2026")
    event = AuditEvent.objects.get(case_id=request.pk, event="REQUEST_REVISED")
    assert event.note == "NV/20, 2026-01-10"


def test_pages_from_the_button_to_the_new_version(
    focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    request = make_request(focal_point, arcadia)
    client = sign_in(focal_point)
    page = client.post(reverse("requests:revise", args=[request.pk]), follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, typed_in(page) | {"title": "Sea borders", "go": "next"})
    copy = request.revisions.get()
    review = client.get(reverse("requests:review", args=[copy.pk]))
    submit = reverse("requests:revision", args=[copy.pk, "submit"])

    answers = [client.post(submit, typed_in(review, action=submit)) for _click in range(2)]

    assert read(review).select_one("#changes .changes-before").text.strip() == "Border controls"
    assert [answer.url for answer in answers] == [request.get_absolute_url()] * 2
    version = read(client.get(reverse("requests:version", args=[request.pk, 2])))
    assert version.select_one("#changes .changes-after").text.strip() == "Sea borders"
    assert request.versions.count() == 2


def test_two_decisions_are_not_taken_in_a_change(
    focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    copy = services.begin_revision(make_request(focal_point, arcadia), by=focal_point)

    page = sign_in(focal_point).get(reverse("requests:edit", args=[copy.pk, "consent"]))

    assert page.status_code == 404


def test_outsiders_find_no_working_copy(
    focal_point: Any, other_focal_point: Any, expert: Any, arcadia: Any, sign_in: Any
) -> None:
    copy = services.begin_revision(make_request(focal_point, arcadia), by=focal_point)

    for person in (other_focal_point, expert):
        client = sign_in(person)
        for name in ("review", "edit", "attachments"):
            assert client.get(reverse(f"requests:{name}", args=[copy.pk])).status_code == 404


def test_ordinary_draft_has_no_revision_step(focal_point: Any, arcadia: Any, sign_in: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    answer = sign_in(focal_point).post(reverse("requests:revision", args=[draft.pk, "submit"]))

    assert answer.status_code == 404


def test_provider_sees_old_and_new_side_by_side(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any, sign_in: Any
) -> None:
    request = make_request(focal_point, arcadia, at=RequestStatus.DISTRIBUTED)
    services.submit_revision(revise(request, focal_point, title="Sea borders"), by=focal_point)

    page = read(
        sign_in(provider_contact).get(
            request.notices.get(provider__code="AIDORG").get_absolute_url()
        )
    )

    assert page.h1.text.strip() == "Sea borders"
    assert page.select_one("#changes .changes-before").text.strip() == "Border controls"
    assert page.select_one("#changes .changes-after").text.strip() == "Sea borders"


def test_need_set_aside_is_named_and_takes_no_answer(
    focal_point: Any, arcadia: Any, provider: Any, provider_contact: Any, sign_in: Any
) -> None:
    request = make_request(
        focal_point, arcadia, at=RequestStatus.DISTRIBUTED, needs=[NEED, SECOND_NEED]
    )
    first, notice = request.needs.get(number=1), request.notices.get(provider__code="AIDORG")
    rows = [{"need": first.pk, "verdict": "yes", "text": "Yes."}]
    services.answer(notice, by=provider_contact, answers=rows)
    copy = services.begin_revision(request, by=focal_point)
    kept = [{"id": copy.needs.get(number=2).pk}]
    services.save_draft(copy, by=focal_point, edition=copy.edition, fields={}, needs=kept)
    services.submit_revision(copy, by=focal_point)

    page = read(sign_in(provider_contact).get(notice.get_absolute_url()))

    assert "No longer asked" in page.select_one("form[action$='/answer/']").text
    # The same again changes nothing; another word about it is refused.
    assert services.answer(notice, by=provider_contact, answers=rows) == []
    with pytest.raises(Stale, match="does not ask for this need"):
        services.answer(notice, by=provider_contact, answers=[{**rows[0], "verdict": "no"}])


def test_nothing_differs_between_equal_versions(focal_point: Any, arcadia: Any) -> None:
    content = make_request(focal_point, arcadia).versions.get().content

    assert not changes.between(content, content)


def test_clock_of_a_late_change_is_the_old_one(focal_point: Any, arcadia: Any) -> None:
    request = make_request(focal_point, arcadia)
    AssistanceRequest.objects.filter(pk=request.pk).update(
        received_at=request.received_at - timedelta(days=2)
    )
    request.refresh_from_db()
    due = request.due_at

    services.submit_revision(revise(request, focal_point, title="Sea borders"), by=focal_point)

    request.refresh_from_db()
    assert request.due_at == due
