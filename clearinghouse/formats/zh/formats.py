"""Chinese: the framework keeps its formats under `zh_Hans`."""

from django.conf.locale.zh_Hans.formats import *  # noqa: F403
