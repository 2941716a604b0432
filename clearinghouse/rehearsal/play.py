"""The whole story over HTTP, as mission, provider, expert and public in turn. Each step returns its evidence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings

from clearinghouse.notifications.models import Delivery
from clearinghouse.rehearsal.browser import Browser, Page, StoryBroken
from clearinghouse.rehearsal.cast import Cast
from requests_app.models import AssistanceRequest

PATIENCE_SECONDS = 90
TITLE = "Rehearsal of border controls"
SUMMARY = (
    "A rehearsal of the portal: training of customs officers in detection. Nobody asked for it."
)


@dataclass
class Play:
    """The state of one rehearsal: who plays, where, and what has come of it so far."""

    base_url: str
    cast: Cast
    request: AssistanceRequest = field(init=False)
    mission: Browser = field(init=False)
    provider: Browser = field(init=False)
    expert: Browser = field(init=False)
    colleague: Browser = field(init=False)
    anybody: Browser = field(init=False)
    public_address: str = ""

    def __post_init__(self) -> None:
        self.mission, self.provider, self.expert, self.colleague, self.anybody = (
            Browser(self.base_url) for _ in range(5)
        )

    def steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Name and action of every step, in order."""
        yield "the public site answers", self.public_site
        yield "the mission signs in", lambda: self._sign_in(self.mission, self.cast.mission)
        yield "the mission writes a request", self.write
        yield "the mission reviews and submits it", self.submit
        yield "the mission says: send now", self.send_now
        yield "the provider's mail arrives", self.mail
        yield "the provider answers", self.answer
        yield "two experts sign in with a second factor", self.enter_the_desk
        yield "the expert sees ranked offers and puts one to the State", self.match
        yield "the mission welcomes it", self.welcome
        yield "one expert writes a summary, the other puts it to the State", self.summarize
        yield "nothing is public before the consent", self.not_yet_public
        yield "the mission consents to exactly these words", self.consent
        yield "the public reads it, on the site and by the API", self.read_in_public
        yield "the mission withdraws the request", self.withdraw
        yield "the summary is gone", self.gone

    def public_site(self) -> str:
        page = self.anybody.open("/en/")
        return f"{page.url} {len(page.text)} characters"

    def write(self) -> str:
        page = self.mission.open("/workspace/requests/new/")
        form = page.form(action="/requests/new/")
        page = self.mission.send(page, form, party=str(self.cast.state.pk), language="en")
        self.request = AssistanceRequest.objects.filter(requester=self.cast.state).latest(
            "created_at"
        )
        AssistanceRequest.objects.filter(pk=self.request.pk).update(is_rehearsal=True)
        self._section("requester", **_contact(self.cast.mission.email))
        self._section(
            "subject", title=TITLE, areas=["3C"], categories=["nuclear"], situation="A rehearsal."
        )
        self._section("needs", **NEED)
        return f"draft {self.request.pk}"

    def submit(self) -> str:
        page = self.mission.open(f"/workspace/requests/{self.request.pk}/review/")
        if not page.says(TITLE):
            raise StoryBroken(f"the review does not show the title: {page.words[:300]}")
        page = self.mission.send(page, page.form(action="/do/submit/"))
        self.request.refresh_from_db()
        if not self.request.reference or not page.says(self.request.reference):
            raise StoryBroken(f"no receipt with a number on {page.url}: {page.words[:300]}")
        return f"{self.request.reference}, to be distributed by {self.request.due_at:%Y-%m-%d %H:%M} UTC"

    def send_now(self) -> str:
        page = self._own_page()
        self.mission.send(page, page.form(action="/do/send-now/"))
        self._until("the request has gone out", lambda: self._status() == "distributed")
        return f"distributed to {self.request.notices.count()} providers"

    def mail(self) -> str:
        notice = self.request.notices.get(provider=self.cast.provider)
        delivery = Delivery.objects.get(message=notice.message)
        self._until(
            "the relay has the mail",
            lambda: self._refreshed(delivery).state in {"accepted", "delivered"},
        )
        if not settings.MAILBOX_URL:
            return f"accepted by the relay as {delivery.smtp_message_id}"
        asked = {"to": self.cast.contact.email, "message_id": delivery.smtp_message_id}
        answer = requests.get(f"{settings.MAILBOX_URL}api/messages", params=asked, timeout=30)
        letters = answer.json()["messages"]
        if len(letters) != 1:
            raise StoryBroken(f"{len(letters)} mails about {self.request.reference}, not one")
        said = letters[0]["subject"] + letters[0]["text"]
        if not self.request.reference or self.request.reference not in said:
            raise StoryBroken(f"the mail does not name {self.request.reference}")
        for secret in (TITLE, self.cast.state.name, NEED["needs-0-title"]):
            if secret in said:
                raise StoryBroken(f"the mail to the provider says {secret!r}")
        return f"one mail, {letters[0]['message_id']}, with the reference and a link only"

    def answer(self) -> str:
        self._sign_in(self.provider, self.cast.contact)
        notice = self.request.notices.get(provider=self.cast.provider)
        page = self.provider.open(notice.get_absolute_url())
        form = page.form(action="/answer/")
        values: dict[str, Any] = {
            "need-1-verdict": "yes",
            "need-1-text": "One course in spring, in English.",
        }
        page = self.provider.send(page, form, **values)
        given = notice.answers.get()
        return f"{given.verdict} to need {given.need.number}"

    def enter_the_desk(self) -> str:
        people = ((self.colleague, self.cast.colleague), (self.expert, self.cast.expert))
        for browser, person in people:
            page = self._sign_in_page(browser, person)
            browser.send(page, page.form(action="/account/2fa/"), code=self.cast.code())
            page = browser.open("/desk/")
        return f"{page.url} {page.soup.title.text.strip() if page.soup.title else ''}"

    def match(self) -> str:
        address = f"/desk/matching/requests/{self.request.pk}/"
        offer_title = "Rehearsal of detection courses"
        self._until("offers are ranked", lambda: self.expert.open(address).says(offer_title))
        page = self.expert.open(address)
        match = self.request.needs.get().matches.get(offer__provider=self.cast.provider)
        self.expert.send(page, page.form(action=f"{match.pk}/put"))
        match.refresh_from_db()
        if match.status != "proposed":
            raise StoryBroken(f"the match is {match.status}, not put to the State")
        return f"rank {match.rank}, {match.confidence}"

    def welcome(self) -> str:
        match = self.request.needs.get().matches.get(offer__provider=self.cast.provider)
        page = self.mission.open(f"/workspace/matches/{match.pk}/")
        self.mission.send(page, page.form(action=f"{match.pk}/welcome"))
        match.refresh_from_db()
        if match.status != "welcomed":
            raise StoryBroken(f"the match is {match.status}, not welcomed")
        return "welcomed"

    def summarize(self) -> str:
        page = self.expert.open(f"/desk/requests/{self.request.pk}/summary/en/")
        form = page.form(action="/summary/en/")
        self.expert.send(page, form, title=TITLE, text=SUMMARY)
        page = self.colleague.open(f"/desk/requests/{self.request.pk}/")
        self.colleague.send(page, page.form(action="/summary/en/put/"))
        summary = self.request.summaries.get(language="en")
        self.public_address = f"/en/requests/{summary.public_id}/"
        return f"fingerprint {summary.sha256[:12]}"

    def not_yet_public(self) -> str:
        page = self.anybody.open(self.public_address, expect=404)
        return f"{page.url} 404"

    def consent(self) -> str:
        page = self._own_page()
        form = page.form(action="/decide/", decision="consent", language="en")
        self.mission.send(page, form)
        return self.request.summaries.get(language="en").consents.get().sha256[:12]

    def read_in_public(self) -> str:
        page = self.anybody.open(self.public_address)
        if not page.says(SUMMARY):
            raise StoryBroken(f"{page.url} does not show the summary: {page.words[:300]}")
        summary = self.request.summaries.get(language="en")
        answer = requests.get(f"{self.base_url}/api/v1/summaries/{summary.public_id}/", timeout=30)
        if answer.status_code != 200 or answer.json()["text"] != SUMMARY:
            raise StoryBroken(f"the API answered {answer.status_code}: {answer.text[:200]}")
        return page.url

    def withdraw(self) -> str:
        page = self._own_page()
        self.mission.send(page, page.form(action="/do/withdraw/"), note="The rehearsal is over.")
        if self._status() != "withdrawn":
            raise StoryBroken(f"the request is {self.request.status}, not withdrawn")
        return self.request.status

    def gone(self) -> str:
        page = self.anybody.open(self.public_address, expect=410)
        if page.says(SUMMARY) or page.says(TITLE):
            raise StoryBroken("the withdrawn words are still on the page")
        summary = self.request.summaries.get(language="en")
        answer = requests.get(f"{self.base_url}/api/v1/summaries/{summary.public_id}/", timeout=30)
        if answer.status_code != 404:
            raise StoryBroken(f"the API still answers {answer.status_code}")
        return f"{page.url} 410, API 404"

    def _sign_in(self, browser: Browser, user: Any) -> str:
        self._sign_in_page(browser, user)
        browser.open("/workspace/")
        return user.email

    def _sign_in_page(self, browser: Browser, user: Any) -> Page:
        page = browser.open("/account/login/")
        form = page.form(action="/account/login/")
        return browser.send(page, form, login=user.email, password=self.cast.password)

    def _section(self, key: str, **values: Any) -> Page:
        address = f"/workspace/requests/{self.request.pk}/edit/{key}/"
        page = self.mission.open(address)
        return self.mission.send(page, page.form(action=f"/edit/{key}/"), **values)

    def _own_page(self) -> Page:
        return self.mission.open(self.request.get_absolute_url())

    def _status(self) -> str:
        self.request.refresh_from_db()
        return self.request.status

    @staticmethod
    def _refreshed(record: Any) -> Any:
        record.refresh_from_db()
        return record

    @staticmethod
    def _until(what: str, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > end:
                raise StoryBroken(
                    f"not within {PATIENCE_SECONDS} s: {what}. Do the worker and the scheduler run?"
                )
            time.sleep(0.5)


NEED = {
    "needs-TOTAL_FORMS": "1",
    "needs-0-title": "Courses in detection for customs",
    "needs-0-description": "Thirty customs officers at two border posts are to learn to find nuclear material in cargo.",
    "needs-0-kinds": ["training"],
}


def _contact(email: str) -> dict[str, str]:
    return {
        "contacts-TOTAL_FORMS": "1",
        "contacts-0-role": "mission",
        "contacts-0-name": "Rehearsal mission",
        "contacts-0-email": email,
    }
