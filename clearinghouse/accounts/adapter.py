"""How allauth behaves here: no sign-up, and its mails go through our own outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url

from clearinghouse.access.checks import is_desk


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Desk people go to the desk, everybody else to the workspace."""
        return resolve_url("admin:index" if is_desk(request.user) else "requests:home")
