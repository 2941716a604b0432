"""Closed lists of requests. Labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestStatus(models.TextChoices):
    """Where a request stands. Authentication, holds, decisions and publication are records of their own."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for form")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DISTRIBUTED = "distributed", _("Distributed")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


EDITABLE = frozenset({RequestStatus.DRAFT.value, RequestStatus.RETURNED.value})
OPEN = frozenset(
    {
        RequestStatus.SUBMITTED.value,
        RequestStatus.RETURNED.value,
        RequestStatus.ACKNOWLEDGED.value,
        RequestStatus.DISTRIBUTED.value,
    }
)

# Before the providers: the week still runs.
WAITING = frozenset({RequestStatus.SUBMITTED.value, RequestStatus.ACKNOWLEDGED.value})


# The words of these can be replaced by a new version while the request stands.
REVISABLE = OPEN - {RequestStatus.RETURNED.value}


class Channel(models.TextChoices):
    """How a request reached the Committee."""

    PORTAL = "portal", _("Form in this portal")
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    NATIONAL_REPORT = "national_report", _("National report")
    VISIT = "visit", _("Country visit")
    REFERRAL = "referral", _("Referral by another body")


PAPER_CHANNELS = tuple(choice for choice in Channel.choices if choice[0] != Channel.PORTAL)


class ShareRole(models.TextChoices):
    """What a named colleague may do with a draft."""

    READER = "reader", _("reads")
    WRITER = "writer", _("reads and writes")
    KEEPER = "keeper", _("reads, writes and shares")


class RowKind(models.TextChoices):
    """Rows of a draft that come and go."""

    NEEDS = "needs", _("Need")
    CONTACTS = "contacts", _("Contact")


class NeedStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    MATCHED = "matched", _("Matched")
    DELIVERING = "delivering", _("Being delivered")
    PARTLY_MET = "partly_met", _("Partly met")
    MET = "met", _("Met")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Help is still looked for, promised or on its way; the others are settled.
LIVE_NEEDS = frozenset(
    {
        NeedStatus.OPEN.value,
        NeedStatus.ANSWERED.value,
        NeedStatus.MATCHED.value,
        NeedStatus.DELIVERING.value,
        NeedStatus.PARTLY_MET.value,
    }
)


class Outcome(models.TextChoices):
    """What became of a need, and of a whole request, when the request was closed."""

    MET = "met", _("Met")
    PARTLY_MET = "partly_met", _("Partly met")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
    LAPSED = "lapsed", _("Lapsed: nothing came of it")


class NeedWord(models.TextChoices):
    """What a State says of a need when it is asked."""

    MET = "met", _("Met")
    PARTLY_MET = "partly_met", _("Partly met")
    STILL_NEEDED = "still_needed", _("Still needed")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")


class NeedOrigin(models.TextChoices):
    """Where a need was stated; only requests exist so far."""

    REQUEST = "request", _("Request for assistance")
    ACTION_PLAN = "action_plan", _("Action plan")
    VISIT = "visit", _("Country visit")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Normal")
    SOON = "soon", _("Within six months")
    URGENT = "urgent", _("Urgent")


class ContactRole(models.TextChoices):
    MISSION = "mission", _("Officer at the permanent mission")
    FOCAL_POINT = "focal_point", _("National point of contact for resolution 1540 (2004)")
    BENEFICIARY = "beneficiary", _("Agency that will receive the assistance")


class AttachmentKind(models.TextChoices):
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    TEMPLATE = "template", _("Assistance template")
    PLAN = "plan", _("Action plan or report")
    OTHER = "other", _("Other document")


class TwinOutcome(models.TextChoices):
    """What became of an offline form that was uploaded."""

    TAKEN = "taken", _("Taken into a draft")
    DISCARDED = "discarded", _("Set aside")
    EXPIRED = "expired", _("Expired")


class AuthenticBy(models.TextChoices):
    ACCOUNT = "account", _("Account of an accredited focal point")
    EXPERT = "expert", _("Confirmation by an expert")


class DecisionKind(models.TextChoices):
    DISTRIBUTION = "distribution", _("Distribution to providers")
    PUBLICATION = "publication", _("Publication of a summary")


class Choice(models.TextChoices):
    """What a State decided. Silence is never a row: it is the absence of one."""

    SEND_NOW = "send_now", _("Send now")
    CONSENT = "consent", _("Consent to these words")
    REFUSE = "refuse", _("Refuse publication")
    WITHDRAW_CONSENT = "withdraw_consent", _("Withdraw consent")


class HoldKind(models.TextChoices):
    STATE = "state", _("At the wish of the State")
    MEMBER = "member", _("At the wish of a Committee member, for discussion in the working group")
    EXPERT = "expert", _("By an expert")


class NoticeKind(models.TextChoices):
    REQUEST = "request", _("New request for assistance")
    REMINDER = "reminder", _("Second notice")


class ResponseKind(models.TextChoices):
    """What a provider says of a notice as a whole, before or instead of answering its needs."""

    RECEIVED = "received", _("We have received it")
    NOT_FOR_US = "not_for_us", _("This is not for us")
    FOR_US = "for_us", _("This is for us after all")


class Verdict(models.TextChoices):
    """A provider's answer to one need."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    QUESTION = "question", _("A question first")


class HelpGiven(models.TextChoices):
    """How a provider would give its help."""

    IN_COUNTRY = "in_country", _("In the country of the requester")
    AT_PROVIDER = "at_provider", _("At the provider's place")
    REMOTE = "remote", _("At a distance, online or in writing")
    GOODS = "goods", _("By sending equipment or documents")
    FUNDS = "funds", _("By paying for it")


class QuestionStatus(models.TextChoices):
    """What became of a provider's question."""

    WAITING = "waiting", _("Waits for the State")
    ANSWERED = "answered", _("Answered to all providers")
    TO_EXPERTS = "to_experts", _("Answered to the experts only")
    DECLINED = "declined", _("Not answered, at the wish of the State")
    MERGED = "merged", _("Asked already: answered with another question")
    WITHHELD = "withheld", _("Withheld by the experts")


class Standing(models.TextChoices):
    """Where a provider stands on one need: its answer, or what is known as long as there is none."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    QUESTION = "question", _("A question first")
    RECEIVED = "received", _("Received, not answered yet")
    NOT_FOR_US = "not_for_us", _("Not for this provider")
    SILENT = "silent", _("No answer yet")
    UNDELIVERED = "undelivered", _("Not reached by mail yet")


class PublicationWish(models.TextChoices):
    """What the requester says in the form; the binding consent is given later, to exact words."""

    SUMMARY = "summary", _("A summary may be prepared for my consent")
    NOTHING = "nothing", _("Nothing may be published")


class DistributionWish(models.TextChoices):
    ALL = "all", _("To all providers, except those that I leave out")
    HOLD = "hold", _("Hold it until I say so")


# PostgreSQL's text search configuration of each language; Chinese has none of its own.
SEARCH_CONFIGURATIONS = {
    "ar": "arabic", "zh": "simple", "en": "english", "fr": "french", "ru": "russian", "es": "spanish",
}  # fmt: skip
