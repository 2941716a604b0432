"""The sentence of each note about a file, in the language of the page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from requests_app.twin.layout import TwinSection, all_fields
from requests_app.twin.understanding import Note

SENTENCES: Final = {
    "tracked": _("The file holds tracked changes. They were read as if all had been accepted."),
    "missing": _("“%(label)s” was not found in the file: it stays as it is."),
    "day": _("“%(value)s” under “%(label)s” is not a day of the calendar. Write it as year, month and day, such as 2027-03-31; until then it stays as it is."),
    "day_first": _("Under “%(label)s” the day was read with the day first: %(value)s. Check that this is meant."),
    "choice": _("“%(value)s” under “%(label)s” is not among the choices. Choose one from the list; until then it stays as it is."),
    "direction": _("Invisible characters that turn the direction of writing were taken out of “%(label)s”. Check that it reads as meant."),
    "too_long": _("“%(label)s” holds %(amount)s characters, which is more than the form takes. Shorten it in the file; until then it stays as it is."),
    "too_many": _("The file holds %(amount)s rows under “%(label)s”. The first thirty were read; write another request for the rest."),
    "duplicate": _("Needs %(amount)s and %(row)s say the same. Delete one of them, or say where they differ."),
    "requester_unknown": _("The file names “%(value)s”, which is not a Member State or organization known here. The draft is for the party shown above; if that is wrong, do not go on."),
    "unsealed": _("The file has lost the portal's marks, which some programs drop when they save. It was read all the same; compare it with care."),
    "old_form": _("The file was made with an earlier version of the form. What it holds was read; questions that are new stay as they are."),
    "draft_gone": _("The draft from which this file was downloaded has been submitted. A new draft is made from the file."),
}  # fmt: skip


def sentence(note: Note, sections: tuple[TwinSection, ...]) -> str:
    """Return the note in words."""
    return str(SENTENCES[note.code]) % {
        "label": label(note, sections),
        "value": note.value,
        "amount": note.amount,
        "row": note.row,
    }


def label(note: Note, sections: tuple[TwinSection, ...]) -> str:
    """Return the name of the field that the note is about, with the number of its row."""
    prefix, _dot, name = note.field.rpartition(".")
    for of_rows, question in all_fields(sections):
        if (of_rows, question.name) == (prefix, name or note.field):
            return f"{question.label} ({note.row})" if note.row else str(question.label)
    titles = {each.section.prefix: str(each.section.title) for each in sections}
    return titles.get(note.field, note.field)
