"""Who people are to the system; the only place that imports guardian."""

from typing import Final


class _System:
    """The actor of what happens by itself, because a time has come."""

    is_active = True
    is_authenticated = False
    pk = None

    def __str__(self) -> str:
        return "system"


SYSTEM: Final = _System()
