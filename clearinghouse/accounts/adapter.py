"""How allauth behaves here: no sign-up, and its mails go through our own outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse

from clearinghouse.access.checks import is_desk


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Desk people go to the desk, everybody else to the workspace."""
        return resolve_url("admin:index" if is_desk(request.user) else "requests:home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, on the site's own address: never on the host that a request names."""
        person, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[person, token])
        return f"{settings.SITE_URL}{path}"
