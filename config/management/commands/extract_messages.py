"""The texts of code and templates in the translators' file, in one steady form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages
from jinja2.ext import extract_from_ast

from config.quick import environment

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
    "extensions": ["html", "txt", "py", "jinja"],
    "ignore_patterns": [".venv*", "var", "media", "staticfiles", "tests", "bench"],
}


class BuildFile(makemessages.BuildFile):
    """One file to extract from; Jinja2's are read by Jinja2, which knows where its texts are."""

    def preprocess(self) -> None:
        """Write the texts as calls in Python, which gettext's program reads."""
        if not self.path.endswith(".jinja"):
            super().preprocess()
            return
        found = extract_from_ast(environment().parse(Path(self.path).read_text(encoding="utf-8")))
        calls = [f"{function}{texts if isinstance(texts, tuple) else (texts,)!r}" for _, function, texts in found]
        Path(self.work_path).write_text("\n".join(calls), encoding="utf-8")


class Command(makemessages.Command):
    """makemessages with this project's flags; with --check it writes nothing and fails when the file is stale."""

    build_file_class = BuildFile

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
