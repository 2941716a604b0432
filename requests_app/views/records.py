"""What the workspace's pages have in common: the record by what the person may see, then the check."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404, redirect
from django.views.generic.base import ContextMixin

from clearinghouse.access.views import Guarded
from clearinghouse.core import clock
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.selectors import parties_of
from requests_app import permissions, selectors
from requests_app.enums import EDITABLE
from requests_app.models import AssistanceRequest, Notice
from requests_app.selectors import open_to, visible_to


class WorkspacePage(Guarded, ContextMixin):
    """A page behind the sign-in; anybody may open it unless `check` says otherwise."""

    def check(self, user: Any) -> None:
        """Nothing to refuse: what the page lists comes from selectors."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            parties=parties_of(user),
            unread_notices=selectors.waiting_notices(user).count(),
            now=clock.now(),
            **kwargs,
        )


class OneRequest(WorkspacePage):
    """A page about one request: 404 when it is invisible, 403 when `check_record` refuses."""

    kwargs: dict[str, Any]
    assistance_request: AssistanceRequest
    selector = staticmethod(visible_to)

    def check(self, user: Any) -> None:
        visible = self.selector(user)
        self.assistance_request = get_object_or_404(visible, pk=self.kwargs["pk"])
        self.check_record(user)

    def check_record(self, user: Any) -> None:
        """Seeing it is enough, unless a page asks for more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.assistance_request, **kwargs)


class OneDraft(OneRequest):
    """A page for writing. What was submitted meanwhile is shown instead of a form that cannot be saved."""

    selector = staticmethod(open_to)

    def check_record(self, user: Any) -> None:
        permissions.check_can_edit(user, self.assistance_request)

    @property
    def may_edit(self) -> bool:
        """Whether the reader may also write."""
        try:
            permissions.check_can_edit(self.request.user, self.assistance_request)
        except NotAllowed:
            return False
        return True

    @property
    def is_editable(self) -> bool:
        return self.assistance_request.status in EDITABLE

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.is_editable:
            return redirect(self.assistance_request)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]


class OneNotice(WorkspacePage):
    """A page about one notice, for the contacts of the provider to which it was sent."""

    kwargs: dict[str, Any]
    notice: Notice

    def check(self, user: Any) -> None:
        self.notice = get_object_or_404(selectors.notices_visible_to(user), pk=self.kwargs["pk"])
        permissions.check_can_answer(user, self.notice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notice=self.notice, **kwargs)
