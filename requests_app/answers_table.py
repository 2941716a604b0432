"""One consolidated table for the State: every provider that was told, and where it stands on every need. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clearinghouse.core.templatetags.ui import day_text
from clearinghouse.notifications.enums import FAILED_STATES
from clearinghouse.parties.models import Party
from requests_app.enums import HelpGiven, ResponseKind, Standing
from requests_app.models import Answer, AssistanceRequest, Need, Notice

# As long as a provider says no more than this, it has not spoken.
_SILENT = frozenset({Standing.SILENT, Standing.UNDELIVERED})


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one provider stands on one need, with its words and the moment."""

    need: Need
    verdict: Standing
    text: str = ""
    at: datetime | None = None
    available_from: date | None = None
    how: str = ""

    def get_how_display(self) -> str:
        """How the help would be given, in words."""
        return str(HelpGiven(self.how).label) if self.how else ""

    @property
    def in_full(self) -> str:
        """The words with when and how, for a spreadsheet."""
        day = day_text(self.available_from) if self.available_from else ""
        return " · ".join(each for each in (self.text, day, self.get_how_display()) if each)

    def get_verdict_display(self) -> str:
        """The standing in words, as templates ask for it."""
        return str(self.verdict.label)


@dataclass(frozen=True, slots=True)
class Line:
    """One provider with a cell for each need."""

    provider: Party
    cells: tuple[Cell, ...]

    @property
    def has_spoken(self) -> bool:
        """Whether anything at all was heard from it."""
        return any(cell.verdict not in _SILENT for cell in self.cells)

    @property
    def is_undelivered(self) -> bool:
        """Whether no mail reached it and it has not spoken either."""
        return bool(self.cells) and all(c.verdict == Standing.UNDELIVERED for c in self.cells)


@dataclass(frozen=True, slots=True)
class Total:
    """How many providers stand where on one need, in the order of the list of standings."""

    need: Need
    counts: tuple[tuple[Standing, int], ...]

    def of(self, verdict: Standing) -> int:
        """How many providers stand there."""
        return dict(self.counts).get(verdict, 0)


@dataclass(frozen=True, slots=True)
class AnswersTable:
    """All providers by all needs; those that helped most come first, the silent last."""

    needs: tuple[Need, ...]
    lines: tuple[Line, ...]

    @property
    def spoke(self) -> list[Line]:
        """Providers from which something was heard."""
        return [line for line in self.lines if line.has_spoken]

    @property
    def silent(self) -> list[Line]:
        """Providers that were reached and have said nothing."""
        return [line for line in self.lines if not line.has_spoken and not line.is_undelivered]

    @property
    def undelivered(self) -> list[Line]:
        """Providers that no mail has reached yet."""
        return [line for line in self.lines if line.is_undelivered]

    @property
    def totals(self) -> list[Total]:
        """One total for each need; standings that nobody takes are left out."""
        found = []
        for index, need in enumerate(self.needs):
            counted = Counter(line.cells[index].verdict for line in self.lines)
            counts = tuple((each, counted[each]) for each in Standing if counted[each])
            found.append(Total(need, counts))
        return found


def table_of(assistance_request: AssistanceRequest) -> AnswersTable:
    """Return every provider that was told by every need. Six queries, however many providers there are."""
    needs = tuple(assistance_request.needs.order_by("number"))
    told: dict[UUID, list[Notice]] = {}
    for notice in _notices(assistance_request):
        told.setdefault(notice.provider_id, []).append(notice)
    lines = [_line(notices, needs) for notices in told.values()]
    return AnswersTable(needs, tuple(sorted(lines, key=_helpful_first)))


def rows_of(table: AnswersTable) -> list[list[str]]:
    """Return the table as rows for a spreadsheet, the names of the columns first."""
    head, words, day = [_("Provider")], _("In its words"), _("Date")
    for need in table.needs:
        name = f"{need.number}. {need}"
        head += [name, f"{need.number}. {words}", f"{need.number}. {day}"]
    rows = [head]
    for line in table.lines:
        row = [line.provider.name]
        for cell in line.cells:
            row += [cell.get_verdict_display(), cell.in_full, day_text(cell.at) if cell.at else ""]
        rows.append(row)
    return rows


def _notices(assistance_request: AssistanceRequest) -> QuerySet[Notice]:
    return assistance_request.notices.select_related("provider", "message").prefetch_related(
        "answers", "responses", "message__deliveries"
    )


def _line(notices: list[Notice], needs: Iterable[Need]) -> Line:
    """Merge a provider's notices: a second mail about the same request is not a second provider."""
    answers: dict[UUID, Answer] = {}
    for answer in sorted(
        (answer for notice in notices for answer in notice.answers.all()),
        key=lambda each: each.answered_at,
    ):
        answers[answer.need_id] = answer
    otherwise = _without_answer(notices, has_answered=bool(answers))
    return Line(
        notices[0].provider,
        tuple(_cell(need, answers.get(need.pk), otherwise=otherwise) for need in needs),
    )


@dataclass(frozen=True, slots=True)
class _Otherwise:
    """What stands in the cells of the needs that a provider has not answered."""

    verdict: Standing
    text: str = ""
    at: datetime | None = None


def _without_answer(notices: list[Notice], *, has_answered: bool) -> _Otherwise:
    said = max(
        (response for notice in notices for response in notice.responses.all()),
        key=lambda each: each.responded_at,
        default=None,
    )
    if said is not None and not has_answered:
        verdict = Standing.NOT_FOR_US if said.kind == ResponseKind.NOT_FOR_US else Standing.RECEIVED
        return _Otherwise(verdict, said.reason, said.responded_at)
    # Whoever answered one need was reached, whatever became of the mail.
    if has_answered or any(_is_reached(each) for each in notices):
        return _Otherwise(Standing.SILENT)
    return _Otherwise(Standing.UNDELIVERED)


def _cell(need: Need, answer: Answer | None, *, otherwise: _Otherwise) -> Cell:
    if answer is None:
        return Cell(need, otherwise.verdict, otherwise.text, otherwise.at)
    return Cell(
        need,
        Standing(answer.verdict),
        answer.text,
        answer.answered_at,
        available_from=answer.available_from,
        how=answer.how,
    )


def _is_reached(notice: Notice) -> bool:
    if notice.seen_at is not None:
        return True
    mails = notice.message.deliveries.all() if notice.message else ()
    return any(mail.state not in FAILED_STATES for mail in mails)


def _helpful_first(line: Line) -> tuple[int, int, str]:
    order = list(Standing)
    best = min((order.index(cell.verdict) for cell in line.cells), default=len(order))
    helps = sum(cell.verdict in {Standing.YES, Standing.PARTLY} for cell in line.cells)
    return (-helps, best, line.provider.name)
