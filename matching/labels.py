"""What experts, States and providers decided about matches, as labels for fitting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from matching.enums import DismissalCause, MatchStatus
from matching.features import FEATURES
from matching.fitting import Labelled
from matching.models import Match

# A decision says less than a judgement made for the purpose: it is taken for many reasons.
_WEIGHT = 0.2
_GRADES = {
    MatchStatus.SHORTLISTED: 2,
    MatchStatus.PROPOSED: 2,
    MatchStatus.WELCOMED: 3,
    MatchStatus.AGREED: 3,
    MatchStatus.DELIVERING: 3,
    MatchStatus.COMPLETED: 3,
}
# Causes that speak of the fit. Of the others (too late, tried before …) the ranking has nothing to learn.
_MISFITS = (
    DismissalCause.OTHER_SUBJECT,
    DismissalCause.OTHER_KIND,
    DismissalCause.TOO_GENERAL,
    DismissalCause.OTHER_PEOPLE,
)


def decided() -> list[Labelled]:
    """Return the decided pairs, one case a need, with the features that they were ranked by."""
    pairs = (
        Match.objects.exclude(status=MatchStatus.SUGGESTED)
        .select_related("need")
        .order_by("need_id", "rank")
    )
    cases = []
    for need_id, matches in groupby(pairs, key=lambda match: match.need_id):
        graded = list(_graded(matches))
        if graded:
            rows, grades, languages = zip(*graded, strict=True)
            cases.append(
                Labelled(
                    need=str(need_id),
                    language=languages[0],
                    rows=np.array(rows),
                    outside=0.0,
                    grades=np.array(grades),
                    weight=_WEIGHT,
                )
            )
    return cases


def _graded(matches: Iterator[Match]) -> Iterator[tuple[list[float], int, str]]:
    for match in matches:
        grade = 0 if match.dismissed_cause in _MISFITS else _GRADES.get(MatchStatus(match.status))
        if grade is None or set(match.features) != set(FEATURES):
            continue
        yield [match.features[name] for name in FEATURES], grade, match.need.language
