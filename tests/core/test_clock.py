"""Only the database's clock counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from clearinghouse.core import clock

pytestmark = pytest.mark.django_db


def test_clock_of_this_process_is_never_asked() -> None:
    before = clock.now()

    with time_machine.travel("2001-01-01"):
        assert clock.now() - before < timedelta(minutes=1)
        assert clock.now() >= before


def test_shift_moves_the_clock_and_ends() -> None:
    before = clock.now()

    with clock.shifted(timedelta(days=8)):
        assert timedelta(days=8) <= clock.now() - before < timedelta(days=8, minutes=1)
    assert clock.now() - before < timedelta(minutes=1)


def test_no_shift_outside_of_tests(settings) -> None:
    settings.FAULTS_ALLOWED = False
    before = clock.now()

    with clock.shifted(timedelta(days=8)):
        assert clock.now() - before < timedelta(minutes=1)
