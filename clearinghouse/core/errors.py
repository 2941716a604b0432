"""Refusals. Each carries the sentence that the person reads; nobody decides anything on its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class DomainError(Exception):
    """Something that the rules of the procedure refuse, with a translatable sentence that says what to do."""

    def __init__(self, sentence: str | _StrPromise, *, details: tuple[Refusal, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(DomainError):
    """This person may not do this, whatever the state of the record."""


class RuleBroken(DomainError):
    """The record does not fulfil a condition; `details` holds every broken rule, so that all show at once."""


class Stale(DomainError):
    """The record moved on meanwhile: the status or the version is not the one that the person saw."""


class Refusal:
    """One broken rule: its number, its sentence, and the field where it can be mended."""

    __slots__ = ("field", "number", "sentence")

    def __init__(self, *, number: str, sentence: str | _StrPromise, field: str = "") -> None:
        self.number = number
        self.sentence = sentence
        self.field = field

    def __repr__(self) -> str:
        return f"{self.number}: {self.sentence}"
