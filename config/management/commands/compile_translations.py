"""Translations as Django reads them, without gettext's programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes a .mo beside every .po of the project."""

    help = "Compile locale/*/LC_MESSAGES/django.po with polib; needs no gettext."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile every catalogue, whether it changed or not."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
