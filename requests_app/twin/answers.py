"""The answers of a request as plain words and codes: what is written into a file, compared and kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from requests_app.models import AssistanceRequest
from requests_app.twin import seal
from requests_app.twin.layout import TwinSection

Plain = str | list[str]
Row = dict[str, Plain]


@dataclass(slots=True)
class Answers:
    """Words of the fields and of the rows, each row by the names of its fields."""

    fields: Row = field(default_factory=dict)
    needs: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)

    def rows(self, prefix: str) -> list[Row]:
        """The rows of that kind: needs or contacts."""
        rows: list[Row] = getattr(self, prefix)
        return rows

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def answers_of(assistance_request: AssistanceRequest, sections: tuple[TwinSection, ...]) -> Answers:
    """Return what the draft says now."""
    found = Answers()
    for section in sections:
        for question in section.fields:
            found.fields[question.name] = _plain(_stored(assistance_request, question.name))
        if section.row_fields:
            prefix = section.section.prefix
            for record in getattr(assistance_request, prefix).all():
                found.rows(prefix).append(
                    {each.name: _plain(getattr(record, each.name)) for each in section.row_fields}
                )
    return found


def sealed(
    assistance_request: AssistanceRequest, answers: Answers, *, form_version: str
) -> seal.Seal:
    """Return the origin of a file with these answers."""
    before = {name: seal.digest(value) for name, value in answers.fields.items()}
    return seal.Seal(
        form_version=form_version,
        party=str(assistance_request.requester_id),
        draft=str(assistance_request.pk),
        edition=assistance_request.edition,
        need_ids=tuple(str(need.pk) for need in assistance_request.needs.all()),
        contact_ids=tuple(str(contact.pk) for contact in assistance_request.contacts.all()),
        before=before
        | {"needs": seal.digest(answers.needs), "contacts": seal.digest(answers.contacts)},
    )


def _stored(assistance_request: AssistanceRequest, name: str) -> Any:
    if name == "excluded_providers":
        return [str(party.pk) for party in assistance_request.excluded_providers.all()]
    return getattr(assistance_request, name)


def _plain(value: Any) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value or "")
