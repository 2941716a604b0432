"""The offline form out and in: what the pages call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from django.utils.translation import override

from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party
from clearinghouse.parties.selectors import active_providers
from requests_app import recipients
from requests_app.models import AssistanceRequest, TwinUpload
from requests_app.twin import document, reading
from requests_app.twin.answers import Answers, answers_of, sealed
from requests_app.twin.layout import FORM_VERSION, layout
from requests_app.twin.origin import origin_of
from requests_app.twin.preview import Preview, preview
from requests_app.twin.seal import Seal
from requests_app.twin.understanding import Understood, understand


def blank_form(*, language: str, party: Party, is_named: bool) -> bytes:
    """Return the empty form. It belongs to nobody, so that a capital can fill it in for any of its missions."""
    with override(language):
        sections = layout(_providers_for(party))
        return document.build(
            sections,
            language=language,
            answers=Answers(fields={"language": language}),
            requester=party.name if is_named else "",
            seal=Seal(form_version=FORM_VERSION),
        )


def filled_form(draft: AssistanceRequest, *, language: str) -> bytes:
    """Return the form with the words of the draft, sealed for this draft and edition."""
    with override(language):
        sections = layout(recipients.choosable_for(draft))
        answers = answers_of(draft, sections)
        return document.build(
            sections,
            language=language,
            answers=answers,
            requester=draft.requester.name,
            seal=sealed(draft, answers, form_version=FORM_VERSION),
            reference=draft.reference or draft.title,
        )


def read_form(
    content: bytes, *, name: str, party: Party, draft: AssistanceRequest | None, own_drafts: Any
) -> dict[str, Any]:
    """Return what to keep of an uploaded file, or raise RuleBroken with what to do. Writes nothing."""
    paper = reading.read(content, name=name)
    providers = recipients.choosable_for(draft) if draft else _providers_for(party)
    understood = understand(paper, layout(providers), providers=providers)
    origin = origin_of(
        paper.seal, named=understood.requester, party=party, draft=draft, own_drafts=own_drafts
    )
    understood.notes = [*origin.notes, *understood.notes]
    return {
        "party": origin.party,
        "assistance_request": origin.draft,
        "content": content,
        "name": PurePath(name.replace("\\", "/")).name,
        "seal": asdict(origin.seal),
        "read": understood.as_json(),
    }


def unsaved_draft(upload: TwinUpload, *, language: str) -> AssistanceRequest:
    """Return the draft that the file would become, to compare with; it is not in the database."""
    written_in = upload.content.get("answers", {}).get("fields", {}).get("language", "")
    return AssistanceRequest(
        requester=upload.party,
        language=written_in if written_in in LANGUAGE_CODES else language,
        is_demonstration=upload.party.is_demonstration,
    )


def compare(
    upload: TwinUpload,
    *,
    draft: AssistanceRequest,
    understood: Understood,
    seal: Seal,
    chosen: Mapping[str, str],
) -> Preview:
    """Return the file beside the draft as both are at this moment."""
    providers = recipients.choosable_for(draft)
    return preview(
        understood,
        seal=seal,
        draft=draft,
        is_new=upload.assistance_request is None,
        sections=layout(providers),
        providers=providers,
        chosen=chosen,
    )


def _providers_for(party: Party) -> Any:
    return active_providers().filter(is_demonstration=party.is_demonstration).exclude(pk=party.pk)
