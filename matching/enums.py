"""Closed lists of matches. Labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchStatus(models.TextChoices):
    """Where a pair stands. The engine only ever suggests; every other status is somebody's decision."""

    SUGGESTED = "suggested", _("Suggested")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DISMISSED = "dismissed", _("Dismissed")
    PROPOSED = "proposed", _("Put to the State")
    WELCOMED = "welcomed", _("Welcomed by the State")
    DECLINED = "declined", _("Declined")
    AGREED = "agreed", _("Agreed by the provider")
    DELIVERING = "delivering", _("Being delivered")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Did not come about")


# What the requesting State has been shown; a provider sees a match once the State welcomed it.
SHOWN_TO_STATE = (
    MatchStatus.PROPOSED,
    MatchStatus.WELCOMED,
    MatchStatus.DECLINED,
    MatchStatus.AGREED,
    MatchStatus.DELIVERING,
    MatchStatus.COMPLETED,
    MatchStatus.FAILED,
)


class Confidence(models.TextChoices):
    """What a score means in words; the bands stand in weights.json."""

    LIKELY = "likely", _("Likely")
    POSSIBLE = "possible", _("Possible")
    WEAK = "weak", _("Weak")


class DismissalCause(models.TextChoices):
    """Why an expert puts an offer aside; kept as a label, so that the ranking can learn from it."""

    OTHER_SUBJECT = "other_subject", _("It is about another subject")
    OTHER_KIND = "other_kind", _("It is another kind of help")
    TOO_GENERAL = "too_general", _("It is too general to be an answer")
    OTHER_PEOPLE = "other_people", _("It is meant for other people than the need names")
    LANGUAGE = "language", _("It is not given in a language that helps")
    TOO_LATE = "too_late", _("It cannot come in time")
    OUT_OF_DATE = "out_of_date", _("It is probably out of date")
    TRIED = "tried", _("It was tried with this requester before")
    BETTER = "better", _("Another offer covers the need better")
    OTHER = "other", _("Another reason")


class NoteKind(models.TextChoices):
    """What is written beside a match. Questions and their answers stay between the State and the experts."""

    QUESTION = "question", _("Question to the experts")
    ANSWER = "answer", _("Answer of the experts")
    PROGRESS = "progress", _("Progress")


class Side(models.TextChoices):
    """From which side somebody speaks about a match."""

    STATE = "state", _("The State")
    PROVIDER = "provider", _("The provider")
    EXPERT = "expert", _("The experts")


class Verdict(models.TextChoices):
    """Whether the assistance met the need, in the eyes of one side."""

    MET = "met", _("Yes, the need is met")
    PARTLY_MET = "partly_met", _("Partly")
    NOT_MET = "not_met", _("No")
