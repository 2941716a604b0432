"""The parts of the desk, for the reader's roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import template
from django.forms import Form
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from clearinghouse.access.catalogue import DeskRole
from clearinghouse.access.checks import has_desk_role
from clearinghouse.core.templatetags.navigation import Link

register = template.Library()

READERS: Final = (DeskRole.EXPERT, DeskRole.SECRETARIAT, DeskRole.MEMBER)


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def desk_navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """Show the parts of the desk that the reader may open, with the present one marked."""
    http_request = context["request"]
    entries = [
        (label, _address(name), at_end) for label, name, at_end in _entries(http_request.user)
    ]
    home = reverse("admin:index")
    here = max(
        (href for _label, href, _end in entries if href and http_request.path.startswith(href)),
        key=len,
        default="",
    )
    if here == home and http_request.path != home:
        here = ""
    links = [
        Link(label, href, is_current="page" if href == here else "", at_end=at_end)
        for label, href, at_end in entries
        if href
    ]
    return {"title": _("The desk"), "links": links, "is_workspace": True}


def _entries(user: Any) -> Iterator[tuple[str, str, bool]]:
    yield _("What is due"), "admin:index", False
    if has_desk_role(user, *READERS):
        yield _("Requests"), "admin:desk_requests:list", False
    if has_desk_role(user, DeskRole.EXPERT):
        yield _("Enter from paper"), "admin:desk_requests:intake", False
    if has_desk_role(user, *READERS):
        yield _("Matching"), "admin:desk_matching:home", False
        yield _("Offers"), "admin:offers_app_offer_changelist", False
        yield _("Letters"), "admin:desk_letters:list", False
        yield _("Four eyes"), "admin:approvals:list", False
        yield _("Reports"), "admin:reports:home", False
    if has_desk_role(user, DeskRole.SECRETARIAT, DeskRole.ADMINISTRATOR):
        yield _("People"), "admin:accounts_user_changelist", False
        yield _("Invitations"), "admin:accounts_invitation_changelist", False
    yield _("Public site"), "pages:home", True


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def search_address(context: Mapping[str, Any]) -> str:
    """Where the box on every page of the desk leads, empty for those who read no request."""
    user = context["request"].user
    return _address("admin:desk:search") if has_desk_role(user, *READERS) else ""


@register.simple_tag
def matches_of(need: Any) -> str:
    """Return the address of the ranked offers for a need, empty where matching is not served."""
    try:
        return reverse("admin:desk_matching:need", args=[need.pk])
    except NoReverseMatch:
        return ""


@register.simple_tag
def search_kept(what: Any) -> list[tuple[str, str]]:
    """The parts of the address that a new search keeps: the place of a search, or the filters of a list."""
    if isinstance(what, Form):
        named = [(field.name, field.value()) for field in what if field.name != "q"]
        return [(name, str(value)) for name, value in named if value]
    return [("in", str(what))]
