"""Two letters word for word, so that nobody changes what the Chair says without seeing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clearinghouse.letters import services
from clearinghouse.letters.models import Letter
from clearinghouse.parties.models import Party, State

pytestmark = pytest.mark.django_db

TJK = "the Permanent Mission of the Republic of Tajikistan"


@pytest.fixture
def tajikistan() -> Party:
    return State.objects.get(iso3="TJK").party_ptr


def test_acknowledgement_in_english(
    draft: Callable[..., Letter], facts: dict[str, Any], tajikistan: Party
) -> None:
    own = {**facts["acknowledgement"], "requester": str(tajikistan.pk)}

    letter = draft("acknowledgement", addressee=tajikistan, facts=own)

    assert letter.subject == "Request for assistance AR/2026/0007: acknowledgement of receipt"
    assert letter.paragraphs == [
        "The Chair of the Security Council Committee established pursuant to resolution 1540 (2004) presents "
        f"compliments to {TJK} to the United Nations and has the honour to acknowledge receipt, on 23 November 2026 "
        "at 10:30 (New York time), of the request for assistance of the Republic of Tajikistan, which has been "
        "registered under the reference AR/2026/0007.",
        "In accordance with the procedures of the Committee, the request will be transmitted to potential providers "
        "of assistance on 30 November 2026 at 10:30 (New York time), unless word is received before that moment that "
        "it should be held. It can also be transmitted at once, if so desired.",
        "A summary of the request will be made public on the website of the Committee only with express consent to "
        "its exact wording; silence will not be taken as consent.",
        "Both decisions, on distribution and on publication, can be taken in the assistance clearing house of the "
        "Committee or communicated to the Chair in writing.",
    ]
    assert letter.closing == (
        f"The Chair takes this opportunity to renew to {TJK} the assurances of the Chair’s highest consideration."
    )


def test_offer_in_french_as_a_formal_letter(
    draft: Callable[..., Letter], facts: dict[str, Any], tajikistan: Party, expert: Any
) -> None:
    japan = State.objects.get(iso3="JPN").party_ptr
    letter = draft(
        "offer", addressee=tajikistan, facts={**facts["offer"], "provider": str(japan.pk)}
    )

    letter = services.set_form(
        letter, by=expert, edition=letter.edition, language="fr", document_kind="letter"
    )

    assert letter.salutation == "Excellence,"
    assert letter.paragraphs == [
        "J’ai l’honneur de porter à votre attention l’offre d’assistance du Japon, reçue le 1er décembre 2026 en "
        "réponse à la demande d’assistance enregistrée sous la référence AR/2026/0007.",
        "Cette offre concerne les besoins suivants, énoncés dans la demande\u00a0:",
        "1. Training of customs officers (oui)",
        "2. Handheld detectors (en partie)",
        "Le détail de l’offre peut être consulté dans le centre d’échange du Comité pour l’assistance. Le Groupe "
        "d’experts se tient à la disposition des deux parties pour les aider à convenir de la suite à lui donner, "
        "selon les vues du demandeur.",
    ]
    assert letter.closing == (
        "Veuillez agréer, Excellence, les assurances de ma très haute considération."
    )
