"""A provider's own offers: list, write, review, publish, confirm, withdraw."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import acts_for, has_desk_role
from clearinghouse.access.views import Guarded
from clearinghouse.audit.timeline import timeline
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError, NotAllowed, RuleBroken
from clearinghouse.core.templatetags.ui import moment_text
from clearinghouse.parties.selectors import active_providers, parties_of
from clearinghouse.workflow.views import TransitionView
from offers_app import permissions, selectors, services
from offers_app.enums import IN_FORCE, OfferStatus
from offers_app.forms import OfferForm, StartForm
from offers_app.likeness import most_alike
from offers_app.models import Offer
from offers_app.panels import offer_panels
from offers_app.views.actions import actions_of, problems_of


class WorkspacePage(Guarded, ContextMixin):
    """A page behind the sign-in; anybody may open it unless `check` says otherwise."""

    def check(self, user: Any) -> None:
        """Nothing to refuse: what the page lists comes from selectors."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parties=parties_of(self.request.user), **kwargs)


class Home(WorkspacePage, TemplateView):
    """The offers of the person's parties, what waits for a word first."""

    template_name = "offers/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        oldest = selectors.confirmed_before()
        offers = list(selectors.own(user).order_by("-updated_at"))
        stale = [offer for offer in offers if offer.is_stale(oldest)]
        gone = [offer for offer in offers if offer.status == OfferStatus.WITHDRAWN]
        return super().get_context_data(
            stale=stale,
            offers=[offer for offer in offers if offer not in gone],
            gone=gone,
            may_offer=parties_of(user, PartyPermission.PROVIDE).exists(),
            is_expert=has_desk_role(user, DeskRole.EXPERT),
            **kwargs,
        )


class Start(WorkspacePage, FormView):
    """Begin an offer: of one's own party, or as an expert on behalf of a provider."""

    template_name = "offers/start.html"
    form_class = StartForm

    def check(self, user: Any) -> None:
        self.providers = parties_of(user, PartyPermission.PROVIDE)
        self.is_desk = not self.providers.exists() and has_desk_role(user, DeskRole.EXPERT)
        if self.is_desk:
            self.providers = active_providers()
        elif not self.providers.exists():
            raise NotAllowed(
                _("Only contacts of a provider write offers. Ask the secretariat for that role.")
            )

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"providers": self.providers, "is_desk": self.is_desk}
        return super().get_form_kwargs() | own

    def form_valid(self, form: StartForm) -> HttpResponse:
        fields = dict(form.cleaned_data)
        offer = services.create_draft(
            provider=fields.pop("provider"),
            submission_key=fields.pop("submission_key"),
            by=self.request.user,
            fields=fields,
        )
        return redirect("offers:edit", pk=offer.pk)


