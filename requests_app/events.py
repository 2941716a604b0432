"""Audit events of requests, and the sentence of each for the history panel."""

from django.utils.translation import gettext_lazy as _

REQUEST_DRAFTED = "REQUEST_DRAFTED"
DRAFT_COPIED = "DRAFT_COPIED"
DRAFT_SHARED = "DRAFT_SHARED"
DRAFT_UNSHARED = "DRAFT_UNSHARED"
DRAFT_RESTRICTED = "DRAFT_RESTRICTED"
DRAFT_OPENED = "DRAFT_OPENED"
REQUEST_ENTERED = "REQUEST_ENTERED"
REQUEST_SUBMITTED = "REQUEST_SUBMITTED"
REQUEST_RETURNED = "REQUEST_RETURNED"
REQUEST_AUTHENTICATED = "REQUEST_AUTHENTICATED"
REQUEST_ACKNOWLEDGED = "REQUEST_ACKNOWLEDGED"
REQUEST_DISTRIBUTED = "REQUEST_DISTRIBUTED"
REQUEST_WITHDRAWN = "REQUEST_WITHDRAWN"
REQUEST_CLOSED = "REQUEST_CLOSED"
HOLD_PLACED = "HOLD_PLACED"
HOLD_RELEASED = "HOLD_RELEASED"
HOLD_EXPIRED = "HOLD_EXPIRED"
SEND_NOW_DECIDED = "SEND_NOW_DECIDED"
PUBLICATION_REFUSED = "PUBLICATION_REFUSED"
FILE_ATTACHED = "FILE_ATTACHED"
FILE_REMOVED = "FILE_REMOVED"
FILE_ERASED = "FILE_ERASED"
PROVIDER_SKIPPED = "PROVIDER_SKIPPED"
TWIN_TAKEN = "TWIN_TAKEN"
SUMMARY_WRITTEN = "SUMMARY_WRITTEN"
SUMMARY_PUT_TO_STATE = "SUMMARY_PUT_TO_STATE"
CONSENT_GIVEN = "CONSENT_GIVEN"
CONSENT_BY_SILENCE = "CONSENT_BY_SILENCE"
CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
CONSENT_LAPSED = "CONSENT_LAPSED"
SUMMARY_PUBLISHED = "SUMMARY_PUBLISHED"
SUMMARY_TAKEN_OFF = "SUMMARY_TAKEN_OFF"
NEED_ANSWERED = "NEED_ANSWERED"
NEED_MOVED = "NEED_MOVED"
NEED_MATCHED = "NEED_MATCHED"
NEED_DELIVERING = "NEED_DELIVERING"
NEED_FELL_BACK = "NEED_FELL_BACK"
NEED_MET = "NEED_MET"
NEED_PARTLY_MET = "NEED_PARTLY_MET"
NEED_DROPPED = "NEED_DROPPED"
NEED_STANDS_AGAIN = "NEED_STANDS_AGAIN"
NEED_WITHDRAWN = "NEED_WITHDRAWN"
NEED_LAPSED = "NEED_LAPSED"
FOLLOW_UP_OPENED = "FOLLOW_UP_OPENED"
FOLLOW_UP_REMINDED = "FOLLOW_UP_REMINDED"
FOLLOW_UP_ANSWERED = "FOLLOW_UP_ANSWERED"
QUESTION_ASKED = "QUESTION_ASKED"
QUESTION_ANSWERED = "QUESTION_ANSWERED"
QUESTION_ANSWERED_TO_EXPERTS = "QUESTION_ANSWERED_TO_EXPERTS"
QUESTION_DECLINED = "QUESTION_DECLINED"
QUESTION_MERGED = "QUESTION_MERGED"
QUESTION_WITHHELD = "QUESTION_WITHHELD"
NOTICE_RECEIVED = "NOTICE_RECEIVED"
NOTICE_NOT_FOR_US = "NOTICE_NOT_FOR_US"
NOTICE_FOR_US = "NOTICE_FOR_US"
NEED_SET_ASIDE = "NEED_SET_ASIDE"
REVISION_BEGUN = "REVISION_BEGUN"
REVISION_DISCARDED = "REVISION_DISCARDED"
REQUEST_REVISED = "REQUEST_REVISED"
CONTACT_CONFIRMED = "CONTACT_CONFIRMED"
CALENDAR_ADDRESS_MADE = "CALENDAR_ADDRESS_MADE"
CALENDAR_ADDRESS_ENDED = "CALENDAR_ADDRESS_ENDED"

