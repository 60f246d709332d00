"""manage.py load_units."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from geography.operations import UnknownProvinceError, load_units


class Command(BaseCommand):
    """Fills the administrative units; may be run again at any time."""

    help = "Fill provinces, districts and communes, old and new, from geography/data. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """A choice of provinces, for a quick trial."""
        parser.add_argument(
            "--province", action="append", default=[], metavar="SLUG", help="only this one, e.g. an-giang"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was written and how long it took."""
        start = time.monotonic()
        try:
            loaded = load_units(provinces=options["province"], report=self._say)
        except UnknownProvinceError as error:
            raise CommandError(f"No such province: {error}") from error
        seconds = time.monotonic() - start
        if loaded.added or loaded.changed:
            self._say(f"{loaded.added} rows added, {loaded.changed} changed in {seconds:.1f} s.")
        else:
            self._say(f"Units are up to date ({seconds:.1f} s).")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
