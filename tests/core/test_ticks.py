"""The list that every tick runs."""

from __future__ import annotations

import pytest

from clearinghouse.core import ticks


@pytest.fixture(autouse=True)
def _own_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "_steps", {})


def test_every_step_runs_although_one_fails() -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise ZeroDivisionError

    ticks.on_every_tick("fails", fails)
    ticks.on_every_tick("works", lambda: done.append("works"))

    ticks.run_steps()

    assert done == ["fails", "works"]


def test_a_step_registered_twice_runs_once() -> None:
    done: list[int] = []

    ticks.on_every_tick("same", lambda: done.append(1))
    ticks.on_every_tick("same", lambda: done.append(2))
    ticks.run_steps()

    assert done == [2]
