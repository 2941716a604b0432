"""Tables of requests, in the order of their life."""

from requests_app.models.answers import AnswerVersion, Question
from requests_app.models.calendar import CalendarAddress
from requests_app.models.distribution import (
    Answer,
    ContactCheck,
    Notice,
    NoticeResponse,
    ProviderSkip,
    Run,
)
from requests_app.models.drafting import DraftShare, RemovedRow
from requests_app.models.follow_up import FollowUp, FollowUpAnswer
from requests_app.models.intake import TypedChange
from requests_app.models.need import Need
from requests_app.models.procedure import Authentication, Decision, Hold, RequestVersion
from requests_app.models.publication import PublicSummary, PublicWithdrawal, Summary, SummaryConsent
from requests_app.models.receipt import PublicSigningKey
from requests_app.models.request import AssistanceRequest, Attachment, RequestContact
from requests_app.models.twin import TwinUpload

__all__ = [
    "Answer",
    "AnswerVersion",
    "AssistanceRequest",
    "Attachment",
    "Authentication",
    "ContactCheck",
    "CalendarAddress",
    "Decision",
    "FollowUp",
    "FollowUpAnswer",
    "DraftShare",
    "Hold",
    "Need",
    "Notice",
    "NoticeResponse",
    "ProviderSkip",
    "Question",
    "PublicSigningKey",
    "PublicSummary",
    "PublicWithdrawal",
    "RemovedRow",
    "RequestContact",
    "RequestVersion",
    "Run",
    "Summary",
    "SummaryConsent",
    "TwinUpload",
    "TypedChange",
]
