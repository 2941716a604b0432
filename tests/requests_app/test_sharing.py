"""Who may open a draft, in which role; for everybody else it is as if it did not exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken, Stale
from clearinghouse.notifications.models import Delivery, Message
from requests_app import selectors, services
from tests.browser_forms import read
from tests.factories import make_draft, make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(arcadia: Any) -> Any:
    """Another drafter of Arcadia."""
    return make_user("colleague@arcadia.example", PartyRole.DRAFTER, arcadia)


@pytest.fixture
def kept(drafter: Any, arcadia: Any) -> Any:
    """A draft that its author keeps to named colleagues."""
    draft = make_draft(drafter, arcadia)
    services.restrict_to_named(draft, by=drafter)
    draft.refresh_from_db()
    return draft


def pages_of(draft: Any) -> list[str]:
    names = ("detail", "review", "edit", "attachments", "sharing")
    return [reverse(f"requests:{name}", args=[draft.pk]) for name in names]


def test_draft_is_the_whole_partys_at_first(drafter: Any, colleague: Any, arcadia: Any) -> None:
    draft = make_draft(drafter, arcadia)

    services.save_draft(draft, by=colleague, edition=draft.edition, fields={"title": "Sea"})

    assert draft in selectors.own(colleague)


def test_kept_draft_does_not_exist_for_the_others(
    kept: Any, colleague: Any, drafter: Any, sign_in: Any
) -> None:
    upload = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n%%EOF\n")
    attachment = services.attach(kept, by=drafter, upload=upload, kind="other")
    client = sign_in(colleague)

    answers = {client.get(page).status_code for page in pages_of(kept)}
    answers.add(client.get(attachment.get_absolute_url()).status_code)
    answers.add(client.post(reverse("requests:autosave", args=[kept.pk, "subject"])).status_code)
    answers.add(client.post(reverse("requests:copy", args=[kept.pk])).status_code)

    assert answers == {404}
    assert kept not in selectors.own(colleague)
    assert client.get("/api/v1/own/requests/").json()["count"] == 0


def test_services_refuse_whoever_is_not_named(kept: Any, colleague: Any) -> None:
    for attempt in (
        lambda: services.save_draft(kept, by=colleague, edition=kept.edition, fields={}),
        lambda: services.withdraw(kept, by=colleague),
        lambda: services.copy_to_draft(kept, by=colleague),
        lambda: services.mail_me_the_link(kept, by=colleague),
        lambda: services.share(kept, by=colleague, person=colleague, role="keeper"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_focal_points_always_read_and_keep(kept: Any, focal_point: Any, drafter: Any) -> None:
    assert kept in selectors.own(focal_point)

    services.open_to_party(kept, by=focal_point)

    kept.refresh_from_db()
    assert not kept.is_restricted


def test_reader_reads_and_does_not_write(
    kept: Any, drafter: Any, colleague: Any, sign_in: Any
) -> None:
    services.share(kept, by=drafter, person=colleague, role="reader")
    client = sign_in(colleague)

    review = client.get(reverse("requests:review", args=[kept.pk]))
    section = client.get(reverse("requests:edit", args=[kept.pk, "subject"]))
    to_continue = client.get(reverse("requests:edit", args=[kept.pk]))

    assert "shared with you to read" in read(review).text
    assert (section.status_code, to_continue.status_code) == (403, 302)
    with pytest.raises(NotAllowed, match="to read"):
        services.save_draft(kept, by=colleague, edition=kept.edition, fields={"title": "x"})


def test_writer_writes_and_does_not_share(kept: Any, drafter: Any, colleague: Any) -> None:
    services.share(kept, by=drafter, person=colleague, role="writer")

    saved = services.save_draft(kept, by=colleague, edition=kept.edition, fields={"title": "Sea"})

    assert saved.title == "Sea"
    with pytest.raises(NotAllowed):
        services.open_to_party(kept, by=colleague)


def test_keeper_shares_and_only_a_focal_point_submits(
    kept: Any, drafter: Any, colleague: Any
) -> None:
    services.share(kept, by=drafter, person=colleague, role="keeper")

    services.open_to_party(kept, by=colleague)

    with pytest.raises(NotAllowed, match="Only a focal point submits"):
        services.submit(kept, by=colleague)


def test_role_named_counts_in_an_open_draft_too(drafter: Any, colleague: Any, arcadia: Any) -> None:
    draft = make_draft(drafter, arcadia)
    services.share(draft, by=drafter, person=colleague, role="reader")

    with pytest.raises(NotAllowed, match="to read"):
        services.save_draft(draft, by=colleague, edition=draft.edition, fields={})


def test_taken_off_means_gone(kept: Any, drafter: Any, colleague: Any) -> None:
    given = services.share(kept, by=drafter, person=colleague, role="writer")

    services.unshare(given, by=drafter)

    assert kept not in selectors.own(colleague)
    with pytest.raises(Stale, match="taken off already"):
        services.unshare(given, by=drafter)


def test_mail_holds_the_link_and_nothing_of_the_draft(
    kept: Any, drafter: Any, colleague: Any
) -> None:
    for _click in range(2):
        services.share(kept, by=drafter, person=colleague, role="writer")

    delivery = Delivery.objects.get(message__kind="draft_shared")
    assert delivery.address == colleague.email
    assert delivery.message.context == {"path": reverse("requests:review", args=[kept.pk])}


def test_changed_role_replaces_the_first(kept: Any, drafter: Any, colleague: Any) -> None:
    services.share(kept, by=drafter, person=colleague, role="reader")
    services.share(kept, by=drafter, person=colleague, role="writer")

    named = kept.shares.filter(revoked_at__isnull=True)
    assert [share.role for share in named] == ["writer"]
    assert kept.shares.count() == 2


def test_strangers_cannot_be_named(kept: Any, drafter: Any, other_focal_point: Any) -> None:
    with pytest.raises(RuleBroken, match="Only people who write for this requester"):
        services.share(kept, by=drafter, person=other_focal_point, role="reader")
    with pytest.raises(RuleBroken, match="Choose a colleague"):
        services.share(kept, by=drafter, person=drafter, role="reader")


def test_colleague_who_left_the_party_sees_nothing(kept: Any, drafter: Any, colleague: Any) -> None:
    services.share(kept, by=drafter, person=colleague, role="writer")

    colleague.groups.clear()

    assert kept not in selectors.own(colleague)


def test_submitted_it_is_the_whole_partys(
    kept: Any, focal_point: Any, colleague: Any, drafter: Any
) -> None:
    services.submit(kept, by=focal_point)

    assert kept in selectors.own(colleague)
    with pytest.raises(Stale, match="was submitted"):
        services.share(kept, by=drafter, person=colleague, role="reader")


def test_link_to_oneself_once_a_minute(kept: Any, drafter: Any, sign_in: Any) -> None:
    client = sign_in(drafter)

    for _click in range(2):
        client.post(reverse("requests:sharing-step", args=[kept.pk, "mail-me"]))

    assert Message.objects.filter(kind="draft_link").count() in {1, 2}
    assert set(Delivery.objects.values_list("address", flat=True)) == {drafter.email}


def test_page_shares_restricts_and_takes_off(
    drafter: Any, colleague: Any, focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    draft, client = make_draft(drafter, arcadia), sign_in(drafter)
    page = client.get(reverse("requests:sharing", args=[draft.pk]))
    address = reverse("requests:sharing", args=[draft.pk])

    client.post(address, {"person": colleague.pk, "role": "reader"})
    client.post(reverse("requests:sharing-step", args=[draft.pk, "restrict"]))
    named = read(client.get(address)).select("#named tbody tr")
    given = draft.shares.get()
    client.post(reverse("requests:unshare", args=[draft.pk, given.pk]))

    options = {option.text for option in read(page).select("#share option")}
    assert options == {str(colleague), str(focal_point)}
    assert len(named) == 1
    assert colleague.full_name in named[0].text
    draft.refresh_from_db()
    given.refresh_from_db()
    assert (draft.is_restricted, given.revoked_by) == (True, drafter)
    happened = AuditEvent.objects.filter(case_id=draft.pk).values_list("event", flat=True)
    assert list(happened)[-3:] == ["DRAFT_SHARED", "DRAFT_RESTRICTED", "DRAFT_UNSHARED"]


def test_foreign_name_is_refused_with_a_sentence(
    drafter: Any, other_focal_point: Any, arcadia: Any, sign_in: Any
) -> None:
    draft = make_draft(drafter, arcadia)

    answer = sign_in(drafter).post(
        reverse("requests:sharing", args=[draft.pk]),
        {"person": other_focal_point.pk, "role": "reader"},
    )

    assert answer.status_code == 422
    assert "Choose one of your colleagues" in read(answer).text
    assert not draft.shares.exists()


def test_reader_sees_the_names_and_no_form(
    kept: Any, drafter: Any, colleague: Any, sign_in: Any
) -> None:
    services.share(kept, by=drafter, person=colleague, role="reader")

    page = sign_in(colleague).get(reverse("requests:sharing", args=[kept.pk]))

    assert read(page).select_one("#named tbody tr") is not None
    assert read(page).select_one("#share") is None


def test_submitted_request_has_no_sharing(focal_point: Any, arcadia: Any, sign_in: Any) -> None:
    request = make_request(focal_point, arcadia)

    answer = sign_in(focal_point).get(reverse("requests:sharing", args=[request.pk]))

    assert answer.url == request.get_absolute_url()


def test_paper_is_not_shared(expert: Any, arcadia: Any, focal_point: Any, sign_in: Any) -> None:
    paper = services.enter_on_behalf(
        party=arcadia, by=expert, channel="visit", channel_reference="V/1", document_date=None,
        language="en", fields={}, needs=[], contacts=[],
    )  # fmt: skip

    assert sign_in(focal_point).get(reverse("requests:sharing", args=[paper.pk])).status_code == 404
    assert sign_in(expert).get(reverse("requests:sharing", args=[paper.pk])).status_code == 404