SENTENCES = {
    CALENDAR_ADDRESS_MADE: _("A private calendar address was made."),
    CALENDAR_ADDRESS_ENDED: _("A private calendar address was revoked."),
    REQUEST_DRAFTED: _("A draft was begun."),
    DRAFT_COPIED: _("The words of an earlier request were taken over."),
    DRAFT_SHARED: _("The draft was shared with a colleague."),
    DRAFT_UNSHARED: _("A colleague was taken off the draft."),
    DRAFT_RESTRICTED: _("The draft was kept to named colleagues and focal points."),
    DRAFT_OPENED: _("The draft was opened to everybody who writes for the requester."),
    REQUEST_ENTERED: _("The request was entered on behalf of the requester."),
    REQUEST_SUBMITTED: _("The request was submitted."),
    REQUEST_RETURNED: _("The request was returned, because it is not in proper form."),
    REQUEST_AUTHENTICATED: _("The request was found to be authentic."),
    REQUEST_ACKNOWLEDGED: _("Receipt was acknowledged; the objection window began."),
    REQUEST_DISTRIBUTED: _("The request was distributed to the providers."),
    REQUEST_WITHDRAWN: _("The request was withdrawn."),
    REQUEST_CLOSED: _("The request was closed."),
    HOLD_PLACED: _("A hold was placed; the clocks stand still."),
    HOLD_RELEASED: _("A hold was released; the clocks go on."),
    HOLD_EXPIRED: _("A hold came to its end; the clocks go on."),
    SEND_NOW_DECIDED: _("The State asked for distribution at once."),
    PUBLICATION_REFUSED: _("The State refused publication."),
    FILE_ATTACHED: _("A document was attached."),
    FILE_REMOVED: _("A document was removed."),
    FILE_ERASED: _("A document was erased for good, with the approval of a second person."),
    PROVIDER_SKIPPED: _("A provider is left out, with the approval of a second person."),
    TWIN_TAKEN: _("The draft was filled from an uploaded offline form."),
    SUMMARY_WRITTEN: _("The words of a summary were written or changed."),
    SUMMARY_PUT_TO_STATE: _("A summary was put to the State for consent."),
    CONSENT_GIVEN: _("The State consented to exactly these words."),
    CONSENT_BY_SILENCE: _(
        "The window ended in silence, which the policy in force takes as consent."
    ),
    CONSENT_WITHDRAWN: _("The State withdrew its consent."),
    CONSENT_LAPSED: _("The consent lapsed, because the words were changed."),
    SUMMARY_PUBLISHED: _("The summary was published."),
    SUMMARY_TAKEN_OFF: _("The summary was taken off the public site."),
    NEED_ANSWERED: _("A provider answered."),
    NEED_MOVED: _("A need has an answer that may help."),
    NEED_MATCHED: _("State and provider agreed: the need is matched."),
    NEED_DELIVERING: _("Help for a need is being delivered."),
    NEED_FELL_BACK: _("Help that was in view for a need fell away; it looks for help again."),
    NEED_MET: _("The State said that a need is met."),
    NEED_PARTLY_MET: _("The State said that a need is partly met."),
    NEED_DROPPED: _("The State said that a need is no longer there."),
    NEED_STANDS_AGAIN: _("The State said that help for a need is still needed."),
    NEED_WITHDRAWN: _("A need was withdrawn with its request."),
    FOLLOW_UP_OPENED: _("A year is over: the State was asked whether its needs have been met."),
    FOLLOW_UP_REMINDED: _("The State was asked a second time whether its needs have been met."),
    FOLLOW_UP_ANSWERED: _("The State said how its needs stand."),
    NEED_LAPSED: _("A need lapsed: nothing came of it."),
    QUESTION_ASKED: _("A provider asked a question."),
    QUESTION_ANSWERED: _("The State answered a question to all providers."),
    QUESTION_ANSWERED_TO_EXPERTS: _("The State answered a question to the experts only."),
    QUESTION_DECLINED: _("The State does not answer a question."),
    QUESTION_MERGED: _("A question was joined with another one that asks the same."),
    QUESTION_WITHHELD: _("A question was withheld by the experts."),
    NOTICE_RECEIVED: _("A provider confirmed that it received the request."),
    NOTICE_NOT_FOR_US: _("A provider said that the request is not for it."),
    NOTICE_FOR_US: _("A provider said that the request is for it after all."),
    NEED_SET_ASIDE: _("A need is no longer asked."),
    REVISION_BEGUN: _("A change of the words was begun; the request stands as it is."),
    REVISION_DISCARDED: _("The change of the words was discarded; nothing was changed."),
    REQUEST_REVISED: _("The words were changed: a new version stands."),
    CONTACT_CONFIRMED: _("The contact of a silent provider was checked."),
}
