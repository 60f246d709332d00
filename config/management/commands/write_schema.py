"""Writes the GraphQL schema to `schema.graphql`, from which programs are written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from graphql import print_schema

from config.schema import schema

SCHEMA_FILE = settings.BASE_DIR / "schema.graphql"


def schema_text() -> str:
    """The schema as the file has to hold it."""
    return print_schema(schema.graphql_schema) + "\n"


class Command(BaseCommand):
    """`manage.py write_schema`, or `--check` to fail when the file is out of date."""

    help = "Writes the GraphQL schema to schema.graphql."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Only one."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare. Raises CommandError when the file says something else."""
        text = schema_text()
        if options["check"]:
            if not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text(encoding="utf-8") != text:
                raise CommandError("schema.graphql is out of date. Run: make schema")
            return
        SCHEMA_FILE.write_text(text, encoding="utf-8")
