"""Names of States and organizations as they stand in a letter: with article, preposition and case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clearinghouse.letters.enums import AddresseeClass
from clearinghouse.letters.texts import frame
from clearinghouse.parties.enums import PartyKind
from clearinghouse.parties.models import Organization, Party, State
from clearinghouse.reference.names import six

# First words of organizations' names that take a masculine or a feminine article.
_MASCULINE: Final = {
    "fr": "Bureau Centre Comité Conseil Fonds Forum Groupe Marché Partenariat Programme Réseau Système",
    "es": "Banco Centro Comité Consejo Fondo Foro Grupo Instituto Mercado Organismo Programa Sistema",
}
_FEMININE: Final = {
    "fr": "Banque Commission Communauté Conférence Fédération Ligue",
    "es": "Agencia Alianza Asociación Autoridad Comisión Comunidad Conferencia Dependencia Federación "
    "Iniciativa Liga Oficina Organización Unidad Unión",
}
_VOWELS: Final = "aàâeéèêiîoôuhy"


@dataclass(frozen=True, slots=True)
class Addressee:
    """How one letter names whom it is written to."""

    line: str  # over the letter
    to: str  # in the opening, with its preposition
    again: str  # in the closing
    is_mission: bool


def addressee_class(party: Party) -> AddresseeClass:
    """Return the class on which the form of the document depends."""
    if party.kind == PartyKind.STATE:
        return AddresseeClass.MISSION
    return AddresseeClass(Organization.objects.get(pk=party.pk).organization_kind)


def addressee(party: Party, language: str) -> Addressee:
    """Name the party as an addressee: a State through its mission, an organization by itself."""
    if party.kind != PartyKind.STATE:
        name = party.name_in(language)
        to = _to_organization(name, language)
        again = lam(name) if language == "ar" else to
        return Addressee(line=name, to=to, again=again, is_mission=False)
    state = State.objects.get(pk=party.pk)
    words, mission = frame(language), "observer" if state.is_observer else "mission"
    formal = formal_name(state, language)
    of = lam(formal) if language == "ar" else _of_state(state, language)
    return Addressee(
        line=words[mission].format(of=of),
        to=words[f"{mission}_to"].format(of=of),
        again=words[f"{mission}_again"].format(of=of),
        is_mission=True,
    )


def of(party: Party, language: str) -> str:
    """Name the party as owner: `of the Republic of Tajikistan`, `de la République du Tadjikistan`.

    Chinese and Arabic need no preposition here: the words around it carry it.
    """
    if party.kind == PartyKind.STATE:
        return _of_state(State.objects.get(pk=party.pk), language)
    return _of_organization(party.name_in(language), language)


def formal_name(state: State, language: str) -> str:
    """Return the formal name, with its article in French and Spanish; the short one where there is none."""
    formal: str = getattr(state, f"formal_name_{language}")
    return formal or six(state, prefix="name", language=language)


def de(name: str, language: str) -> str:
    """Put `de` before a French or Spanish name that carries its article: du, des, de l’, d’, del."""
    if language == "es":
        return f"del {name[3:]}" if name.startswith("el ") else f"de {name}"
    for article, contracted in (
        ("le ", "du "),
        ("les ", "des "),
        ("la ", "de la "),
        ("l’", "de l’"),
    ):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if name[0].lower() in _VOWELS else f"de {name}"


def a(name: str, language: str) -> str:
    """Put `à` or `a` before a French or Spanish name that carries its article: au, aux, à l’, al."""
    if language == "es":
        return f"al {name[3:]}" if name.startswith("el ") else f"a {name}"
    for article, contracted in (("le ", "au "), ("les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def lam(name: str) -> str:
    """Put the Arabic preposition before a name; with the article the two are written together."""
    return f"لل{name[2:]}" if name.startswith("ال") else f"ل{name}"


def _of_state(state: State, language: str) -> str:
    name = formal_name(state, language)
    if language == "en":
        return f"of {name}"
    if language == "ru":
        return state.formal_name_ru_genitive or f"государства {name}"
    return de(name, language) if language in ("fr", "es") else name


def _of_organization(name: str, language: str) -> str:
    if language == "en":
        return f"of {_the(name)}"
    if language == "ru":
        return f"организации «{name}»"
    return de(_with_article(name, language), language) if language in ("fr", "es") else name


def _to_organization(name: str, language: str) -> str:
    if language == "en":
        return _the(name)
    if language == "ru":
        return f"организации «{name}»"
    if language == "ar":
        return f"إلى {name}"
    return a(_with_article(name, language), language) if language in ("fr", "es") else name


def _the(name: str) -> str:
    return name if name.lower().startswith("the ") else f"the {name}"


def _with_article(name: str, language: str) -> str:
    """Give the name its article; one of unknown gender becomes `the organization called …`."""
    first = name.split()[0]
    if language == "fr" and first[0].lower() in _VOWELS:
        return f"l’{name}"
    if first in _MASCULINE[language].split():
        return f"{'le' if language == 'fr' else 'el'} {name}"
    if first in _FEMININE[language].split():
        return f"la {name}"
    return (
        f"l’organisation «\u00a0{name}\u00a0»" if language == "fr" else f"la organización «{name}»"
    )
