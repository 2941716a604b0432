from __future__ import annotations

import re
from typing import Any

import pytest

from clearinghouse.access.catalogue import PartyRole
from clearinghouse.accounts import services
from clearinghouse.notifications.models import Message


@pytest.fixture
def invite(secretariat: Any, arcadia: Any) -> Any:
    """Invite somebody, and return the invitation with the token of its mail."""

    def _invite(**fields: Any) -> tuple[Any, str]:
        options = {
            "email": "new@arcadia.example",
            "full_name": "New Person",
            "role": PartyRole.DRAFTER,
            "party": arcadia,
            "language": "fr",
            "by": secretariat,
        }
        invitation = services.invite(**(options | fields))
        return invitation, token_of(invitation)

    return _invite


def token_of(invitation: Any) -> str:
    """The token in the latest mail of an invitation."""
    message = Message.objects.filter(about=invitation.pk).latest("created_at")
    found = re.fullmatch(r"/account/invitation/([^/]+)/", message.context["path"])
    assert found
    return found[1]
