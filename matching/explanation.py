"""Why an offer stands where it stands: reasons as codes and figures, put into words at display time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np

from matching import lexicon, subjects
from matching.eligibility import reaches_place
from matching.features import NeedView, OfferTable
from matching.kinship import AREAS, CATEGORIES, area_kinship
from matching.profiles import OfferProfile

_SHOWN_AREA = 0.12
_SHARED_SUBJECT = 0.5
_CLOSE = 0.35
_OUTSIDE = 0.2
_STALE = timedelta(days=2 * 365)


class Verdict(StrEnum):
    FITS = "fits"
    MISSING = "missing"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Reason:
    """One statement about a pair: JSON-ready, the same however often the pair is ranked."""

    verdict: Verdict
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"verdict": self.verdict.value, "code": self.code, "params": self.params}


def explain(
    need: NeedView, table: OfferTable, row: int, *, as_of: date, with_model: bool
) -> tuple[Reason, ...]:
    """Return what fits, what is missing and what was inferred, in that order."""
    found = [
        *_subject_reasons(need, table, row),
        *_area_reasons(need, table.profiles[row]),
        *_text_reasons(need, table, row),
        *_kind_reasons(need, table, row),
        *_category_reasons(need, table.profiles[row]),
        *_practical_reasons(need, table.profiles[row], as_of=as_of),
        *_inferences(need, table, row, with_model=with_model),
    ]
    order = list(Verdict)
    return tuple(sorted(found, key=lambda reason: order.index(reason.verdict)))


def is_outside(need: NeedView) -> bool:
    """Return whether a need asks largely for what is none of the resolution's business."""
    return need.outside >= _OUTSIDE


def _subject_reasons(need: NeedView, table: OfferTable, row: int) -> Iterator[Reason]:
    held = subjects.offer_subjects(table.readings[row])
    weighed = need.subjects * (held >= _SHARED_SUBJECT)
    best = [int(i) for i in np.argsort(-weighed, kind="stable")[:3] if weighed[i] >= 0.08]
    if best:
        yield Reason(
            Verdict.FITS, "subject_shared", {"subjects": [lexicon.concepts()[i].id for i in best]}
        )


def _area_reasons(need: NeedView, offer: OfferProfile) -> Iterator[Reason]:
    wanted = [
        a for a in AREAS if need.areas.get(a, 0.0) >= _SHOWN_AREA and a not in need.doubtful_areas
    ]
    shared = [a for a in wanted if a in offer.areas]
    near = [
        a for a in wanted if a not in shared and any(area_kinship(a, b) >= 0.4 for b in offer.areas)
    ]
    if shared:
        yield Reason(Verdict.FITS, "areas_shared", {"areas": shared})
    if near:
        yield Reason(Verdict.FITS, "areas_near", {"areas": near})
    if left := [a for a in wanted if a not in shared and a not in near]:
        yield Reason(Verdict.MISSING, "areas_missing", {"areas": left})


def _text_reasons(need: NeedView, table: OfferTable, row: int) -> Iterator[Reason]:
    reading = table.readings[row]
    if not reading.vectors.shape[1] or len(reading.vectors) < 2:
        return
    near = reading.vectors[1:] @ need.reading.vectors[0]
    best = int(near.argmax())
    pieces = list(
        dict.fromkeys(t for t in (reading.segments.title, *reading.segments.sentences) if t)
    )
    if near[best] >= _CLOSE:
        offer = table.profiles[row]
        yield Reason(
            Verdict.FITS, "text_close", {"quote": pieces[best], "language": offer.language}
        )