class OneOffer(WorkspacePage):
    """A page about one offer: 404 when it is invisible, 403 when `check_record` refuses."""

    kwargs: dict[str, Any]
    offer: Offer

    def check(self, user: Any) -> None:
        self.offer = get_object_or_404(selectors.visible_to(user), pk=self.kwargs["pk"])
        self.check_record(user)

    def check_record(self, user: Any) -> None:
        """Seeing it is enough, unless a page asks for more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offer=self.offer, **kwargs)


class Detail(OneOffer, TemplateView):
    """The offer as it stands, what is missing, and what can be done."""

    template_name = "offers/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        actions = actions_of(self.offer, user)
        return super().get_context_data(
            actions=actions,
            problems=problems_of(self.offer, user),
            may_edit=bool(actions) and self.offer.status in services.EDITABLE,
            is_stale=self.offer.is_stale(selectors.confirmed_before()),
            may_confirm=acts_for(user, self.offer.provider_id, PartyPermission.PROVIDE),
            regions=self.offer.m49,
            groupings=self.offer.groupings.all(),
            states=self.offer.states.all(),
            excluded_states=self.offer.excluded_states.all(),
            # Whoever at the desk entered it from a document is not named to the provider.
            panels=offer_panels(user, self.offer),
            alike=most_alike(self.offer) if self.offer.status == OfferStatus.DRAFT else None,
            has_versions=self.offer.versions.exists(),
            history=timeline(self.offer.pk, hide_names=bool(self.offer.source)),
            **kwargs,
        )


class OfferEditing(OneOffer):
    """What the form and the autosave have in common."""

    def check_record(self, user: Any) -> None:
        permissions.check_can_keep(user, self.offer)

    def bound_form(self) -> OfferForm:
        return OfferForm(self.request.POST, offer=self.offer)

    def save(self, form: OfferForm) -> Offer:
        """Store what is valid; Stale when somebody else saved since this page was opened."""
        seen = self.request.POST.get("version", "")
        return services.revise(
            self.offer,
            by=self.request.user,
            version=int(seen) if seen.isdecimal() else 0,
            fields=form.kept(),
        )


class Edit(OfferEditing, TemplateView):
    """The form. An offer in force is saved only when it is complete, because saving changes what others see."""

    template_name = "offers/edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.offer.status not in services.EDITABLE:
            return redirect(self.offer)
        return self.page(OfferForm(offer=self.offer))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.bound_form()
        if not form.is_valid() and self.offer.status in IN_FORCE:
            return self.page(form, status=422)
        try:
            self.save(form)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.sentence)) from refusal
        except DomainError as refusal:
            return self.refused(form, refusal)
        if not form.is_valid():
            return self.page(form, status=422, is_partly_saved=True)
        messages.success(request, self.sentence())
        if request.POST.get("go") == "stay":
            return redirect("offers:edit", pk=self.offer.pk)
        return redirect(self.offer)

    def refused(self, form: OfferForm, refusal: DomainError) -> HttpResponse:
        """Show the sentences at their fields, with everything that was typed."""
        for each in refusal.details if isinstance(refusal, RuleBroken) else ():
            form.add_error(each.field if each.field in form.fields else None, str(each.sentence))
        if not refusal.details:
            form.add_error(None, str(refusal.sentence))
        self.offer.refresh_from_db()
        return self.page(form, status=409)

    def sentence(self) -> str:
        if self.offer.status == OfferStatus.PUBLISHED:
            return _("Saved. The public page shows it now.")
        return _("Saved.")

    def page(self, form: OfferForm, *, status: int = 200, **context: Any) -> HttpResponse:
        alike = most_alike(self.offer) if self.offer.status == OfferStatus.DRAFT else None
        context = self.get_context_data(form=form, alike=alike, **context)
        return self.render_to_response(context, status=status)


class Autosave(OfferEditing, View):
    """Save a draft by itself; what is in force changes by a person's click only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        if self.offer.status != OfferStatus.DRAFT:
            return JsonResponse({"detail": _("This is no draft any more.")}, status=409)
        form = self.bound_form()
        try:
            saved = self.save(form)
        except DomainError as refusal:
            return JsonResponse({"detail": str(refusal.sentence)}, status=409)
        now = clock.now()
        answer = {
            "saved_at": now.isoformat(),
            "saved_text": moment_text(now, ZoneInfo(request.user.time_zone)),  # type: ignore[union-attr]
            "version": saved.version,
        }
        if form.errors:
            return JsonResponse({**answer, "errors": form.errors}, status=422)
        return JsonResponse(answer)


class OfferTransition(TransitionView):
    """The verbs of the provider, one POST each."""

    selector = selectors.visible_to  # type: ignore[assignment]
    services = {
        "submit": services.submit,
        "publish": services.publish,
        "take-off": services.take_off,
        "confirm": services.confirm,
        "renew": services.renew,
        "withdraw": services.withdraw,
        "reopen": services.reopen,
    }
    done = {
        "submit": gettext_lazy("The Committee’s experts have the offer now. It is not public."),
        "publish": gettext_lazy("The offer is public now."),
        "take-off": gettext_lazy("The offer is no longer public. The experts keep it."),
        "confirm": gettext_lazy("Thank you. The offer counts as confirmed today."),
        "renew": gettext_lazy("The offer is public again."),
        "withdraw": gettext_lazy(
            "The offer has been withdrawn. To undo this, open it again as a draft."
        ),
        "reopen": gettext_lazy("The offer is a draft again; publish it when you are ready."),
    }

    def back_to(self, record: Offer) -> str:
        if self.kwargs["verb"] == "confirm" and self.request.POST.get("next") == "list":
            return reverse("offers:home")
        return record.get_absolute_url()
