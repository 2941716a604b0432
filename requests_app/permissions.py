"""Who may do what to a request. Each check raises NotAllowed with its reason, and writes nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from clearinghouse.access.catalogue import DeskRole, PartyPermission
from clearinghouse.access.checks import acts_for, has_desk_role, is_system, party_ids
from clearinghouse.core.errors import NotAllowed
from clearinghouse.parties.models import Party
from clearinghouse.reference.policies import policy
from requests_app.enums import Channel, HoldKind, ShareRole
from requests_app.models import AssistanceRequest, Hold, Need, Notice, Question, Summary


def check_can_create(user: Any, party: Party) -> None:
    """Drafters and focal points of the party."""
    if not acts_for(user, party.pk, PartyPermission.DRAFT):
        raise NotAllowed(_("Only drafters and focal points of the requester write its requests."))


def check_can_subscribe(user: Any) -> None:
    """Whoever drafts or acts for a requester has moments of its requests to be told of."""
    if not party_ids(user, PartyPermission.DRAFT).exists():
        raise NotAllowed(_("Only people of a requester subscribe to its requests."))


def draft_role_of(user: Any, request: AssistanceRequest) -> ShareRole | None:
    """What the person may do with the words of the requester's draft; None when nothing.

    Focal points answer for the party, so they keep every draft of it, as its author does. Colleagues write, unless
    the draft names them in another role or is only for those named. What was submitted is the whole party's.
    """
    if not acts_for(user, request.requester_id, PartyPermission.DRAFT):
        return None
    is_author = request.entered_by_id == user.pk
    if is_author or acts_for(user, request.requester_id, PartyPermission.ACT):
        return ShareRole.KEEPER
    if request.submitted_at is not None:
        return ShareRole.WRITER
    named = request.shares.filter(person=user, revoked_at__isnull=True).first()
    if named is not None:
        return ShareRole(named.role)
    return None if request.is_restricted else ShareRole.WRITER


def check_can_read_draft(user: Any, request: AssistanceRequest) -> None:
    """Whoever may do anything with the draft; an expert for what came on paper."""
    if request.channel != Channel.PORTAL:
        check_is_expert(user)
    elif draft_role_of(user, request) is None:
        raise NotAllowed(_("Only drafters and focal points of the requester write its requests."))


def check_can_edit(user: Any, request: AssistanceRequest) -> None:
    """The requester's people, in their role; an expert for paper. Whether its status allows it is asked elsewhere."""
    check_can_read_draft(user, request)
    if request.channel == Channel.PORTAL and draft_role_of(user, request) == ShareRole.READER:
        raise NotAllowed(
            _("This draft was shared with you to read. Ask its author or a focal point to let you write.")
        )  # fmt: skip


def check_can_share(user: Any, request: AssistanceRequest) -> None:
    """The author, focal points, and colleagues to whom one of them gave it to keep."""
    if draft_role_of(user, request) != ShareRole.KEEPER:
        raise NotAllowed(
            _("Only the author of a draft, a focal point, or somebody who keeps it with them shares it.")
        )  # fmt: skip


def check_can_submit(user: Any, request: AssistanceRequest) -> None:
    """A focal point of the requester; an expert for what came on paper."""
    if request.channel != Channel.PORTAL:
        check_is_expert(user)
    elif not acts_for(user, request.requester_id, PartyPermission.ACT):
        raise NotAllowed(_("Only a focal point submits. Ask yours to open this draft and send it."))


check_can_revise = check_can_edit


def check_can_set_aside(user: Any, need: Need) -> None:
    """Whoever submits the change of words that no longer asks for the need."""
    if need.assistance_request is None:
        check_is_expert(user)
    else:
        check_can_submit(user, need.assistance_request)


def check_can_decide(user: Any, request: AssistanceRequest) -> None:
    """Focal points of the requester: nobody decides or consents on a State's behalf."""
    if not acts_for(user, request.requester_id, PartyPermission.ACT):
        raise NotAllowed(
            _("Only a focal point of the requester decides on distribution and publication.")
        )


def check_can_withdraw(user: Any, request: AssistanceRequest) -> None:
    """Focal points of the requester; an expert for paper; whoever may edit a draft may discard it.

    A working copy ends by itself with its request.
    """
    if request.revision_of_id is not None and is_system(user):
        return
    if request.reference is None:
        check_can_edit(user, request)
    elif not is_for_the_state(user, request):
        check_can_decide(user, request)


def check_is_expert(user: Any, request: AssistanceRequest | None = None) -> None:
    """Experts of the Committee."""
    if not has_desk_role(user, DeskRole.EXPERT):
        raise NotAllowed(_("Only an expert does this."))


check_can_authenticate = check_is_expert
check_can_write_summary = check_is_expert


def check_can_put_summary(user: Any, summary: Summary, *, asked_by: Any = None) -> None:
    """An expert, or whoever approved what the expert `asked_by` asked for; somebody else than the writer of the words,
    where the policy asks for four eyes."""
    check_is_expert(asked_by or user)
    if policy("four_eyes") and summary.written_by_id == user.pk:
        raise NotAllowed(
            _(
                "You wrote these words: a second expert puts them to the State. Ask a colleague to do it."
            )
        )


