"""The relay and the processes of the notification tests, for whole distributions."""

from tests.notifications.conftest import relay_log, start_relay
from tests.notifications.test_crashes import start

__all__ = ["relay_log", "start", "start_relay"]
