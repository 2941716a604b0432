from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clearinghouse.parties.loading import (
    load_formal_names,
    load_groupings,
    load_organizations,
    load_states,
)
from clearinghouse.parties.publication import publish_parties
from clearinghouse.reference.loaded import LoadCount
from clearinghouse.reference.loading import load_holidays, load_policies, load_vocabulary

# In the order in which they need one another.
LOADERS: dict[str, Callable[[], LoadCount | tuple[LoadCount, ...]]] = {
    "policies": load_policies,
    "vocabulary": load_vocabulary,
    "holidays": load_holidays,
    "states": load_states,
    "formal names": load_formal_names,
    "groupings": load_groupings,
    "organizations": load_organizations,
}


class Command(BaseCommand):
    help = (
        "Load States, groupings, organizations, vocabulary, holidays and policies from the files that ship. "
        "Safe to repeat; what people edited in the desk is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=list(LOADERS), help="Load one part alone.")

    def handle(self, *args: Any, only: str | None, verbosity: int, **options: Any) -> None:
        for name in [only] if only else LOADERS:
            counts = LOADERS[name]()
            for count in counts if isinstance(counts, tuple) else (counts,):
                if verbosity:
                    self.stdout.write(str(count))
        changed = publish_parties()
        if verbosity:
            self.stdout.write(f"public copies: {changed} changed")
