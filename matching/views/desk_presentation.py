"""What the review pages show of a need, of an offer beside it, and of the two over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clearinghouse.audit import timeline
from clearinghouse.core.errors import NotAllowed
from clearinghouse.core.templatetags.ui import day_text, language_name
from clearinghouse.reference.vocabulary import label
from matching import desk_selectors, permissions, reasons
from matching.models import Match, Standing
from matching.track_records import TrackRecord, track_records
from matching.views import presentation
from requests_app.models import Need

STEP = "admin:desk_matching:step"
# Below this a feature keeps an offer down; the sentences come in the order of their weight, a few of them.
_LOW, _SHOWN = 0.4, 4
_LOW_FEATURES: dict[str, Promise] = {
    "subject": gettext_lazy("It is about another subject than the need."),
    "area": gettext_lazy("It serves the areas of the need little or not at all."),
    "meaning": gettext_lazy("What its text says is far from what the text of the need says."),
    "kind": gettext_lazy("It gives another kind of help than the need asks for."),
    "category": gettext_lazy("It deals with other weapon categories."),
    "language": gettext_lazy("It is not given in a language that the requester named."),
    "timing": gettext_lazy("It does not fit the time when the help is needed."),
    "freshness": gettext_lazy("It was not confirmed for long."),
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One ranked offer at the desk, with what is known of its provider."""

    line: presentation.Line
    record: TrackRecord
    told: desk_selectors.Told | None
    notes: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a need in words, and whether the requester gave it."""

    text: str
    is_inferred: bool
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One feature in a comparison: what the need says, then what each offer says."""

    name: Any
    need: str
    cells: tuple[str, ...]
    providers: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """The cells, each with the name that it bears where a phone shows no heads of columns."""
        return list(zip(self.providers, self.cells, strict=True))


def offer_lines(need: Need, matches: Sequence[Match], *, user: Any) -> list[OfferLine]:
    """Return the matches of a need as its page shows them; few queries however many they are."""
    providers = {match.offer.provider_id for match in matches}
    records = track_records(providers)
    told = desk_selectors.told(need, providers)
    notes = desk_selectors.note_counts(need)
    return [
        OfferLine(
            line=presentation.line(match, user=user, url_name=STEP),
            record=records[match.offer.provider_id],
            told=told.get(match.offer.provider_id),
            notes=notes[match.offer_id],
        )
        for match in matches
    ]


def codes(need: Need, inferred: desk_selectors.Inferred) -> list[Code]:
    """Return areas, categories and kinds of a need in words: those given first, then those read from its text."""
    given = [
        *(Code(label("area", c), False, c in inferred.doubtful_areas) for c in need.areas),
        *(Code(label("category", c), False, False) for c in need.categories),
        *(Code(label("kind", c), False, False) for c in need.kinds),
    ]
    read = [
        *(Code(label("area", c), True, False) for c in inferred.areas),
        *(Code(label("category", c), True, False) for c in inferred.categories),
        *(Code(label("kind", c), True, False) for c in inferred.kinds),
    ]
    return given + read


def history(match: Match) -> list[timeline.Line]:
    """Return everything that happened between a need and an offer: rankings, steps, questions, notes; oldest first."""
    lines = [
        *timeline.lines(desk_selectors.events_of(match)),
        *(
            timeline.Line(note.written_at, _("Note for the desk"), str(note.written_by), note.text)
            for note in desk_selectors.pair_notes(match)
        ),
        *(_standing(each) for each in desk_selectors.standings(match)),
    ]
    return sorted(lines, key=lambda line: line.at)


def comparison(need: Need, lines: Sequence[OfferLine]) -> list[Row]:
    """Return what the offers say feature by feature, beside what the need says."""
    request = need.assistance_request
    wanted_in = request.delivery_languages if request else []
    offers = [line.line.match.offer for line in lines]
    by = need.needed_by or (request.wanted_until if request else None)
    providers = tuple(str(offer.provider) for offer in offers)
    rows = [
        Row(_("How sure"), "", tuple(
            f"{each.line.match.get_confidence_display()} ({each.line.percent})" for each in lines
        )),
        Row(_("What fits"), "", tuple(_said(each, "fits") for each in lines)),
        Row(_("What is missing"), "", tuple(_said(each, "missing") for each in lines)),
        Row(_("Areas"), _labels("area", need.areas), _column("area", (o.areas for o in offers))),
        Row(_("Weapon categories"), _labels("category", need.categories),
            _column("category", (o.categories for o in offers))),
        Row(_("Kinds of assistance"), _labels("kind", need.kinds),
            _column("kind", (o.kinds for o in offers))),
        Row(_("Languages of delivery"), _languages(wanted_in),
            tuple(_languages(o.delivery_languages) for o in offers)),
        Row(_("Time"), _day(by), tuple(_span(o.valid_from, o.valid_until) for o in offers)),
        Row(_("Last confirmed"), "", tuple(_day(o.last_confirmed_at) for o in offers)),
        Row(_("Capacity"), "", tuple(o.capacity for o in offers)),
        Row(_("Conditions"), "", tuple(o.conditions for o in offers)),
        Row(_("Record of the provider"), "", tuple(record_text(each.record) for each in lines)),
        Row(_("Its answer to this need"), "", tuple(answer_text(each.told) for each in lines)),
    ]  # fmt: skip
    return [replace(row, providers=providers) for row in rows]