def _kind_reasons(need: NeedView, table: OfferTable, row: int) -> Iterator[Reason]:
    offer, ruled_out = table.profiles[row], table.readings[row].ruled_out_kinds
    asked = [k for k in need.kinds if k in need.profile.kinds or need.kinds[k] >= 0.4]
    if given := [k for k in asked if k in offer.kinds and k not in ruled_out]:
        yield Reason(Verdict.FITS, "kinds_shared", {"kinds": given})
    if denied := [k for k in asked if k in ruled_out]:
        yield Reason(Verdict.MISSING, "kinds_ruled_out", {"kinds": denied})
    if left := [k for k in asked if k not in offer.kinds and k not in ruled_out]:
        yield Reason(Verdict.MISSING, "kinds_missing", {"kinds": left})


def _category_reasons(need: NeedView, offer: OfferProfile) -> Iterator[Reason]:
    asked = [c for c in CATEGORIES if c in need.categories]
    if not offer.categories or not asked:
        return
    if shared := [c for c in asked if c in offer.categories]:
        yield Reason(Verdict.FITS, "categories_shared", {"categories": shared})
    if left := [c for c in asked if c not in offer.categories]:
        yield Reason(Verdict.MISSING, "categories_missing", {"categories": left})


def _practical_reasons(need: NeedView, offer: OfferProfile, *, as_of: date) -> Iterator[Reason]:
    profile = need.profile
    requester = profile.requester
    if requester.code in offer.scope.states:
        yield Reason(Verdict.FITS, "names_requester", {"requester": requester.code})
    if left_out := [m.code for m in requester.members if not reaches_place(offer.scope, m)]:
        yield Reason(Verdict.MISSING, "members_left_out", {"states": sorted(left_out)})
    if profile.delivery_languages and offer.delivery_languages:
        shared = [x for x in profile.delivery_languages if x in offer.delivery_languages]
        if shared:
            yield Reason(Verdict.FITS, "languages_shared", {"languages": shared})
        else:
            yield Reason(
                Verdict.MISSING, "languages_missing", {"languages": list(offer.delivery_languages)}
            )
    if offer.last_confirmed is None:
        yield Reason(Verdict.MISSING, "never_confirmed")
    elif as_of - offer.last_confirmed > _STALE:
        yield Reason(Verdict.MISSING, "stale", {"date": offer.last_confirmed.isoformat()})
    if offer.valid_from is not None and offer.valid_from > (profile.needed_by or as_of):
        yield Reason(Verdict.MISSING, "starts_later", {"date": offer.valid_from.isoformat()})
    if profile.needed_by and offer.valid_until and offer.valid_until < profile.needed_by:
        yield Reason(Verdict.MISSING, "ends_before_needed", {"date": offer.valid_until.isoformat()})


def _inferences(
    need: NeedView, table: OfferTable, row: int, *, with_model: bool
) -> Iterator[Reason]:
    profile, offer = need.profile, table.profiles[row]
    if areas := [
        a for a in AREAS if need.areas.get(a, 0.0) >= _SHOWN_AREA and a not in profile.areas
    ]:
        yield Reason(Verdict.INFERRED, "areas_inferred", {"areas": areas})
    if need.doubtful_areas:
        yield Reason(Verdict.INFERRED, "areas_doubtful", {"areas": list(need.doubtful_areas)})
    if kinds := [k for k in need.kinds if k not in profile.kinds and need.kinds[k] >= 0.4]:
        yield Reason(Verdict.INFERRED, "kinds_inferred", {"kinds": kinds})
    if categories := [c for c in need.categories if c not in profile.categories]:
        yield Reason(Verdict.INFERRED, "categories_inferred", {"categories": categories})
    spoken = subjects.area_strengths(subjects.offer_subjects(table.readings[row]))
    asked = [a for a in need.areas if need.areas[a] >= _SHOWN_AREA]
    if unticked := [a for a in asked if spoken.get(a, 0.0) >= 0.5 and a not in offer.areas]:
        yield Reason(Verdict.INFERRED, "offer_areas_inferred", {"areas": unticked})
    if is_outside(need):
        yield Reason(Verdict.INFERRED, "outside_mandate")
    if not with_model:
        yield Reason(Verdict.INFERRED, "words_and_codes_only")
