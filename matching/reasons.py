"""Reasons in the reader's language: sentences made from codes when a page is shown, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clearinghouse.core.vocabulary import LANGUAGES
from clearinghouse.reference.vocabulary import label
from matching import lexicon
from matching.eligibility import Refusal

_LANGUAGE_NAMES: dict[str, Promise] = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}

_SENTENCES: dict[str, Promise] = {
    "subject_shared": gettext_lazy("Same subject: %(subjects)s"),
    "areas_shared": gettext_lazy("Covers what is asked for: %(areas)s."),
    "areas_shared_inferred": gettext_lazy(
        "Covers what the text of the need speaks of, though it is not ticked: %(areas)s."
    ),
    "areas_near": gettext_lazy("Works in a neighbouring area of: %(areas)s."),
    "areas_near_inferred": gettext_lazy(
        "Works in a neighbouring area of what the text of the need speaks of: %(areas)s."
    ),
    "areas_missing": gettext_lazy("Does not cover: %(areas)s."),
    "areas_missing_inferred": gettext_lazy(
        "Does not cover what the text of the need speaks of: %(areas)s."
    ),
    "text_close": gettext_lazy("The offer says:"),
    "kinds_shared": gettext_lazy("Gives the kind of help asked for: %(kinds)s."),
    "kinds_shared_inferred": gettext_lazy(
        "Gives the kind of help that the text of the need speaks of, though it is not ticked: %(kinds)s."
    ),
    "kinds_missing": gettext_lazy("Does not list: %(kinds)s."),
    "kinds_missing_inferred": gettext_lazy(
        "Does not list what the text of the need speaks of: %(kinds)s."
    ),
    "kinds_ruled_out": gettext_lazy("The provider says that it cannot give: %(kinds)s."),
    "categories_shared": gettext_lazy("Deals with the weapon category: %(categories)s."),
    "categories_shared_inferred": gettext_lazy(
        "Deals with the weapon category that the text of the need speaks of: %(categories)s."
    ),
    "categories_missing": gettext_lazy("Does not deal with: %(categories)s."),
    "categories_missing_inferred": gettext_lazy(
        "Does not deal with what the text of the need speaks of: %(categories)s."
    ),
    "names_requester": gettext_lazy("Made for this requester by name."),
    "members_left_out": gettext_lazy("Does not reach all members of the requester: %(states)s."),
    "languages_shared": gettext_lazy("Can be given in: %(languages)s."),
    "languages_missing": gettext_lazy("Is given in %(languages)s only."),
    "never_confirmed": gettext_lazy("The provider has never confirmed it."),
    "stale": gettext_lazy("Last confirmed on %(date)s."),
    "starts_later": gettext_lazy("Begins only on %(date)s."),
    "ends_before_needed": gettext_lazy("Ends on %(date)s, before the help is needed."),
    "areas_inferred": gettext_lazy("Area read from the text of the need: %(areas)s."),
    "areas_doubtful": gettext_lazy(
        "Area given by the requester that its text does not speak of: %(areas)s."
    ),
    "kinds_inferred": gettext_lazy("Kind of help read from the text of the need: %(kinds)s."),
    "categories_inferred": gettext_lazy(
        "Weapon category read from the text of the need: %(categories)s."
    ),
    "offer_areas_inferred": gettext_lazy(
        "Area read from the text of the offer, not ticked by its provider: %(areas)s."
    ),
    "outside_mandate": gettext_lazy("The need may lie outside resolution 1540 (2004)."),
    "words_and_codes_only": gettext_lazy(
        "Ranked by words and codes alone: the language model was not available."
    ),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason as a page shows it; a quotation keeps the language of the offer."""

    verdict: str
    text: str
    quote: str = ""
    quote_language: str = ""


def render(reason: Mapping[str, Any]) -> Sentence:
    """Return a stored reason as a sentence in the active language; an unknown code shows itself."""
    params = reason.get("params", {})
    template = _SENTENCES.get(reason["code"])
    words = {key: _in_words(key, value) for key, value in params.items()}
    return Sentence(
        verdict=reason["verdict"],
        text=str(template) % words if template is not None else reason["code"],
        quote=params.get("quote", ""),
        quote_language=params.get("language", ""),
    )


def render_all(reasons: Iterable[Mapping[str, Any]]) -> dict[str, list[Sentence]]:
    """Return the sentences of a match under `fits`, `missing` and `inferred`.

    What was only read from the need's text is never called asked for.
    """
    grouped: dict[str, list[Sentence]] = {"fits": [], "missing": [], "inferred": []}
    for reason in _told_apart(list(reasons)):
        sentence = render(reason)
        grouped.setdefault(sentence.verdict, []).append(sentence)
    return grouped


def render_refusal(refusal: Refusal, *, names: Mapping[str, str]) -> str:
    """Return why an offer is not listed; `names` gives the names of parties by code."""
    return str(refusal.sentence) % {
        "requester": names.get(refusal.requester, refusal.requester),
        "date": _day(refusal.date.isoformat()) if refusal.date else "",
    }


def _told_apart(reasons: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Divide each reason about codes into one of those given and one of those that were inferred."""
    inferred = {
        key: set(reason["params"][key])
        for reason in reasons
        for key in ("areas", "kinds", "categories")
        if reason["code"] == f"{key}_inferred"
    }
    for reason in reasons:
        key, _underscore, _rest = reason["code"].partition("_")
        codes = reason.get("params", {}).get(key)
        if not codes or f"{reason['code']}_inferred" not in _SENTENCES:
            yield reason
            continue
        read = [code for code in codes if code in inferred.get(key, ())]
        if given := [code for code in codes if code not in read]:
            yield {**reason, "params": {key: given}}
        if read:
            yield {**reason, "code": f"{reason['code']}_inferred", "params": {key: read}}


def _in_words(key: str, value: Any) -> str:
    writer = _WRITERS.get(key)
    return writer(value) if writer else str(value)


def _labels(kind: str) -> Callable[[list[str]], str]:
    return lambda codes: "; ".join(label(kind, code) for code in codes)


def _subjects(ids: list[str]) -> str:
    language = (get_language() or "en").split("-")[0]
    known = dict(LANGUAGES)
    said = lexicon.sentences(language if language in known else "en")
    return " ".join(said.get(each, each) for each in ids)


def _languages(codes: list[str]) -> str:
    return get_text_list([str(_LANGUAGE_NAMES.get(code, code)) for code in codes], _("and"))


def _day(value: str) -> str:
    return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")


_WRITERS: dict[str, Callable[[Any], str]] = {
    "areas": _labels("area"),
    "kinds": _labels("kind"),
    "categories": _labels("category"),
    "subjects": _subjects,
    "languages": _languages,
    "states": lambda codes: ", ".join(codes),
    "date": _day,
}
