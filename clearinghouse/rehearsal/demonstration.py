"""The demonstration: fictitious States, organizations and people, and a few offers that their providers published.

Everything invented belongs to parties that are marked as fictitious; nothing is invented about a real one.
Requests walk through the real services, so the demonstration never shows what the portal cannot do.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction

from clearinghouse.access import grants
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts.models import User
from clearinghouse.core import clock
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.enums import ContactKind, OrganizationKind
from clearinghouse.parties.models import Contact, Organization, Party, State
from clearinghouse.parties.publication import publish_parties
from clearinghouse.rehearsal.demonstration_offers import publish_offers
from requests_app import services
from requests_app.models import AssistanceRequest

DATA = Path(__file__).parent / "data" / "demonstration.json"
PASSWORD = "clearing-house-1540"  # noqa: S105 - shown to everybody; accounts exist in the embedded mode only
MISSION_CONTACT = {"role": "mission", "name": "", "email": "", "title": "", "phone": ""}


def story() -> dict[str, Any]:
    """Return the data of the demonstration."""
    told: dict[str, Any] = json.loads(DATA.read_text())
    return told


def is_loaded() -> bool:
    """Whether the demonstration is in the database."""
    return Party.objects.filter(is_demonstration=True).exists()


def load() -> None:
    """Load the demonstration once; a database that has it stays as it is. Refused outside the embedded mode."""
    if not settings.EMBEDDED:
        raise RuntimeError("The demonstration belongs into the embedded mode only.")
    if is_loaded():
        return
    told = story()
    with transaction.atomic():
        _make_parties(told)
        for person in told["people"]:
            _make_person(person)
        publish_parties()
        publish_offers(told["offers"], told["public_offers"])
    for request in told["requests"]:
        with transaction.atomic():
            _walk(request)


def totp_secret(email: str) -> str:
    """The second factor of a demonstration account: derived from this installation's own key, so it works here only."""
    digest = hmac.new(settings.SECRET_KEY.encode(), email.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def _make_parties(told: Mapping[str, Any]) -> None:
    for row in told["states"]:
        State.objects.create(
            iso3=row["code"],
            m49=row["m49"],
            region_code=row["region"],
            subregion_code=row["subregion"],
            intermediate_code=row["intermediate"],
            latitude=row["lat"],
            longitude=row["lon"],
            is_member_state=False,
            is_provider=row["is_provider"],
            **_marked(row["names"]),
        )
    for row in told["organizations"]:
        Organization.objects.create(
            code=row["code"],
            acronym=row["code"],
            organization_kind=OrganizationKind.INTERGOVERNMENTAL,
            is_provider=True,
            **_marked(row["names"]),
        )


def _marked(names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{f"name_{code}": names[code] for code in LANGUAGE_CODES},
        "is_fictitious": True,
        "is_demonstration": True,
    }


def _make_person(row: Mapping[str, Any]) -> None:
    user = User.objects.create_user(
        row["email"],
        full_name=row["name"],
        password=PASSWORD,
        job_title=row["title"],
        language=row["language"],
        is_demonstration=True,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    if row["role"] in DeskRole.values:
        grants.put_in_desk_role(user, DeskRole(row["role"]))
        User.objects.filter(pk=user.pk).update(is_staff=True)
        _give_factor(user)
        return
    party = Party.objects.get(code=row["party"])
    grants.put_in_party_role(user, PartyRole(row["role"]), party)
    if row["role"] == PartyRole.PROVIDER_CONTACT:
        Contact.objects.create(
            party=party,
            kind=ContactKind.PROVIDER,
            name=row["name"],
            title=row["title"],
            email=row["email"],
            language=row["language"],
            receives_distribution=True,
            is_demonstration=True,
        )


def _give_factor(user: User) -> None:
    TOTP.activate(user, totp_secret(user.email))
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def _walk(row: Mapping[str, Any]) -> None:
    by = User.objects.get(email=row["by"])
    party = Party.objects.get(code=row["party"])
    request = _paper(row, party, by) if "paper" in row else _drafted(row, party, by)
    if row["walk"] == "draft":
        return
    received_at = clock.now() - timedelta(days=row["paper"]["days_ago"]) if "paper" in row else None
    services.submit(request, by=by, received_at=received_at)
    if row["walk"] == "published":
        services.send_now(request, by=by)
        services.distribute(request)
        _answer(request, row["answers"])
        _publish(request, row["summaries"], by=by)


def _drafted(row: Mapping[str, Any], party: Party, by: User) -> AssistanceRequest:
    draft = services.create_draft(party=party, by=by, language=row["language"])
    return services.save_draft(
        draft,
        by=by,
        edition=draft.edition,
        fields=_fields(row),
        needs=_needs(row),
        contacts=[{**MISSION_CONTACT, "name": by.full_name, "email": by.email}],
    )


def _paper(row: Mapping[str, Any], party: Party, by: User) -> AssistanceRequest:
    mission = User.objects.filter(
        email__startswith="mission@", groups__name__contains=str(party.pk)
    ).first()
    assert mission is not None
    return services.enter_on_behalf(
        party=party,
        by=by,
        channel=row["paper"]["channel"],
        channel_reference=row["paper"]["reference"],
        document_date=(clock.now() - timedelta(days=row["paper"]["days_ago"] + 1)).date(),
        language=row["language"],
        fields=_fields(row),
        needs=_needs(row),
        contacts=[{**MISSION_CONTACT, "name": mission.full_name, "email": mission.email}],
    )


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    named = ("title", "language", "areas", "categories", "situation")
    return {**{name: row[name] for name in named}, "delivery_languages": [row["language"], "en"]}


def _needs(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {**need, "needed_by": date.fromisoformat(need["needed_by"]) if need["needed_by"] else None}
        for need in row["needs"]
    ]


def _answer(request: AssistanceRequest, rows: Iterable[list[Any]]) -> None:
    for email, number, verdict, text in rows:
        by = User.objects.get(email=email)
        notice = request.notices.get(provider__contacts__email=email)
        need = request.needs.get(number=number)
        services.answer(
            notice, by=by, answers=[{"need": need.pk, "verdict": verdict, "text": text}]
        )


def _publish(request: AssistanceRequest, words: Mapping[str, list[str]], *, by: User) -> None:
    expert = User.objects.get(email="expert@desk.example")
    colleague = User.objects.get(email="expert.ar@desk.example")
    for language, (title, text) in words.items():
        summary = services.write_summary(
            request, by=expert, language=language, title=title, text=text
        )
        summary = services.put_summary_to_state(summary, by=colleague)
        services.consent(summary, by=by, sha256=summary.sha256)
