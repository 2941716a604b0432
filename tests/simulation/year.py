"""A year of requests played on a virtual clock through the real services, beside the expectation."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.core import clock
from clearinghouse.core.errors import DomainError
from clearinghouse.notifications.enums import DeliveryState
from clearinghouse.notifications.models import Delivery
from clearinghouse.parties.models import Party
from clearinghouse.reference.models import Holiday
from requests_app import services
from requests_app.models import AssistanceRequest, FollowUp, Hold, Notice
from tests import factories
from tests.simulation.expectation import FOLLOW_UP_REMINDER_AFTER, SECOND_MAIL_AFTER, Case, Held

# Edges are cut to the minute, so that the same moment is looked at once.
BEFORE, AFTER = -timedelta(minutes=1), timedelta(minutes=2)
# The database's clock goes on while the year is played; a step may find itself this much later than planned.
DRIFT = timedelta(seconds=50)


@dataclass
class Move:
    """Something that somebody does `after` the submission (or, for providers, after the distribution)."""

    verb: str
    after: timedelta
    length: timedelta | None = None
    provider: int = 0


@dataclass
class Plan:
    """One request of the year."""

    begins: datetime
    is_paper: bool
    paper_age: timedelta
    authenticated_after: timedelta
    wishes_hold: bool
    moves: list[Move]


@dataclass
class Played:
    """A request in the project and in the diary."""

    plan: Plan
    record: AssistanceRequest
    case: Case


@dataclass
class Year:
    """The stage: two States, three providers, an expert. `play` goes through all plans in the order of time."""

    plans: list[Plan]
    played: list[Played] = field(default_factory=list)
    queue: list[tuple[datetime, int, Any, tuple[Any, ...]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    foreseen: set[datetime] = field(default_factory=set)
    ticks: int = 0

    def __post_init__(self) -> None:
        Party.objects.filter(is_fictitious=False).update(is_provider=False)
        self.state = factories.make_state("XSI", "Simulia")
        self.focal_point = factories.make_user(
            "focal@simulia.example", PartyRole.FOCAL_POINT, self.state
        )
        self.expert = factories.make_user("expert@simulia.example", DeskRole.EXPERT)
        self.member = factories.make_user("member@simulia.example", DeskRole.MEMBER)
        self.providers = [
            factories.make_organization(f"SIM{n}", f"Provider {n}", is_provider=True)
            for n in range(3)
        ]
        self.contacts = [
            factories.make_user(f"p{n}@simulia.example", PartyRole.PROVIDER_CONTACT, party)
            for n, party in enumerate(self.providers)
        ]
        self.holidays = set(Holiday.objects.values_list("date", flat=True))
        for plan in self.plans:
            self.later(plan.begins, self.submit, plan)

    def later(self, moment: datetime, step: Any, *arguments: Any) -> None:
        """Put a step into the diary."""
        heapq.heappush(self.queue, (moment, next(self.order), step, arguments))

    def play(self, *, until: datetime) -> None:
        """Take every step in the order of time; after each, foresee what must happen next, and look again then."""
        while self.queue and self.queue[0][0] <= until:
            moment, _order, step, arguments = heapq.heappop(self.queue)
            with at(moment):
                step(moment, *arguments)
                self.look(moment)
            self.foresee(moment)

    def look(self, moment: datetime) -> None:
        """Let a tick pass and compare everything with the diary."""
        services.tick()
        self.ticks += 1
        deliver_all()
        self.write_diary(moment)
        self.compare(moment)

    # --- what people do ---

    def submit(self, moment: datetime, plan: Plan) -> None:
        wish = {"distribution_wish": "hold"} if plan.wishes_hold else {}
        if plan.is_paper:
            record = factories.make_paper_request(
                self.expert, self.state, received_days_ago=plan.paper_age / timedelta(days=1)
            )
        else:
            record = factories.make_draft(self.focal_point, self.state, **wish)
            services.submit(record, by=self.focal_point)
        record.refresh_from_db()
        case = Case(
            received=record.received_at,
            document_day=record.document_date if plan.is_paper else None,
        )
        played = Played(plan, record, case)
        self.played.append(played)
        if plan.is_paper:
            self.later(moment + plan.authenticated_after, self.authenticate, played)
        else:
            self.acknowledged(played)
        for move in plan.moves:
            if move.verb not in {"answer", "follow_up"}:
                self.later(moment + move.after, self.move, played, move)

    def authenticate(self, moment: datetime, played: Played) -> None:
        if played.case.withdrawn:
            return
        services.authenticate(played.record, by=self.expert, ground="Signature known.")
        self.acknowledged(played)

    def acknowledged(self, played: Played) -> None:
        played.record.refresh_from_db()
        assert played.record.acknowledged_at is not None
        if played.plan.wishes_hold and not played.plan.is_paper:
            hold = played.record.holds.get()
            played.case.holds.append(Held("state", hold.placed_at))
        played.case.acknowledge(played.record.acknowledged_at, holidays=self.holidays)

    def move(self, moment: datetime, played: Played, move: Move) -> None:
        """Try a move; what the procedure refuses changes nothing, here as there."""
        try:
            getattr(self, f"_{move.verb}")(moment, played, move)
        except DomainError:
            return

    def _hold(self, moment: datetime, played: Played, move: Move) -> None:
        by = {0: self.focal_point, 1: self.member, 2: self.expert}[move.provider]
        until = clock.now() + move.length if move.length else None
        hold = services.place_hold(played.record, by=by, reason="Simulated.", until=until)
        played.case.holds.append(Held(hold.kind, hold.placed_at, hold.until))

    def _release(self, moment: datetime, played: Played, move: Move) -> None:
        for hold in played.record.holds.filter(released_at__isnull=True):
            by = {"state": self.focal_point, "member": self.member, "expert": self.expert}[
                hold.kind
            ]
            services.release_hold(hold, by=by)
            self._ended(played, Hold.objects.get(pk=hold.pk))

    def _send_now(self, moment: datetime, played: Played, move: Move) -> None:
        decision = services.send_now(played.record, by=self.focal_point)
        for hold in played.record.holds.filter(kind="state", released_at__isnull=False):
            self._ended(played, hold)
        played.case.asked_now = decision.decided_at

    def _withdraw(self, moment: datetime, played: Played, move: Move) -> None:
        services.withdraw(played.record, by=self.focal_point, note="Simulated.")
        played.case.withdrawn = clock.now()

    def _close(self, moment: datetime, played: Played, move: Move) -> None:
        outcomes = {need.pk: "met" for need in played.record.needs.all()}
        services.close(played.record, by=self.focal_point, outcomes=outcomes)
        played.case.closed = clock.now()

    def _follow_up(self, moment: datetime, played: Played, move: Move) -> None:
        question = FollowUp.objects.filter(
            assistance_request=played.record, answered_at__isnull=True
        ).first()
        if question is None or played.case.withdrawn or played.case.closed:
            return
        words = {need.pk: ("still_needed", "") for need in played.record.needs.all()}
        services.answer_follow_up(question, by=self.focal_point, words=words)
        played.case.answered.append(clock.now())

    def sign(self, moment: datetime, played: Played, move: Move) -> None:
        """A provider answers, unless the request is over."""
        if played.case.withdrawn or played.case.closed:
            return
        provider = self.providers[move.provider]
        notice = Notice.objects.get(
            assistance_request=played.record, provider=provider, kind="request"
        )
        rows = [
            {"need": need.pk, "verdict": "no", "text": ""} for need in played.record.needs.all()
        ]
        services.answer(notice, by=self.contacts[move.provider], answers=rows)
        played.case.signs[provider.code] = clock.now()

    def pass_by(self, moment: datetime) -> None:
        """Nobody does anything; time only passes."""

    @staticmethod
    def _ended(played: Played, hold: Hold) -> None:
        for held in played.case.holds:
            if held.since == hold.placed_at:
                held.ended = hold.released_at

    # --- the diary ---

    def foresee(self, moment: datetime) -> None:
        """Look a minute before and a minute after each moment that is due next."""
        for played in self.played:
            for due in self._due(played, moment):
                for edge in (due + BEFORE, due + AFTER):
                    edge = edge.replace(second=0, microsecond=0)
                    if edge > moment and edge not in self.foreseen:
                        self.foreseen.add(edge)
                        self.later(edge, self.pass_by)

    def _due(self, played: Played, moment: datetime) -> Iterator[datetime]:
        case = played.case
        goes_out = case.goes_out_at(moment)
        if goes_out is not None:
            yield goes_out
        yield from (h.until for h in case.holds if h.ended is None and h.until)
        if case.distributed and not (case.withdrawn or case.closed):
            yield case.distributed + SECOND_MAIL_AFTER
            yield from (
                max(self.last_reminder(code)) + timedelta(days=1)
                for code in self._silent(case, moment)
                if self.last_reminder(code)
            )
        anniversary = case.anniversary()
        if anniversary is not None:
            yield anniversary
        if len(case.asked_again) > len(case.answered):
            yield case.asked_again[-1] + FOLLOW_UP_REMINDER_AFTER

    def last_reminder(self, code: str) -> list[datetime]:
        """When this provider was reminded of anything."""
        return [p.case.reminded[code] for p in self.played if code in p.case.reminded]

    def _silent(self, case: Case, moment: datetime) -> list[str]:
        if not case.distributed or case.distributed + SECOND_MAIL_AFTER > moment:
            return []
        return [
            p.code
            for p in self.providers
            if p.code not in case.signs and p.code not in case.reminded
        ]

    def write_diary(self, moment: datetime) -> None:
        """Enter what must have happened by itself in this tick."""
        now = clock.now()
        for played in self.played:
            case = played.case
            for held in case.holds:
                if held.ended is None and held.until and held.until <= now:
                    held.ended = held.until
            goes_out = case.goes_out_at(moment)
            if goes_out is not None and goes_out <= moment:
                case.distributed = now
                for move in played.plan.moves:
                    if move.verb == "answer":
                        self.later(moment + move.after, self.sign, played, move)
        for provider in self.providers:
            latest = max(self.last_reminder(provider.code), default=None)
            if latest and latest > now - timedelta(days=1):
                continue
            for played in self.played:
                case = played.case
                if case.withdrawn or case.closed or case.is_held(now):
                    continue
                if provider.code in self._silent(case, moment):
                    case.reminded[provider.code] = now
        for played in self.played:
            case = played.case
            anniversary = case.anniversary()
            if anniversary is not None and anniversary <= moment:
                case.asked_again.append(now)
                for move in played.plan.moves:
                    if move.verb == "follow_up":
                        self.later(moment + move.after, self.move, played, move)
            elif (
                len(case.asked_again) > len(case.answered)
                and len(case.asked_twice) < len(case.asked_again)
                and case.asked_again[-1] + FOLLOW_UP_REMINDER_AFTER <= moment
            ):
                case.asked_twice.append(now)

    def compare(self, moment: datetime) -> None:
        """Each request stands where the diary says, and got there when it says."""
        for played in self.played:
            record, case = played.record, played.case
            record.refresh_from_db()
            assert_near(
                record.window_ends_at, case.window_end, what=f"end of the window of {record}"
            )
            assert_near(
                record.distributed_at, case.distributed, what=f"distribution of {record} ({case})"
            )
            reminders = {
                notice.provider.code: notice.visible_at
                for notice in record.notices.filter(kind="reminder").select_related("provider")
            }
            assert reminders.keys() == case.reminded.keys(), (moment, record, reminders, case)
            for code, when in reminders.items():
                assert_near(when, case.reminded[code], what=f"second mail to {code} about {record}")
            questions = list(record.follow_ups.order_by("number"))
            assert [bool(each.reminded_at) for each in questions].count(True) == len(
                case.asked_twice
            )
            assert len(questions) == len(case.asked_again), (moment, record, case)
            for question, when in zip(questions, case.asked_again, strict=True):
                assert_near(question.opened_at, when, what=f"question of the year about {record}")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stand at this moment of the virtual year."""
    with clock.shifted(moment - clock.now()):
        yield


def deliver_all() -> None:
    """A relay that takes every mail at once: what it does to single mails has its own drills."""
    now = clock.now()
    Delivery.objects.filter(state=DeliveryState.DUE).update(
        state=DeliveryState.ACCEPTED, accepted_at=now, next_at=None
    )


def assert_near(found: datetime | None, wanted: datetime | None, *, what: str) -> None:
    """Both are there and no further apart than the clock drifts while the year is played, or neither is there."""
    assert (found is None) == (wanted is None), f"{what}: {found} instead of {wanted}"
    if found is not None and wanted is not None:
        assert abs(found - wanted) <= DRIFT, f"{what}: {found} instead of {wanted}"
