"""A modest limit on repeating something."""

from __future__ import annotations

from uuid import uuid4

from clearinghouse.core.throttle import within_limit


def test_the_limit_counts_each_key_apart() -> None:
    key, other = str(uuid4()), str(uuid4())

    assert [within_limit(key, limit=2, seconds=60) for _each in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert within_limit(other, limit=2, seconds=60)
