"""Access comes from groups, ends with them, and is never the inactive person's."""

from __future__ import annotations

from typing import Any

import pytest
from guardian.shortcuts import get_groups_with_perms

from clearinghouse.access import SYSTEM, grants
from clearinghouse.access.catalogue import DeskRole, PartyPermission, PartyRole
from clearinghouse.access.checks import acts_for, has_desk_role, is_desk, party_ids

pytestmark = pytest.mark.django_db


def test_grants_of_a_party_are_exactly_these(arcadia: Any, focal_point: Any, drafter: Any) -> None:
    held = {
        group.name.rsplit(":", 1)[1]: set(codenames)
        for group, codenames in get_groups_with_perms(arcadia, attach_perms=True).items()
    }

    assert held == {
        "focal_point": {"draft_for_party", "act_for_party"},
        "drafter": {"draft_for_party"},
    }


@pytest.mark.parametrize(
    ("who", "permission", "expected"),
    [
        ("focal_point", PartyPermission.ACT, True),
        ("focal_point", PartyPermission.PROVIDE, False),
        ("drafter", PartyPermission.DRAFT, True),
        ("drafter", PartyPermission.ACT, False),
        ("other_focal_point", PartyPermission.DRAFT, False),
        ("expert", PartyPermission.ACT, False),
        ("nobody", PartyPermission.DRAFT, False),
    ],
)
def test_who_acts_for_a_party(
    arcadia: Any,
    who: str,
    permission: PartyPermission,
    expected: bool,
    request: pytest.FixtureRequest,
) -> None:
    assert acts_for(request.getfixturevalue(who), arcadia.pk, permission) is expected


def test_inactive_person_acts_for_nobody(arcadia: Any, focal_point: Any, expert: Any) -> None:
    focal_point.is_active = expert.is_active = False

    assert not acts_for(focal_point, arcadia.pk, PartyPermission.ACT)
    assert not party_ids(focal_point, PartyPermission.DRAFT).exists()
    assert not is_desk(expert)


def test_leaving_the_group_ends_the_access(arcadia: Any, focal_point: Any) -> None:
    grants.remove_from_party_role(focal_point, PartyRole.FOCAL_POINT, arcadia)

    assert not acts_for(focal_point, arcadia.pk, PartyPermission.ACT)


def test_the_system_is_nobody_of_a_party(arcadia: Any) -> None:
    assert not acts_for(SYSTEM, arcadia.pk, PartyPermission.ACT)
    assert not has_desk_role(SYSTEM, *DeskRole)


def test_desk_roles(expert: Any, member: Any) -> None:
    assert has_desk_role(expert, DeskRole.EXPERT)
    assert not has_desk_role(member, DeskRole.EXPERT)
    assert has_desk_role(member, DeskRole.EXPERT, DeskRole.MEMBER)
