"""Queues at rest, and colleagues."""

from __future__ import annotations

from typing import Any

import pytest

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.core import clock
from clearinghouse.parties.models import Party
from clearinghouse.reference.models import Holiday
from tests import factories


@pytest.fixture
def quiet(db: None) -> None:
    """No warning about holidays and no provider that is not in the story."""
    Party.objects.update(is_provider=False)
    today = clock.now().date()
    for year in (today.year, today.year + 1):
        Holiday.objects.get_or_create(
            date=today.replace(year=year, month=1, day=1), defaults={"name": "New Year"}
        )


@pytest.fixture
def colleague(db: None) -> Any:
    """Another expert."""
    return factories.make_user("colleague@desk.example", DeskRole.EXPERT)


@pytest.fixture
def paper(expert: Any, arcadia: Any) -> Any:
    """A request from a note verbale that waits for authentication."""
    return factories.make_paper_request(expert, arcadia)
