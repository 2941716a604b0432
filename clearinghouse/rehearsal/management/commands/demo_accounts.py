from __future__ import annotations

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.access.catalogue import DESK_ROLES
from clearinghouse.rehearsal import demonstration

PERIOD_SECONDS = 30


class Command(BaseCommand):
    help = "Print the demonstration's sign-ins, with the present code of the second factor for the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Machine-readable.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED or not demonstration.is_loaded():
            raise CommandError("There is no demonstration here.")
        counter, left = divmod(int(time.time()), PERIOD_SECONDS)
        rows = []
        for person in demonstration.story()["people"]:
            code = ""
            if person["role"] in DESK_ROLES:
                code = format_hotp_value(
                    hotp_value(demonstration.totp_secret(person["email"]), counter)
                )
            rows.append({"email": person["email"], "says": person["says"], "code": code})
        if options["json"]:
            self.stdout.write(json.dumps({"password": demonstration.PASSWORD, "people": rows}))
            return
        self.stdout.write(f"Demonstration sign-ins, all with the password {demonstration.PASSWORD}")
        for row in rows:
            second = f"  code now {row['code']}" if row["code"] else ""
            self.stdout.write(f"  {row['email']:<32}{row['says']}{second}")
        self.stdout.write(
            f"Codes change every 30 s (the next in {PERIOD_SECONDS - left} s): "
            "`.venv/bin/python manage.py demo_accounts` prints the present ones."
        )
