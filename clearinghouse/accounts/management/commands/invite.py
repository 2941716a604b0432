"""Invite somebody from the command line: the first administrator, or a restored site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.access import SYSTEM
from clearinghouse.access.catalogue import DeskRole, PartyRole
from clearinghouse.accounts import services
from clearinghouse.core.errors import DomainError
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.parties.models import Party


class Command(BaseCommand):
    help = "Invite an address into a role at the desk or at a party, and mail the link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--language", default="en", choices=LANGUAGE_CODES)
        role = parser.add_mutually_exclusive_group(required=True)
        role.add_argument(
            "--desk", choices=DeskRole.values, metavar="ROLE", help=", ".join(DeskRole.values)
        )
        role.add_argument(
            "--role", choices=PartyRole.values, metavar="ROLE", help=", ".join(PartyRole.values)
        )
        parser.add_argument(
            "--party", metavar="CODE", help="ISO 3166-1 alpha-3 code or short name; with --role"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        party = None
        if options["party"]:
            party = Party.objects.filter(code=options["party"]).first()
            if party is None:
                raise CommandError(f"There is no party with the code {options['party']}.")
        try:
            invitation = services.invite(
                email=options["email"],
                full_name=options["name"],
                role=options["desk"] or options["role"],
                party=party,
                language=options["language"],
                by=SYSTEM,
            )
        except DomainError as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(
            f"Invited {invitation.email} until {invitation.expires_at:%Y-%m-%d %H:%M} UTC."
        )
        if settings.MAILBOX_URL:
            self.stdout.write(f"The mail will be at {settings.MAILBOX_URL}")