def check_is_desk_reader(user: Any) -> None:
    """Experts, the secretariat and Committee members read everything; administrators read no request."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER):
        raise NotAllowed(
            _("Only experts, the secretariat and Committee members read requests at the desk.")
        )


def check_is_system_or_expert(user: Any, request: AssistanceRequest) -> None:
    """What happens by itself when its time has come; an expert can do it by hand."""
    if not is_system(user):
        check_is_expert(user)


def check_is_system(user: Any, request: AssistanceRequest) -> None:
    """What only the procedure's own clock does."""
    if not is_system(user):
        raise NotAllowed(_("This happens by itself at the end of the objection window."))


def check_can_close(user: Any, request: AssistanceRequest) -> None:
    """An expert, or a focal point of the requester."""
    if not has_desk_role(user, DeskRole.EXPERT):
        check_can_decide(user, request)


def check_can_speak_for_need(user: Any, need: Need) -> None:
    """A focal point of the party whose need it is; an expert for what came on paper, with its document."""
    if acts_for(user, need.party_id, PartyPermission.ACT):
        return
    if not speaks_by_document(user, need):
        raise NotAllowed(_("Only a focal point of the requester says how a need stands."))


def check_can_speak_for_request(user: Any, request: AssistanceRequest) -> None:
    """A focal point of the requester, who says how its needs stand; an expert for what came on paper."""
    if not is_for_the_state(user, request):
        check_can_decide(user, request)


def check_can_withdraw_need(user: Any, need: Need) -> None:
    """Whoever may withdraw the request to which the need belongs."""
    if need.assistance_request is None:
        check_is_expert(user)
    else:
        check_can_withdraw(user, need.assistance_request)


def check_moves_by_itself(user: Any, need: Need) -> None:
    """What follows by itself from answers and matches."""
    if not is_system(user):
        raise NotAllowed(_("This follows by itself from what providers answer, agree and deliver."))


def speaks_by_document(user: Any, need: Need) -> bool:
    """Whether the person records what the State wrote about its need: an expert, for paper and other sources."""
    if acts_for(user, need.party_id, PartyPermission.ACT):
        return False
    if need.assistance_request is None:
        return has_desk_role(user, DeskRole.EXPERT)
    return is_for_the_state(user, need.assistance_request)


def hold_kind_of(user: Any, request: AssistanceRequest) -> HoldKind:
    """Return in which capacity the person holds; NotAllowed when in none."""
    if acts_for(user, request.requester_id, PartyPermission.ACT):
        return HoldKind.STATE
    if has_desk_role(user, DeskRole.MEMBER):
        return HoldKind.MEMBER
    if has_desk_role(user, DeskRole.EXPERT):
        return HoldKind.EXPERT
    raise NotAllowed(
        _("Only the requester's focal point, a Committee member or an expert holds a request.")
    )


def check_can_hold(user: Any, request: AssistanceRequest) -> None:
    """The State, any Committee member, or an expert."""
    hold_kind_of(user, request)


def check_can_release(user: Any, hold: Hold) -> None:
    """Whoever holds in the same capacity: the State its own, members theirs, experts theirs."""
    if hold_kind_of(user, hold.assistance_request) != hold.kind:
        raise NotAllowed(_("Only the side that placed this hold releases it."))


def is_for_the_state(user: Any, request: AssistanceRequest) -> bool:
    """Whether the person records what the State wrote: an expert, for what came on paper. Never consent."""
    return (
        request.channel != Channel.PORTAL
        and has_desk_role(user, DeskRole.EXPERT)
        and not acts_for(user, request.requester_id, PartyPermission.ACT)
    )


def releases_for_the_state(user: Any, hold: Hold) -> bool:
    """Whether the person releases the State's hold on the State's written word."""
    return hold.kind == HoldKind.STATE and is_for_the_state(user, hold.assistance_request)


def check_can_answer(user: Any, notice: Notice) -> None:
    """Provider contacts of the party to which the notice was sent."""
    if not acts_for(user, notice.provider_id, PartyPermission.PROVIDE):
        raise NotAllowed(_("Only a contact of the provider that received the notice answers it."))


def check_can_check_contacts(user: Any) -> None:
    """Experts and the secretariat."""
    if not has_desk_role(user, DeskRole.EXPERT, DeskRole.SECRETARIAT):
        raise NotAllowed(_("Only experts and the secretariat check the contacts of providers."))


def check_can_draft_reply(user: Any, question: Question) -> None:
    """Drafters and focal points of the requester; an expert for what came on paper."""
    if not is_for_the_state(user, question.assistance_request):
        check_can_create(user, question.assistance_request.requester)


def check_can_reply(user: Any, question: Question) -> None:
    """A focal point of the requester; an expert for what came on paper, on the State's document."""
    request = question.assistance_request
    if not is_for_the_state(user, request) and not acts_for(
        user, request.requester_id, PartyPermission.ACT
    ):
        raise NotAllowed(
            _("Only a focal point sends an answer. Save it, and ask yours to send it.")
        )
