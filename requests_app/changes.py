"""What differs between two frozen versions of a request, in words and side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clearinghouse.core.templatetags.ui import language_name
from requests_app import reading
from requests_app.reading import Said, SaidNeed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said otherwise now; nothing on the side where it was not said at all."""

    label: str | _StrPromise
    before: Said | None
    after: Said | None


@dataclass(frozen=True, slots=True)
class NeedChange:
    """What became of one need: added, no longer asked, or said otherwise."""

    number: int
    title: str
    changes: tuple[Change, ...]
    is_added: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs. False when nothing does."""

    of_request: tuple[Change, ...]
    of_needs: tuple[NeedChange, ...]

    def __bool__(self) -> bool:
        return bool(self.of_request or self.of_needs)


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Compare the contents of two versions; needs are the same where their ids are."""
    old = {need.id: need for need in reading.needs_said(before)}
    new = {need.id: need for need in reading.needs_said(after)}
    kept = [_need(old[key], need) for key, need in new.items() if key in old]
    return Changes(
        of_request=tuple(_pairs(_about(before), _about(after))),
        of_needs=(
            *(need for need in kept if need.changes),
            *(
                NeedChange(need.number, need.title, tuple(_pairs((), need.said)), is_added=True)
                for key, need in new.items()
                if key not in old
            ),
            *(
                NeedChange(need.number, need.title, tuple(_pairs(need.said, ())), is_gone=True)
                for key, need in old.items()
                if key not in new
            ),
        ),
    )


def _about(content: Mapping[str, Any]) -> list[Said]:
    return [
        Said(_("Language of this request"), plain=language_name(content["language"])),
        Said(_("Title"), prose=content["title"]),
        *reading.said_to_providers(content),
    ]


def _need(old: SaidNeed, new: SaidNeed) -> NeedChange:
    named = _("What is needed, in one line")
    pairs = _pairs(
        (Said(named, prose=old.title), *old.said), (Said(named, prose=new.title), *new.said)
    )
    return NeedChange(new.number, new.title, tuple(pairs))


def _pairs(before: Iterable[Said], after: Iterable[Said]) -> list[Change]:
    old = {str(each.label): each for each in before}
    new = {str(each.label): each for each in after}
    return [
        Change(label, old.get(label), new.get(label))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]
