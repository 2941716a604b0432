"""Needs and offers for the tests of the pure engine: fictitious, short, changed by keyword."""

from datetime import date

from matching.profiles import NeedProfile, OfferProfile, Place, Requester, Scope

TODAY = date(2026, 11, 1)
ARCADIA = Requester("XAA", "state", frozenset({"002", "202", "011"}), frozenset({"UNION"}))
EVERYWHERE = Scope(everywhere=True)


def make_need(**changes) -> NeedProfile:
    values = {
        "id": "N1",
        "requester": ARCADIA,
        "title": "Radiation detectors for border posts",
        "text": "The customs service asks for portal monitors and training to find radioactive material in trucks.",
        "language": "en",
    }
    return NeedProfile(**{**values, **changes})


def make_offer(**changes) -> OfferProfile:
    values = {
        "id": "O1",
        "provider": "AIDORG",
        "title": "Radiation portal monitors for ports and border crossings",
        "description": "Installs portal monitors, trains the operators and maintains the equipment.",
        "scope": EVERYWHERE,
        "areas": ("3C",),
        "categories": ("nuclear",),
        "kinds": ("equipment", "training"),
        "delivery_languages": ("en",),
        "last_confirmed": date(2026, 3, 1),
    }
    return OfferProfile(**{**values, **changes})


def organization(*members: Place) -> Requester:
    return Requester("UNION", "organization", members=members)
