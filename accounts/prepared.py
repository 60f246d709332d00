"""Queries that are asked on every page: written by the ORM once, then only sent again with other values.

To build and compile a query of a dozen joins costs Django several times what the database needs to answer it
(docs/decisions/lists.md). The rows come as the driver gives them: choose numbers and texts, no dates or JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# What stands for a value while the query is written; no key and no day of ours is ever one of these.
_FIRST_KEY = -(10**15)
_A_DAY = datetime.date(1, 2, 3)

Rows = list[tuple[Any, ...]]


class PreparedQuery:
    """A query for the rows of up to `most` keys, perhaps on a day."""

    def __init__(self, write: Callable[[list[int], datetime.date], QuerySet[Any, Any]], *, most: int) -> None:
        """`write` makes the query, a `values_list` of these keys; it is called once for each kind of database."""
        self._write = write
        self._most = most
        self._written: dict[str, tuple[str, list[Any]]] = {}

    def read(self, keys: Sequence[int], on: datetime.date = _A_DAY) -> Rows:
        """The rows of these keys; more than `most` of them are asked for in parts."""
        rows: Rows = []
        for start in range(0, len(keys), self._most):
            rows += self._ask(keys[start : start + self._most], on)
        return rows

    def _ask(self, keys: Sequence[int], on: datetime.date) -> Rows:
        sql, slots = self._written.get(connection.vendor) or self._prepare()
        # To name a key twice changes nothing.
        values = [*keys, *[keys[0]] * (self._most - len(keys))]
        day = connection.ops.adapt_datefield_value(on)
        with connection.cursor() as cursor:
            cursor.execute(sql, [slot(values, day) for slot in slots])
            rows: Rows = cursor.fetchall()
            return rows

    def _prepare(self) -> tuple[str, list[Any]]:
        keys = [_FIRST_KEY + place for place in range(self._most)]
        sql, params = self._write(keys, _A_DAY).query.sql_with_params()
        a_day = connection.ops.adapt_datefield_value(_A_DAY)
        written = sql, [_slot(param, a_day, self._most) for param in params]
        self._written[connection.vendor] = written
        return written


def _slot(param: Any, a_day: Any, most: int) -> Callable[[Sequence[int], Any], Any]:
    """What goes where a value stood: one of the keys, the day, or always the same."""
    if isinstance(param, int) and 0 <= param - _FIRST_KEY < most:
        place = param - _FIRST_KEY
        return lambda keys, day: keys[place]
    if param == a_day:
        return lambda keys, day: day
    return lambda keys, day: param