def record_text(record: TrackRecord) -> str:
    """Return a provider's record in words."""
    if record.is_empty:
        return _("None yet.")
    said = _("No match yet.")
    if record.has_matches:
        said = _(
            "%(under_way)s under way, %(completed)s completed, %(failed)s failed, %(turned_down)s turned down."
        ) % {
            "under_way": record.under_way,
            "completed": record.completed,
            "failed": record.failed,
            "turned_down": record.turned_down,
        }
    if record.told:
        shares = {"answered": record.answered, "told": record.told}
        said += " " + _("Requests answered: %(answered)s of %(told)s.") % shares
    if record.median_days == 0:
        said += " " + _("Median time to answer: less than a day.")
    elif record.median_days:
        said += " " + ngettext(
            "Median time to answer: %(days)s day.",
            "Median time to answer: %(days)s days.",
            record.median_days,
        ) % {"days": record.median_days}
    if record.silent:
        said += " " + _("Silent on %(percent)s per cent.") % {"percent": record.silent_percent}
    return said


def answer_text(told: desk_selectors.Told | None) -> str:
    """Return what a provider answered to a need, in words."""
    if told is None:
        return _("Not told of this request.")
    if told.answer is None:
        return _("Told on %(day)s, no answer to this need.") % {"day": _day(told.at)}
    return _("%(verdict)s, on %(day)s") % {
        "verdict": told.answer.get_verdict_display(),
        "day": _day(told.answer.answered_at),
    }


def can_review(user: Any) -> bool:
    """Whether to show the buttons of an expert."""
    try:
        permissions.check_can_review(user)
    except NotAllowed:
        return False
    return True


def why(need: Need, each: desk_selectors.Explained) -> list[str]:
    """Return in sentences why an offer is not listed for a need, or what keeps it where it is."""
    if each.refusals:
        names = {need.party.code: need.party.name}
        return [reasons.render_refusal(refusal, names=names) for refusal in each.refusals]
    if each.match is None:
        return [
            _("It passes every gate, but ranks too low to be kept, or has not been ranked yet.")
        ]
    place = _("It is listed at place %(rank)s: %(confidence)s, score %(percent)s of 100.") % {
        "rank": each.match.rank,
        "confidence": each.match.get_confidence_display(),
        "percent": round(100 * each.match.score),
    }
    low = [
        str(sentence)
        for name, sentence in _LOW_FEATURES.items()
        if each.match.features.get(name, 1.0) < _LOW
    ]
    return [place, *low[:_SHOWN]]


def _standing(each: Standing) -> timeline.Line:
    sentence = _(
        "Ranked at place %(rank)s: %(confidence)s, score %(percent)s of 100 (weights %(version)s)."
    ) % {
        "rank": each.rank,
        "confidence": each.get_confidence_display(),
        "percent": round(100 * each.score),
        "version": each.weights_version,
    }
    return timeline.Line(each.computed_at, sentence, "", "")


def _said(line: OfferLine, verdict: str) -> str:
    return " ".join(sentence.text for sentence in line.line.sentences[verdict])


def _labels(kind: str, listed: Iterable[str]) -> str:
    return "; ".join(label(kind, code) for code in listed)


def _column(kind: str, columns: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(_labels(kind, listed) for listed in columns)


def _languages(listed: Iterable[str]) -> str:
    return ", ".join(language_name(code) for code in listed)


def _span(start: Any, end: Any) -> str:
    if start and end:
        return _("%(start)s to %(end)s") % {"start": _day(start), "end": _day(end)}
    if end:
        return _("until %(day)s") % {"day": _day(end)}
    return _("from %(day)s") % {"day": _day(start)} if start else ""


def _day(value: Any) -> str:
    return day_text(value) if value else ""
