"""The best matches of a search, found tier by tier: a word that fits 30,000 products costs no more than a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.expressions import RawSQL

from catalog.matching import INDEX, Fits, like_tiers, match_tiers, words_asked
from catalog.models import Product

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from catalog.querysets import ProductQuerySet

# How well a product fits, 0 the best, and its key: what the order of a search is made of.
Row = tuple[int, int]
# SQL with its parameters.
Statement = tuple[str, list[str | int]]
_START: Row = (0, 2**62)
# Whether they are among the products is asked of half as many matches again as are wanted, then of eight times as
# many, on SQLite then of 64 times; where so few are that a page is still not full, all of the products are read.
_SPARE = 8
_GROWTH = {"sqlite": (1, 8, 64), "postgresql": (1, 8)}
_MOST_ASKED = 5_000
# So many matches of a condition, the newest, are tried before all of them are.
_SAMPLE = 8


def best_rows(
    products: ProductQuerySet, text: str, *, limit: int, offset: int = 0, after: Row | None = None
) -> list[Row]:
    """The best matches among these products as (misfit, key), the best first and of equals the newest.

    `after` is the last row already shown. None are found for a text without words. One query, seldom two to four.
    """
    words = words_asked(text)
    if not words:
        return []
    wanted = offset + limit
    found: list[Row] = []
    after = after or _START
    for size in _sizes(products, wanted):
        rows = _among(products, _tiers(products, words, after, size))
        found += [(misfit, key) for misfit, key, is_among in rows if is_among]
        if len(found) >= wanted or len(rows) < size:
            return found[offset:wanted]
        after = rows[-1][:2]
    return (found + _rest(products, words, after, wanted - len(found)))[offset:]


def first_fitting(products: ProductQuerySet, conditions: Sequence[Fits]) -> int | None:
    """The place of the first condition that some of the products fulfil; one query, seldom more."""
    parts: list[str] = []
    params: list[str | int] = []
    for place, condition in enumerate(conditions):
        where, values = condition.match() if _is_sqlite(products) else condition.like()
        parts.append(_newest(products, place, where))
        params += [*values, _SAMPLE]
    tried = _among(products, (" UNION ALL ".join(parts), params)) if parts else []
    for place, condition in enumerate(conditions):
        sample = [is_among for number, _key, is_among in tried if number == place]
        if any(sample) or (len(sample) == _SAMPLE and products.filter(condition).exists()):
            return place
    return None


def matching_keys(text: str) -> list[int]:
    """The keys of all products that fit, shown or not, in no order; the quickest way to count them."""
    words = words_asked(text)
    if not words:
        return []
    products = Product.objects.all()
    where, params = Fits(words).match() if _is_sqlite(products) else Fits(words).like()
    table, key = _source(products)
    with connections[products.db].cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} WHERE {where}", params)  # noqa: S608  made of constants
        return [row[0] for row in cursor.fetchall()]


def _sizes(products: ProductQuerySet, wanted: int) -> Iterable[int]:
    first = wanted + wanted // 2 + _SPARE
    sizes = (first * times for times in _GROWTH[connections[products.db].vendor])
    return [size for size in sizes if size == first or size <= _MOST_ASKED]


def _among(products: ProductQuerySet, matches: Statement) -> list[tuple[int, int, bool]]:
    """The rows (number, key) that some SQL gives, in this order, and of each whether it is among the products."""
    chosen = products.order_by().filter(pk=RawSQL("matches.id", ())).values("pk")
    return _read(chosen, "SELECT number, id, EXISTS ({chosen}) FROM ({matches}) AS matches", matches)


def _rest(products: ProductQuerySet, words: Sequence[str], after: Row, limit: int) -> list[Row]:
    """The best matches after a row where the products are few: all of them are read first."""
    chosen = products.order_by().values("pk")
    if _is_sqlite(products):
        # A negative limit is none: as many matches are read as it takes.
        sql = "WITH chosen (id) AS ({chosen}) SELECT number, id FROM ({matches}) AS matches WHERE id IN chosen LIMIT %s"
        tiers, params = _tiers(products, words, after, -1)
        return _read(chosen, sql, (tiers, [*params, limit]))
    sql = "WITH chosen (id) AS MATERIALIZED ({chosen}) SELECT number, id FROM ({matches}) AS matches"
    return _read(chosen, sql, _tiers(products, words, after, limit, " AND id IN (SELECT id FROM chosen)"))


def _read(chosen: QuerySet[Any, Any], sql: str, matches: Statement) -> list[Any]:
    """The rows of some SQL over products that a query chooses and matches, in the order of the matches."""
    connection = connections[chosen.db]
    try:
        chosen_sql, chosen_params = chosen.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    sql = sql.format(chosen=chosen_sql, matches=matches[0])
    if connection.vendor == "postgresql":
        # SQLite keeps the order of what it reads, and asked for one it would read all tiers to the end.
        sql += " ORDER BY number, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*chosen_params, *matches[1]])
        rows: list[Any] = cursor.fetchall()
    return rows


def _tiers(products: ProductQuerySet, words: Sequence[str], after: Row, size: int, only: str = "") -> Statement:
    """So many matches after a row; each tier is read only when those before it were too few, and only so far."""
    _table, key = _source(products)
    parts: list[str] = []
    params: list[str | int] = []
    for misfit, where, values in match_tiers(words) if _is_sqlite(products) else like_tiers(words):
        if misfit == after[0]:
            parts.append(_newest(products, misfit, f"{where} AND {key} < %s{only}"))
            params += [*values, after[1], size]
        elif misfit > after[0]:
            parts.append(_newest(products, misfit, f"{where}{only}"))
            params += [*values, size]
    return f"{' UNION ALL '.join(parts)} LIMIT %s", [*params, size]


def _newest(products: ProductQuerySet, number: int, where: str) -> str:
    """SQL for a number and the keys that a condition gives, the highest first; its last parameter is how many."""
    table, key = _source(products)
    rows = f"SELECT {number} AS number, {key} AS id FROM {table} WHERE {where} ORDER BY {key} DESC LIMIT %s"  # noqa: S608
    return f"SELECT * FROM ({rows}) AS newest_{number}"  # noqa: S608


def _source(products: ProductQuerySet) -> tuple[str, str]:
    """Where words are looked for: a table and its key."""
    return (INDEX, "rowid") if _is_sqlite(products) else ("catalog_product", "id")


def _is_sqlite(products: ProductQuerySet) -> bool:
    return connections[products.db].vendor == "sqlite"
