from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterKind(models.TextChoices):
    """What the Chair writes; each has its words in texts/, one file a language."""

    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement of a request")
    DISTRIBUTION = "distribution", _("Distribution to a provider")
    THANKS = "thanks", _("Thanks to a provider")
    OFFER = "offer", _("Offer, to the requester")
    CONSOLIDATED_ANSWER = "consolidated_answer", _("Consolidated answer")
    ONE_YEAR_QUESTION = "one_year_question", _("Question after one year")


# The others go to whoever asked.
TO_PROVIDERS: Final = frozenset({LetterKind.DISTRIBUTION.value, LetterKind.THANKS.value})


class DocumentKind(models.TextChoices):
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    LETTER = "letter", pgettext_lazy("correspondence", "Formal letter")


class AddresseeClass(models.TextChoices):
    """Whom one writes to, as far as the form of the document depends on it."""

    MISSION = "mission", _("Permanent mission of a State")
    UN_SYSTEM = "un_system", _("Body of the United Nations system")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    REGIONAL = "regional", _("Regional or subregional organization")
    ARRANGEMENT = "arrangement", _("Arrangement or initiative of States")
    CIVIL_SOCIETY = "civil_society", _("Civil society or academia")


class LetterStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    DISCARDED = "discarded", pgettext_lazy("letter", "Discarded")


class FileFormat(models.TextChoices):
    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
