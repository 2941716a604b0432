"""Show me as: what a provider, a Committee member and the public see of a request, and the mail. Reads only."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from clearinghouse.access.checks import is_desk
from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party
from requests_app import desk_selectors, previews, selectors
from requests_app.models import AssistanceRequest
from requests_app.need_steps import NeedLine
from requests_app.views.provider import NoticePage
from requests_app.views.records import OneRequest

READERS = ("provider", "member", "public", "mail")


class ShowMeAs(OneRequest, TemplateView):
    """What the four previews share: the choice of the reader, and the banner that says what this is."""

    http_method_names = ["get", "head", "options"]
    reader = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(frame=self.frame(), seen_by=self.seen_by(), **kwargs)

    def frame(self) -> dict[str, Any]:
        record = self.assistance_request
        labels = {
            "provider": _("A provider"),
            "member": _("A Committee member"),
            "public": _("The public"),
            "mail": _("The mail"),
        }
        return {
            "record": record,
            "is_out": record.distributed_at is not None,
            "tabs": [
                (
                    labels[each],
                    reverse(f"requests:as-{each}", args=[record.pk]),
                    each == self.reader,
                )
                for each in READERS
            ],
        }

    def seen_by(self) -> str:
        """Who sees it, for the banner."""
        raise NotImplementedError


class ForProvider(ShowMeAs):
    """The provider comes from the address; without one it is the first that receives the request."""

    provider: Party | None = None
    is_told = False

    def check_record(self, user: Any) -> None:
        self.addressees = previews.addressees(self.assistance_request)
        asked = self.request.GET.get("provider", "")
        chosen = [each for each in self.addressees if each.party.code == asked]
        for each in (chosen or self.addressees)[:1]:
            self.provider, self.is_told = each.party, each.is_told

    def frame(self) -> dict[str, Any]:
        return super().frame() | {"addressees": self.addressees, "provider": self.provider}

    def seen_by(self) -> str:
        return self.provider.name if self.provider else ""


class AsProvider(ForProvider):
    """The provider's page of the notice, which nobody has opened by this. Whoever is left out receives nothing."""

    reader = "provider"

    def get_template_names(self) -> list[str]:
        return [f"requests/preview_{'notice' if self.is_told else 'nothing'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return self.page_of_the_notice() | super().get_context_data(**kwargs)

    def page_of_the_notice(self) -> dict[str, Any]:
        """What the provider's own page is filled with."""
        if self.provider is None or not self.is_told:
            return {}
        page = NoticePage()
        page.setup(self.request)
        page.notice = previews.notice_of(self.assistance_request, self.provider, at=clock.now())
        # Which of its offers fit is for the provider; the State hears of an offer when an expert puts it to the State.
        return page.get_context_data(forms=page.answer_forms()) | {"fits": []}


class AsMail(ForProvider):
    """The mail that leads a provider to the notice, in any of the six languages."""

    reader = "mail"
    template_name = "requests/preview_mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.mail(), **kwargs)

    def mail(self) -> dict[str, Any]:
        if self.provider is None or not self.is_told:
            return {"mail": None}
        now, own = clock.now(), previews.languages_of(self.provider)
        asked = self.request.GET.get("language", "")
        language = asked if asked in LANGUAGE_CODES else (own or ["en"])[0]
        # The names of a provider's people are for the desk; a mission reads the mail without the greeting.
        name = previews.first_name_of(self.provider) if is_desk(self.request.user) else ""
        notice = previews.notice_to_come(self.assistance_request, self.provider, at=now)
        return {
            "mail": previews.mail_of(notice, language=language, name=name, at=now),
            "language": language,
            "languages": LANGUAGE_CODES,
            "own_languages": own,
        }


class AsMember(ShowMeAs):
    """What the requester said, as every Committee member and expert reads it at the desk."""

    reader = "member"
    template_name = "requests/preview_member.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case()
        # Nobody records anything on a preview, so the lines carry no steps.
        standing = [NeedLine(need, steps=()) for need in case.needs.all()]
        return super().get_context_data(case=case, standing=standing, **kwargs)

    def case(self) -> AssistanceRequest:
        user = self.request.user
        # Who in a provider wrote an answer is for the desk; a mission reads the answers on the request's own page.
        parts = desk_selectors.case if is_desk(user) else previews.without_answers
        record: AssistanceRequest = parts(selectors.visible_to(user)).get(
            pk=self.assistance_request.pk
        )
        return record

    def seen_by(self) -> str:
        return _("a Committee member")


class AsPublic(ShowMeAs):
    """The public page of the words that were put to the State or are public, or that there is nothing."""

    reader = "public"

    def get_template_names(self) -> list[str]:
        return [
            "requests/preview_public.html" if self.words() else "requests/preview_not_public.html"
        ]

    def words(self) -> list[Any]:
        if not hasattr(self, "_words"):
            self._words = previews.words_for_the_public(self.assistance_request)
        return self._words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copies = {
            each.language: each for each in previews.public_copies(self.words(), at=clock.now())
        }
        page_language = (get_language() or "en").split("-")[0]
        asked = self.request.GET.get("language", page_language)
        shown = copies.get(asked) or next(iter(copies.values()), None)
        return super().get_context_data(
            summary=shown,
            versions=[shown],
            languages=list(copies),
            list_address=reverse("public_requests:list"),
            **kwargs,
        )

    def seen_by(self) -> str:
        return _("the public")
