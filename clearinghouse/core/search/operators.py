"""What terms mean: operators, each a condition on a record, and what is said of those that mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from clearinghouse.core.search.text import Term, join, parse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

M = TypeVar("M", bound=Model)


class Unclear(Exception):
    """A value that an operator does not know; carries the sentence for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: what it does, an example, and its condition for a term and a reader; raises Unclear."""

    key: str
    help: str | _StrPromise
    example: str
    condition: Callable[[Term, Any], Q]


@dataclass(frozen=True, slots=True)
class Chip:
    """A term that is applied, and the text that remains without it."""

    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for: the conditions that hold together, and sentences on what was not understood."""

    text: str
    applied: tuple[tuple[Term, Q], ...] = ()
    problems: tuple[str, ...] = ()
    _terms: tuple[Term, ...] = field(default=(), repr=False)

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(term.text, join(tuple(other for other in self._terms if other is not term)))
            for term, _condition in self.applied
        ]

    def narrow(self, found: QuerySet[M]) -> QuerySet[M]:
        """Keep what fulfils every condition.

        Each is asked by key, so that "not" is right over several rows of a part, and nothing is found twice.
        """
        for term, condition in self.applied:
            keys = found.model._default_manager.filter(condition).values("pk")
            found = found.exclude(pk__in=keys) if term.is_negated else found.filter(pk__in=keys)
        return found


def read(
    text: str, *, operators: Mapping[str, Operator], words: Callable[[str], Q], user: Any
) -> Search:
    """Return what the text means with these operators; `words(value)` is the condition of a word or phrase."""
    terms = parse(text)
    applied, problems = [], []
    for term in terms:
        try:
            applied.append((term, _condition(term, operators, words, user)))
        except Unclear as unclear:
            problems.append(unclear.sentence)
    return Search(join(terms), tuple(applied), tuple(problems), terms)


def in_any_field(names: Sequence[str]) -> Callable[[str], Q]:
    """The condition of a word: it stands in one of these fields."""

    def condition(value: str) -> Q:
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": value})
        return found

    return condition


def one_of_flags(term: Term, flags: Mapping[str, Callable[[Any], Q]], user: Any) -> Q:
    """Any of the named conditions, as in `is:held,silent`."""
    return any_of(term, lambda value: chosen(value, flags, term=term)(user))


def flags_of(name: str, values: Iterable[str]) -> dict[str, Callable[[Any], Q]]:
    """A flag for each value of a field, such as a status."""

    def flag(value: str) -> Callable[[Any], Q]:
        return lambda user: Q(**{name: value})

    return {value: flag(value) for value in values}


def codes_of(name: str, known: Iterable[str]) -> Callable[[Term, Any], Q]:
    """Any of the codes in a list of codes; `3` finds 3A, 3B, ... as well."""
    codes = {code.lower(): code for code in known}

    def condition(term: Term, user: Any) -> Q:
        def one(value: str) -> Q:
            wanted = [code for low, code in codes.items() if low.startswith(value.lower())]
            exact = codes.get(value.lower())
            if not wanted:
                raise Unclear(unknown(term, value, codes.values()))
            return Q(**{f"{name}__overlap": [exact] if exact else wanted})

        return any_of(term, one)

    return condition


def value_of(name: str, known: Iterable[str]) -> Callable[[Term, Any], Q]:
    """Any of the values of a closed list."""
    values = {value.lower(): value for value in known}
    return lambda term, user: any_of(
        term, lambda value: Q(**{name: chosen(value, values, term=term)})
    )


def any_of(term: Term, one: Callable[[str], Q]) -> Q:
    """The conditions of the alternatives, any of which will do."""
    if not term.values:
        raise Unclear(_("Write something after “%(key)s:”.") % {"key": term.key})
    found = Q()
    for value in term.values:
        found |= one(value)
    return found


T = TypeVar("T")


def chosen(value: str, known: Mapping[str, T], *, term: Term) -> T:
    """What the value stands for, case and hyphens aside."""
    key = value.lower().replace("-", "_")
    if key not in known:
        raise Unclear(unknown(term, value, known))
    return known[key]


def unknown(term: Term, value: str, known: Iterable[str]) -> str:
    """The sentence on a value that an operator does not know."""
    return _("“%(key)s:” does not know “%(value)s”. It knows: %(known)s.") % {
        "key": term.key, "value": value, "known": ", ".join(known),
    }  # fmt: skip


def _condition(
    term: Term, operators: Mapping[str, Operator], words: Callable[[str], Q], user: Any
) -> Q:
    if not term.key:
        return words(term.value)
    operator = operators.get(term.key)
    if operator is None:
        raise Unclear(
            _("There is no operator “%(key)s:” here, so “%(text)s” was passed over. There are: %(known)s.")
            % {"key": term.key, "text": term.text, "known": ", ".join(f"{key}:" for key in operators)}
        )  # fmt: skip
    return operator.condition(term, user)
