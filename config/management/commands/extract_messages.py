"""The texts of code and templates in the translators' file, in one steady form."""

from __future__ import annotations

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages

CATALOGUE = settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"
# No dates, tools or people: two who extract the same texts write the same file.
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Language": "vi",
    "Plural-Forms": "nplurals=1; plural=0;",
}
FLAGS = {
    "locale": ["vi"],
    "no_location": True,
    "no_wrap": True,
    "no_obsolete": True,
    "ignore_patterns": [".venv*", "var", "media", "staticfiles", "tests", "bench"],
}


class Command(makemessages.Command):
    """makemessages with this project's flags; with --check it writes nothing and fails when the file is stale."""

    help = "Extract texts into locale/vi (needs gettext), or --check that the file is fresh and complete."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check to Django's own arguments."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Extract; raises CommandError when --check finds a text missing, left over or untranslated."""
        self.only_checks = options.pop("check")
        self.extracted: set[tuple[str, str]] = set()
        super().handle(*args, **(options | FLAGS | {"verbosity": 0}))
        catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
        if self.only_checks:
            _complain(catalogue, self.extracted)
        else:
            catalogue.metadata = dict(METADATA)
            catalogue.sort(key=_key)
            catalogue.save(str(CATALOGUE))

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Merge what was extracted into the translators' file, or only remember it."""
        if self.only_checks:
            self.extracted |= {_key(entry) for entry in polib.pofile(potfile)}
        else:
            super().write_po_file(potfile, locale)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return (entry.msgctxt or "", entry.msgid)


def _complain(catalogue: polib.POFile, extracted: set[tuple[str, str]]) -> None:
    kept = {_key(entry) for entry in catalogue if not entry.obsolete}
    groups = {
        "not extracted yet (make messages)": extracted - kept,
        "no longer used (make messages)": kept - extracted,
        "without a translation": {_key(entry) for entry in catalogue.untranslated_entries()},
        "only guessed (fuzzy)": {_key(entry) for entry in catalogue.fuzzy_entries()},
    }
    lines = [f"{fault}: {key[1]!r}" for fault, keys in groups.items() for key in sorted(keys)]
    if lines:
        raise CommandError("locale/vi is not in order:\n  " + "\n  ".join(lines))
