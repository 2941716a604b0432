"""Shape of input for people who ask and people who answer."""

from requests_app.forms.answers import AnswerForm, ReasonForm, answer_forms
from requests_app.forms.binding import BoundSection
from requests_app.forms.needs import ClosingForm, FollowUpForm
from requests_app.forms.questions import PaperReplyForm, QuestionForm, ReplyForm
from requests_app.forms.sections import (
    ATTACHMENTS,
    SECTIONS,
    Section,
    after,
    section_by_key,
    section_of,
)
from requests_app.forms.steps import HoldForm, ShareForm, StartForm, UploadForm

__all__ = [
    "ATTACHMENTS",
    "SECTIONS",
    "AnswerForm",
    "BoundSection",
    "ClosingForm",
    "FollowUpForm",
    "HoldForm",
    "PaperReplyForm",
    "QuestionForm",
    "ReasonForm",
    "ReplyForm",
    "Section",
    "ShareForm",
    "StartForm",
    "UploadForm",
    "after",
    "answer_forms",
    "section_by_key",
    "section_of",
]
