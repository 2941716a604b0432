from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from clearinghouse.parties.models import Contact, PublicParty, State
from clearinghouse.reference.models import Holiday, Policy, Term

pytestmark = pytest.mark.django_db
NEW = {"kind": "provider", "name": "Officer", "email": "officer@aid.example", "language": "fr"}


def at(name: str, party, *more) -> str:
    return reverse(f"parties:{name}", args=[party.pk, *more])


@pytest.fixture
def contact_client(sign_in, provider_contact):
    return sign_in(provider_contact)


def test_own_party_opens_with_contacts_and_people(contact_client, provider, provider_contact):
    text = contact_client.get(at("detail", provider)).content.decode()

    assert "requests@aidorg.example" in text
    assert provider_contact.full_name in text


def test_another_party_is_not_there(contact_client, other_provider):
    contact = other_provider.contacts.get()
    for address in (
        at("detail", other_provider),
        at("contact-new", other_provider),
        at("contact", other_provider, contact.pk),
    ):
        assert contact_client.get(address).status_code == 404
    close = at("contact-close", other_provider, contact.pk)
    assert contact_client.post(close).status_code == 404


def test_contact_of_another_party_is_not_reached_through_ones_own(
    contact_client, provider, other_provider
):
    contact = other_provider.contacts.get()

    assert contact_client.get(at("contact", provider, contact.pk)).status_code == 404
    assert contact_client.post(at("contact-close", provider, contact.pk)).status_code == 404


def test_drafter_reads_and_does_not_write(sign_in, drafter, arcadia):
    client = sign_in(drafter)

    assert client.get(at("detail", arcadia)).status_code == 200
    assert client.get(at("contact-new", arcadia)).status_code == 403


def test_expert_reads_contacts(sign_in, expert, provider):
    client = sign_in(expert)

    assert client.get(at("detail", provider)).status_code == 200
    assert client.get(at("contact-new", provider)).status_code == 403


def test_add_change_and_close_a_contact(contact_client, provider):
    contact_client.post(at("contact-new", provider), NEW)
    contact = Contact.objects.get(email="officer@aid.example")
    assert (contact.party, contact.language) == (provider, "fr")

    contact_client.post(at("contact", provider, contact.pk), {**NEW, "phone": "+41 22 000 00 00"})
    contact.refresh_from_db()
    assert contact.phone == "+41 22 000 00 00"

    contact_client.post(at("contact-close", provider, contact.pk))
    contact.refresh_from_db()
    assert not contact.is_active


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**NEW, "email": "not an address"}, "Check the e-mail address"),
        ({**NEW, "name": ""}, "Give the name"),
        ({**NEW, "email": "REQUESTS@aidorg.example"}, "This address is there already"),
    ],
)
def test_refused_contact_keeps_what_was_typed(contact_client, provider, fields, sentence):
    page = contact_client.post(at("contact-new", provider), fields)

    assert sentence in page.content.decode().replace("&#x27;", "'")
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.find("input", {"name": "email"})["value"] == fields["email"]
    assert Contact.objects.filter(party=provider).count() == 1


def test_changing_into_an_address_that_is_there_is_refused(contact_client, provider):
    contact_client.post(at("contact-new", provider), NEW)
    contact = Contact.objects.get(email="officer@aid.example")

    page = contact_client.post(
        at("contact", provider, contact.pk), {**NEW, "email": "requests@aidorg.example"}
    )

    assert "This address is there already" in page.content.decode()


# --- At the desk ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "parties_state",
        "parties_organization",
        "parties_grouping",
        "parties_contact",
        "reference_term",
        "reference_policy",
        "reference_holiday",
    ],
)
def test_desk_lists_open_for_readers_and_take_nothing_from_them(sign_in, expert, nobody, name):
    address = reverse(f"admin:{name}_changelist")

    assert sign_in(expert).get(address).status_code == 200
    assert sign_in(expert).get(reverse(f"admin:{name}_add")).status_code == 403
    assert sign_in(nobody).get(address).status_code == 302


def test_secretariat_edits_a_state_and_the_public_copy_follows(sign_in, secretariat):
    client = sign_in(secretariat)
    state = State.objects.get(iso3="TGO")
    address = reverse("admin:parties_state_change", args=[state.pk])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = _posted(soup)

    answer = client.post(address, {**form, "name_en": "Togo, edited"})

    assert answer.status_code == 302, _errors(answer)
    assert PublicParty.objects.get(code="TGO").name_en == "Togo, edited"


def test_secretariat_adds_a_contact_on_the_page_of_the_party(sign_in, secretariat, provider):
    client = sign_in(secretariat)
    address = reverse("admin:parties_organization_change", args=[provider.pk])
    form = _posted(BeautifulSoup(client.get(address).content, "html.parser"))
    form |= {"contacts-TOTAL_FORMS": "2", **{f"contacts-1-{k}": v for k, v in NEW.items()}}
    form |= {"contacts-1-is_active": "on", "contacts-1-party_ptr": provider.pk}

    answer = client.post(address, form)

    assert answer.status_code == 302, _errors(answer)
    assert provider.contacts.filter(email="officer@aid.example").exists()


def test_secretariat_edits_figures_but_not_their_names(sign_in, secretariat):
    client = sign_in(secretariat)
    address = reverse("admin:reference_policy_change", args=["objection_working_days"])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert not soup.find("input", {"name": "key"})

    client.post(address, {**_posted(soup), "value": "4"})

    assert Policy.objects.get(pk="objection_working_days").value == 4


def test_missing_holidays_are_a_warning(sign_in, secretariat):
    client = sign_in(secretariat)
    address = reverse("admin:reference_holiday_changelist")
    Holiday.objects.all().delete()

    assert "are missing" in client.get(address).content.decode()


def test_codes_of_the_vocabulary_are_not_edited(sign_in, secretariat):
    term = Term.objects.get(kind="area", code="3C")
    address = reverse("admin:reference_term_change", args=[term.pk])

    soup = BeautifulSoup(sign_in(secretariat).get(address).content, "html.parser")

    assert soup.find("input", {"name": "label_fr"})
    assert not soup.find("input", {"name": "code"})


def _posted(soup: BeautifulSoup) -> dict[str, str]:
    """What a browser would post for the admin form as it stands."""
    form = soup.find(
        "form", {"method": "post", "id": lambda value: value and value.endswith("_form")}
    )
    fields: dict[str, str] = {}
    for field in form.select("input[name], textarea[name]"):
        if "__prefix__" in field["name"] or field.get("type") in {"submit", "file"}:
            continue
        if field.get("type") == "checkbox":
            if field.has_attr("checked"):
                fields[field["name"]] = "on"
            continue
        fields[field["name"]] = field.get("value", field.text if field.name == "textarea" else "")
    for select in form.select("select[name]"):
        if "__prefix__" in select["name"]:
            continue
        chosen = select.select_one("option[selected]")
        fields[select["name"]] = chosen["value"] if chosen else ""
    return fields


def _errors(answer) -> list[str]:
    return [
        each.text
        for each in BeautifulSoup(answer.content, "html.parser").select(".errorlist, .errornote")
    ]
