"""Writing many rows at once, and codes that none of them shares."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

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
    """Write rows in batches; they have their keys afterwards."""
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)


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
