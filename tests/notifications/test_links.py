"""Links that work without a sign-in: for one purpose and one record, and for nothing else."""

from __future__ import annotations

from uuid import UUID

import pytest

from clearinghouse.core.errors import RuleBroken
from clearinghouse.notifications import links

SUBJECT = UUID("0b6f4f9e-0f6b-4d5e-9a3c-2f9f2c1d7a10")


def test_a_link_gives_back_its_subject() -> None:
    token = links.token("received", SUBJECT)

    assert links.read("received", token) == SUBJECT
    assert links.make("received", SUBJECT) == f"/workspace/links/received/{token}/"


def test_a_link_is_good_for_its_purpose_only() -> None:
    with pytest.raises(RuleBroken, match="not complete"):
        links.read("not_for_us", links.token("received", SUBJECT))


@pytest.mark.parametrize("spoil", [str.lower, lambda token: token[:-1], lambda token: f"x{token}"])
def test_a_spoilt_link_opens_nothing(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleBroken, match="not complete"):
        links.read("received", spoil(links.token("received", SUBJECT)))


@pytest.mark.parametrize("nonsense", ["", ".", "..", "é", "a" * 5000, str(SUBJECT)])
def test_nonsense_opens_nothing(nonsense: str) -> None:
    with pytest.raises(RuleBroken, match="not complete"):
        links.read("received", nonsense)
