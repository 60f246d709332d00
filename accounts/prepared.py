"""Queries that are asked on every page: written by the ORM once, then only sent again with other values.

To build and compile a query of a dozen joins costs Django several times what the database needs to answer it
(docs/decisions/lists.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators  # type: ignore[attr-defined]  # not in the stubs

# What stands for a value while the query is written; no key, no address and no day of ours is ever one of these.
_FIRST_KEY = -(10**15)
_A_WORD = "~a-word~"
_A_DAY = datetime.date(1, 2, 3)

Key = TypeVar("Key", int, str)
Rows = list[tuple[Any, ...]]
_Slot = Callable[[Sequence[Any], Any], Any]
_Reader = Callable[[tuple[Any, ...]], Any]


class _Written(NamedTuple):
    """A query as SQL, what goes where a value stood, and how a row becomes an object where it is to become one."""

    sql: str
    slots: list[_Slot]
    reader: _Reader | None


class PreparedQuery(Generic[Key]):
    """A query for the rows of up to `most` keys (numbers, or one word), perhaps on a day.

    The day has to stand in it as it is: what is reckoned from it while the query is written is never put in again.
    """

    def __init__(self, write: Callable[[list[Any], datetime.date], QuerySet[Any, Any]], *, most: int = 1) -> None:
        """`write` makes the query; it is called once for each kind of database."""
        self._write = write
        self._most = most
        self._written: dict[str, _Written] = {}

    def read(self, keys: Sequence[Key], on: datetime.date = _A_DAY) -> Rows:
        """The rows of these keys for a `values_list` of numbers and texts: they come as the driver gives them.

        More than `most` keys are asked for in parts.
        """
        rows: Rows = []
        for start in range(0, len(keys), self._most):
            rows += self._ask(self._prepared(keys[0]), keys[start : start + self._most], on)
        return rows

    def objects(self, keys: Sequence[Key], on: datetime.date = _A_DAY) -> list[Any]:
        """The objects of these keys with what the query selects as related; more than `most` keys in parts."""
        reader = self._prepared(keys[0]).reader
        assert reader is not None, "a query for values makes no objects"  # noqa: S101  a slip of ours
        return [reader(row) for row in self.read(keys, on)]

    def _ask(self, written: _Written, keys: Sequence[Key], on: datetime.date) -> Rows:
        # To name a key twice changes nothing.
        values = [*keys, *[keys[0]] * (self._most - len(keys))]
        day = connection.ops.adapt_datefield_value(on)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [slot(values, day) for slot in written.slots])
            rows: Rows = cursor.fetchall()
            return rows

    def _prepared(self, like: Key) -> _Written:
        return self._written.get(connection.vendor) or self._prepare(like)

    def _prepare(self, like: Key) -> _Written:
        numbers = [_FIRST_KEY + place for place in range(self._most)]
        stand_ins: list[Any] = numbers if isinstance(like, int) else [_A_WORD]
        rows = self._write(stand_ins, _A_DAY)
        compiler = rows.query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        a_day = connection.ops.adapt_datefield_value(_A_DAY)
        slots = [_slot(param, stand_ins, a_day) for param in params]
        written = _Written(sql, slots, _reader(compiler) if rows._iterable_class is ModelIterable else None)
        self._written[connection.vendor] = written
        return written


def put_related(thing: Model, name: str, rows: list[Any]) -> None:
    """Give an object its related rows, as `prefetch_related` would: its manager's `all()` then needs no query."""
    found = getattr(thing, name).all()
    found._result_cache = rows
    vars(thing).setdefault("_prefetched_objects_cache", {})[name] = found


def _slot(param: Any, stand_ins: list[Any], a_day: Any) -> _Slot:
    """What goes where a value stood: one of the keys, the day, or always the same."""
    if param in stand_ins:
        place = stand_ins.index(param)
        return lambda keys, day: keys[place]
    if param == a_day:
        return lambda keys, day: day
    return lambda keys, day: param


def _reader(compiler: Any) -> _Reader:
    """How a row becomes an object: as a queryset does it, but with all preparation done."""
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    start, end = min(compiler.klass_info["select_fields"]), max(compiler.klass_info["select_fields"]) + 1
    fields = [column.target.attname for column, *_ in compiler.select[start:end]]
    populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)
    model: type[Model] = compiler.klass_info["model"]
    annotations = compiler.annotation_col_map

    def read(row: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, (convert, expression) in converters.items():
            for one in convert:
                values[place] = one(values[place], expression, connection)
        made = model.from_db(connection.alias, fields, values[start:end])
        for populator in populators:
            populator.populate(values, made)
        for name, place in annotations.items():
            setattr(made, name, values[place])
        return made

    return read
