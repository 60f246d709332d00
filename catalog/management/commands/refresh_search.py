"""`manage.py refresh_search`: write anew what products are found by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.operations import refresh_all_search_text


class Command(BaseCommand):
    """After rows were written in bulk, or a new version reads other things into search texts."""

    help = "Writes every product's search text and the vocabulary for corrections anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many texts changed."""
        changed = refresh_all_search_text()
        self.stdout.write(f"{changed} search texts changed")
