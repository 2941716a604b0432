"""Where a page can go from here: the other languages, the main parts of the site, the parts of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext as _

from clearinghouse.core.stylesheet import stylesheet

register = template.Library()

# Order and scripts of the United Nations language bar.
LANGUAGE_BAR: Final = (
    ("ar", "عربي"),
    ("zh", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation."""

    label: str
    href: str
    is_current: str = ""
    count: int = 0
    at_end: bool = False


# --- Addresses --------------------------------------------------------------------------------------------------


@register.simple_tag
def url_or_root(name: str, root: str = "/") -> str:
    """Return the address of a named page, or `root` where this process does not serve that part of the site."""
    return _address(name) or root


@register.simple_tag
def stylesheet_address() -> str:
    """Return the address of the stylesheet, with its digest, so that browsers may keep it for ever."""
    return f"{url_or_root('site:stylesheet', '/assets/site.css')}?v={stylesheet().digest}"


# --- Languages --------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/language_bar.html", takes_context=True)
def language_links(context: Mapping[str, Any]) -> dict[str, Any]:
    """Link to this public page in the other languages; from a page without a language, to their home pages."""
    http_request = context.get("request")
    links = [(code, name, in_language(http_request, code)) for code, name in LANGUAGE_BAR]
    return {"current": _language(), "links": links}


@register.inclusion_tag("ui/language_bar.html", takes_context=True)
def language_buttons(context: Mapping[str, Any]) -> dict[str, Any]:
    """Change the person's language by POST and come back to this page."""
    http_request = context.get("request")
    return {
        "current": _language(),
        "action": _address("accounts:language"),
        "links": [(code, name, in_language(None, code)) for code, name in LANGUAGE_BAR],
        "next": http_request.get_full_path() if http_request else "/",
        "csrf_token": context.get("csrf_token", ""),
    }


def in_language(http_request: HttpRequest | None, code: str) -> str:
    """Return the address of a public page in another language, with the same query."""
    path = http_request.path_info if http_request else "/"
    if http_request is None or not get_language_from_path(path):
        return f"/{code}/"
    rest, query = path.split("/", 2)[2], http_request.META.get("QUERY_STRING", "")
    return f"/{code}/{rest}?{query}" if query else f"/{code}/{rest}"


# --- Navigation -------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def main_navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """Show the parts of the public site, and the door to the workspace."""
    entries = [
        (_("Requests"), "public_requests:list"),
        (_("Offers"), "public_offers:list"),
        (_("Providers"), "pages:providers"),
        (_("How it works"), "pages:how_it_works"),
    ]
    links = [Link(label, _address(name)) for label, name in entries]
    # The public site does not know who reads it, so one label serves both who is signed in and who is not.
    links.append(
        Link(_("Workspace sign-in"), url_or_root("requests:home", "/workspace/"), at_end=True)
    )
    return {"title": _("Main navigation"), "links": _marked(context, links)}


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def workspace_navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """Show the parts of the workspace, or on the way in only the public site."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return {
            "title": _("Main navigation"),
            "links": [Link(_("Public site"), url_or_root("pages:home"))],
        }
    links = [
        Link(_("Requests"), _address("requests:home")),
        Link(_("Notices"), _address("requests:notices"), count=context.get("unread_notices") or 0),
        Link(_("Offers"), _address("offers:home")),
        Link(_("Matches"), _address("matching:list")),
        Link(_("Letters"), _address("letters:list")),
        Link(_("Following"), _address("follow:home")),
        Link(_("Account"), _address("accounts:profile")),
    ]
    if user.is_staff:
        links.append(Link(_("Desk"), url_or_root("admin:index", "/desk/")))
    links.append(Link(_("Public site"), url_or_root("pages:home"), at_end=True))
    return {"title": _("Workspace"), "links": _marked(context, links), "is_workspace": True}


def _marked(context: Mapping[str, Any], links: list[Link]) -> list[Link]:
    """Leave out what is not served here and mark where the reader is: the longest address that the path begins with."""
    http_request = context.get("request")
    path = http_request.path if http_request else ""
    here = max(
        (link.href for link in links if link.href and path.startswith(link.href)),
        key=len,
        default="",
    )
    return [
        replace(link, is_current=("page" if path == here else "true") if link.href == here else "")
        for link in links
        if link.href
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _language() -> str:
    return (get_language() or "en").split("-")[0]
