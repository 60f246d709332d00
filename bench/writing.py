"""Writing many rows at once, and codes that none of them shares."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 2_000
Row = TypeVar("Row", bound=models.Model)


class Codes:
    """Public codes of certificates, none twice."""

    def __init__(self, source: random.Random) -> None:
        """Draw from `source`."""
        self.random = source
        self.used: set[str] = set()

    def next(self) -> str:
        """A code of nine signs, as catalog.codes makes them."""
        while (code := "".join(self.random.choices("34679ACDEFGHJKMNPQRTUVWXY", k=9))) in self.used:
            pass
        self.used.add(code)
        return code


def save(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Write rows and give them their keys: as bulk_create() does, but without asking of every value what it is."""
    made = list(rows)
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"] or 0
    for key, row in enumerate(made, start=newest + 1):
        row.pk = key
    fields = model._meta.concrete_fields
    readers = [_reader(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",
            [[read(row) for read in readers] for row in made],
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    return made


def _reader(field: models.Field[Any, Any]) -> Callable[[models.Model], Any]:
    """What reads a field's value as the database takes it."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
    if isinstance(field, models.DateField | models.TimeField | models.DecimalField):  # a moment is a date, too
        return lambda row: field.get_db_prep_save(getattr(row, field.attname), connection)
    return attrgetter(field.attname)


def update_column(model: type[models.Model], name: str, values: dict[int, Any]) -> None:
    """Set one column of many rows, each to its own value."""
    quote = connection.ops.quote_name
    column = quote(model._meta.get_field(name).column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {column} = %s WHERE id = %s",
            [(value, pk) for pk, value in values.items()],
        )


def batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in parts of BATCH."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
