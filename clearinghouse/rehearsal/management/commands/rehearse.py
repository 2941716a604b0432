from __future__ import annotations

import json
import time
from typing import Any

import requests
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearinghouse.rehearsal import cast, cleaning
from clearinghouse.rehearsal.browser import StoryBroken
from clearinghouse.rehearsal.play import Play


class Command(BaseCommand):
    help = (
        "Play the whole story against the running site, from the form to the public page and off again; exits "
        "non-zero at the first step that fails. What it makes is marked, reaches fictitious providers only, and is "
        "removed by --clean."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", default=settings.SITE_URL, help="Where the site answers.")
        parser.add_argument("--json", action="store_true", help="Machine-readable.")
        parser.add_argument(
            "--clean", action="store_true", help="Remove what earlier rehearsals made, and stop."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clean"]:
            cast.dismiss()
            self.stdout.write(f"{cleaning.clean()} rehearsals removed")
            return
        told: list[dict[str, Any]] = []
        failure = ""
        try:
            play = Play(base_url=options["base_url"].rstrip("/"), cast=cast.hire())
            for name, action in play.steps():
                failure = self._step(name, action, told, quiet=options["json"])
                if failure:
                    break
        finally:
            cast.dismiss()
        if options["json"]:
            self.stdout.write(json.dumps({"passed": not failure, "steps": told}, indent=2))
        if failure:
            raise CommandError(failure)
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS(f"The rehearsal passed: {len(told)} steps."))

    def _step(self, name: str, action: Any, told: list[dict[str, Any]], *, quiet: bool) -> str:
        began = time.monotonic()
        try:
            evidence, failure = action(), ""
        except (StoryBroken, requests.RequestException) as broken:
            evidence, failure = str(broken), f"{name}: {broken}"
        seconds = round(time.monotonic() - began, 2)
        told.append({"step": name, "passed": not failure, "evidence": evidence, "seconds": seconds})
        if not quiet:
            self.stdout.write(
                f"{'FAILED' if failure else 'ok':>6}  {seconds:6.2f} s  {name}: {evidence}"
            )
        return failure
