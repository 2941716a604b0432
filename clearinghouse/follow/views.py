"""What the person follows: list, words, preview, pause, end; and the end by the link of a mail."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.access.views import Guarded
from clearinghouse.core.errors import DomainError, NotAllowed, RuleBroken
from clearinghouse.follow import permissions, selectors, services
from clearinghouse.follow.forms import FollowForm
from clearinghouse.follow.models import Follow
from clearinghouse.notifications import links
from clearinghouse.notifications.models import Delivery
from clearinghouse.reference import vocabulary

SHOWN: Final = 20


class _Page(Guarded, TemplateView):
    """Everybody sees their own, which may be nothing."""

    def check(self, user: Any) -> None:
        """What the page lists comes from selectors."""


class Home(_Page):
    """All that the person follows, with what can be done."""

    template_name = "follow/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(selectors.visible_to(self.request.user))
        return super().get_context_data(
            follows=[(each, chosen(each)) for each in found if each.ended_at is None],
            is_member=has_desk_role(self.request.user, DeskRole.MEMBER),
            has_weekly=selectors.has_weekly(self.request.user),
            ended=[each for each in found if each.ended_at is not None],
            **kwargs,
        )


class News(_Page):
    """What was found lately."""

    template_name = "follow/news.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(items=selectors.news_of(self.request.user), **kwargs)


class _Form(_Page):
    """The words of a follow, with a preview before anything is saved."""

    template_name = "follow/edit.html"
    follow: Follow | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(FollowForm(user=request.user, follow=self.follow))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FollowForm(request.POST, user=request.user, follow=self.follow)
        if not form.is_valid():
            return self.page(form, status=422)
        if request.POST.get("go") == "preview":
            found = selectors.would_have_found(request.user, form.wanted())
            return self.page(form, found=found[:SHOWN], count=len(found), is_preview=True)
        try:
            self.save(form.fields_to_keep())
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            form.add_error(None, str(refusal.sentence))
            return self.page(form, status=409)
        messages.success(request, _("Saved. You hear of what comes from now on."))
        return redirect("follow:home")

    def save(self, fields: dict[str, Any]) -> None:
        raise NotImplementedError

    def page(self, form: FollowForm, *, status: int = 200, **context: Any) -> HttpResponse:
        context = self.get_context_data(form=form, follow=self.follow, **context)
        return self.render_to_response(context, status=status)


class Add(_Form):
    """Something new to follow."""

    def check(self, user: Any) -> None:
        permissions.check_can_follow(user)

    def save(self, fields: dict[str, Any]) -> None:
        services.begin(by=self.request.user, fields=fields)


class Edit(_Form):
    """Other words for what one follows."""

    def check(self, user: Any) -> None:
        own = selectors.visible_to(user).filter(ended_at__isnull=True)
        self.follow = get_object_or_404(own, pk=self.kwargs["pk"])

    def save(self, fields: dict[str, Any]) -> None:
        assert self.follow is not None
        services.change(self.follow, by=self.request.user, fields=fields)


class Do(Guarded, View):
    """Pause, resume, end: one POST each."""

    http_method_names = ["post"]
    kwargs: dict[str, Any]
    verbs: Final = {
        "pause": (services.pause, gettext_lazy("No mails about this until you resume it.")),
        "resume": (services.resume, gettext_lazy("You hear of what comes from now on.")),
        "end": (services.end, gettext_lazy("Ended. To undo this, follow it again below.")),
    }

    def check(self, user: Any) -> None:
        self.follow = get_object_or_404(selectors.visible_to(user), pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, pk: str, verb: str) -> HttpResponse:
        if verb not in self.verbs:
            raise Http404
        service, sentence = self.verbs[verb]
        try:
            service(self.follow, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, str(sentence))
        return redirect("follow:home")


class Weekly(Guarded, View):
    """A Committee member ends the weekly mail or takes it up again: one POST each."""

    http_method_names = ["post"]
    verbs: Final = {"end": services.end_weekly, "resume": services.resume_weekly}

    def check(self, user: Any) -> None:
        permissions.check_gets_weekly(user)

    def post(self, request: HttpRequest, verb: str) -> HttpResponse:
        if verb not in self.verbs:
            raise Http404
        self.verbs[verb](by=request.user)
        messages.success(request, _("Your choice about the weekly mail has been saved."))
        return redirect("follow:home")


# The link is the credential, no cookie is; mail programs press it by themselves (RFC 8058), without one.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class EndByLink(View):
    """End what brought a mail. Fetching the page changes nothing: scanners fetch every link of a mail."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = self._dispatch(request, *args, **kwargs)
        except RuleBroken as refusal:
            context = {"sentence": refusal.sentence}
            response = render(request, "follow/link.html", context, status=404)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _dispatch(
        self, request: HttpRequest, *args: Any, token: str, **kwargs: Any
    ) -> HttpResponseBase:
        delivery = Delivery.objects.filter(pk=links.read("unfollow", token)).first()
        if delivery is None:
            raise RuleBroken(_("This link is not known any more. Sign in to see what you follow."))
        self.delivery = delivery
        translation.activate(delivery.language)
        request.LANGUAGE_CODE = delivery.language  # type: ignore[attr-defined]
        return super().dispatch(request, *args, token=token, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"is_live": selectors.is_live(self.delivery)}
        return render(request, "follow/link.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        services.end_by_link(self.delivery)
        return redirect(request.path)


def chosen(follow: Follow) -> list[str]:
    """What a follow asks for, in words, for the list."""
    parts = (("area", follow.areas), ("kind", follow.kinds), ("category", follow.categories))
    words = [vocabulary.label(kind, code) for kind, codes in parts for code in codes]
    words += [vocabulary.label("region", code) for code in follow.regions]
    return [*words, *follow.states]
