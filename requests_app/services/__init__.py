"""The verbs of requests. Pages, the API, commands and tasks call these and nothing else."""

from requests_app.services.answers import answer
from requests_app.services.calendars import (
    end_calendar_address,
    make_calendar_address,
    token_hash,
)
from requests_app.services.closing import close
from requests_app.services.distribution import distribute, mark_seen, tick
from requests_app.services.drafts import (
    attach,
    create_draft,
    enter_on_behalf,
    remove_attachment,
    save_draft,
)
from requests_app.services.follow_up import answer_follow_up
from requests_app.services.needs import drop, meet, meet_partly, stand_again
from requests_app.services.prefilled import copy_to_draft, draft_from_line
from requests_app.services.procedure import (
    acknowledge,
    authenticate,
    expire_holds,
    place_hold,
    release_hold,
    send_back,
    send_now,
    submit,
    withdraw,
)
from requests_app.services.publishing import (
    consent,
    put_summary_to_state,
    refuse_publication,
    withdraw_consent,
    write_summary,
)
from requests_app.services.questions import (
    ask,
    decline,
    merge,
    reply_to_all,
    reply_to_experts,
    save_reply,
    withhold,
)
from requests_app.services.reminders import confirm_contact, remind_silent_providers
from requests_app.services.responses import check_takes_responses, respond, respond_by_link
from requests_app.services.revising import begin_revision, discard_revision, submit_revision
from requests_app.services.rows import put_back
from requests_app.services.sharing import (
    mail_me_the_link,
    open_to_party,
    restrict_to_named,
    share,
    unshare,
)
from requests_app.services.twin import discard_upload, expire_uploads, keep_upload, take_upload

__all__ = [
    "end_calendar_address",
    "make_calendar_address",
    "token_hash",
    "acknowledge",
    "answer",
    "answer_follow_up",
    "ask",
    "attach",
    "authenticate",
    "begin_revision",
    "check_takes_responses",
    "close",
    "confirm_contact",
    "consent",
    "copy_to_draft",
    "create_draft",
    "decline",
    "discard_revision",
    "discard_upload",
    "distribute",
    "draft_from_line",
    "drop",
    "enter_on_behalf",
    "expire_holds",
    "expire_uploads",
    "keep_upload",
    "mail_me_the_link",
    "mark_seen",
    "meet",
    "meet_partly",
    "open_to_party",
    "merge",
    "place_hold",
    "put_back",
    "put_summary_to_state",
    "refuse_publication",
    "release_hold",
    "remind_silent_providers",
    "remove_attachment",
    "reply_to_all",
    "reply_to_experts",
    "respond",
    "respond_by_link",
    "restrict_to_named",
    "save_draft",
    "save_reply",
    "send_back",
    "send_now",
    "share",
    "stand_again",
    "submit",
    "submit_revision",
    "take_upload",
    "tick",
    "unshare",
    "withdraw",
    "withdraw_consent",
    "withhold",
    "write_summary",
]
