"""What every page needs to know about the site. Touches neither session nor database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Site-wide values of templates."""
    return {
        "EMBEDDED": settings.EMBEDDED,
        "SITE_URL": settings.SITE_URL,
        "MAILBOX_URL": settings.MAILBOX_URL,
        "UN_LANGUAGES": settings.LANGUAGES,
    }
