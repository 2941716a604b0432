from __future__ import annotations

import pytest

from clearinghouse.access import SYSTEM
from clearinghouse.access.catalogue import PartyPermission, PartyRole
from clearinghouse.access.checks import acts_for
from clearinghouse.audit.models import AuditEvent
from clearinghouse.core.errors import NotAllowed, RuleBroken
from clearinghouse.parties import selectors, services
from clearinghouse.parties.models import Contact, PartyGroupObjectPermission, State
from tests import factories

pytestmark = pytest.mark.django_db
CONTACT = {"kind": "provider", "name": "Focal Person", "email": "focal@aid.example"}


def test_add_member_grants_exactly_the_role(arcadia, nobody, secretariat):
    services.add_member(arcadia, user=nobody, role=PartyRole.FOCAL_POINT, by=secretariat)

    grants = PartyGroupObjectPermission.objects.filter(group__user=nobody)
    assert {(grant.content_object_id, grant.permission.codename) for grant in grants} == {
        (arcadia.pk, "draft_for_party"),
        (arcadia.pk, "act_for_party"),
    }
    assert nobody.groups.get().name == f"party:{arcadia.pk}:focal_point"
    assert AuditEvent.objects.filter(event="MEMBER_ADDED", about_id=arcadia.pk).count() == 1


def test_add_member_twice_changes_nothing(arcadia, nobody, secretariat):
    for _ in range(2):
        services.add_member(arcadia, user=nobody, role=PartyRole.DRAFTER, by=secretariat)

    assert AuditEvent.objects.filter(event="MEMBER_ADDED").count() == 1


def test_grant_given_on_the_state_counts_for_the_party(arcadia, nobody):
    state = State.objects.get(pk=arcadia.pk)
    services.add_member(state, user=nobody, role=PartyRole.DRAFTER, by=SYSTEM)

    assert acts_for(nobody, arcadia.pk, PartyPermission.DRAFT)


def test_remove_member_ends_the_role_and_leaves_others(arcadia, provider, nobody, secretariat):
    services.add_member(arcadia, user=nobody, role=PartyRole.FOCAL_POINT, by=secretariat)
    services.add_member(provider, user=nobody, role=PartyRole.PROVIDER_CONTACT, by=secretariat)

    services.remove_member(arcadia, user=nobody, role=PartyRole.FOCAL_POINT, by=secretariat)

    assert set(selectors.parties_of(nobody)) == {provider}


def test_members_are_given_roles_by_the_secretariat_only(arcadia, nobody, expert, focal_point):
    for person in (nobody, expert, focal_point):
        with pytest.raises(NotAllowed):
            services.add_member(arcadia, user=nobody, role=PartyRole.FOCAL_POINT, by=person)


def test_only_permissions_on_parties_can_be_granted(arcadia, focal_point):
    from django.contrib.auth.models import Permission

    view = Permission.objects.get(codename="view_party")
    with pytest.raises(ValueError, match="view_party"):
        PartyGroupObjectPermission.objects.create(
            group=focal_point.groups.get(), permission=view, content_object=arcadia
        )


def test_inactive_person_holds_nothing(arcadia, focal_point):
    focal_point.is_active = False

    assert set(selectors.parties_of(focal_point)) == set()


def test_own_contacts_are_kept_by_the_party(provider, provider_contact, other_provider_contact):
    contact = services.add_contact(
        provider, by=provider_contact, receives_distribution=True, **CONTACT
    )

    assert contact in selectors.distribution_contacts(provider)
    with pytest.raises(NotAllowed):
        services.add_contact(provider, by=other_provider_contact, **CONTACT)


def test_the_same_address_comes_once_whatever_its_case(provider, secretariat):
    services.add_contact(provider, by=secretariat, **CONTACT)

    with pytest.raises(RuleBroken):
        services.add_contact(provider, by=secretariat, **{**CONTACT, "email": "Focal@Aid.example"})


def test_closed_contact_receives_nothing_and_stays(provider, secretariat):
    contact = services.add_contact(provider, by=secretariat, receives_distribution=True, **CONTACT)

    services.close_contact(contact, by=secretariat)

    assert contact not in selectors.distribution_contacts(provider)
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_changed_contact_is_audited_without_its_text(provider, secretariat):
    contact = services.add_contact(provider, by=secretariat, **CONTACT)

    services.change_contact(contact, by=secretariat, phone="+1 212 555 0100")

    event = AuditEvent.objects.get(event="CONTACT_CHANGED")
    assert event.data == {"fields": ["phone"]}


def test_unreachable_providers_are_known(provider):
    lonely = factories.make_organization("LONELY", "Lonely", is_provider=True)
    lonely.contacts.all().delete()

    assert lonely in selectors.providers_without_contact()
    assert provider not in selectors.providers_without_contact()


def test_desk_sees_all_parties_and_others_their_own(arcadia, borduria, focal_point, expert, nobody):
    assert set(selectors.visible_to(focal_point)) == {arcadia}
    assert {arcadia, borduria} <= set(selectors.visible_to(expert))
    assert not selectors.visible_to(nobody).exists()
