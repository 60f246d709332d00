"""The best matches of a search, found tier by tier: a word that fits 30,000 products costs no more than a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.expressions import RawSQL

from catalog.matching import INDEX, NO_WORD, Fits, like_tiers, match_tiers, misfit, words_asked
from catalog.models import Product

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from catalog.querysets import ProductQuerySet

# How badly a product fits, 0 the best, and its key: what the order of a search is made of.
Row = tuple[int, int]
# SQL with its parameters.
Statement = tuple[str, list[str | int]]
_START: Row = (0, 2**62)
# Fewer matches than this are ranked here by their texts, which is quicker than asking for tier after tier.
_FEW = 100
_IS_FEW = -1
# Whether they are among the products is asked of half as many matches again as are wanted, then of so many times as
# many; where so few are that a page is still not full, all of the products are read.
_SPARE = 8
_GROWTH = 8
# So many matches of a condition, the newest, are tried before all of them are.
_SAMPLE = 8


def best_rows(
    products: ProductQuerySet, text: str, *, limit: int, offset: int = 0, after: Row | None = None
) -> list[Row]:
    """The best matches among these products as (misfit, key), the best first and of equals the newest.

    `after` is the last row already shown. None are found for a text without words. One query, seldom two or three.
    """
    words = words_asked(text)
    if not words:
        return []
    wanted = offset + limit
    size = max(wanted + wanted // 2 + _SPARE, _FEW)
    rows = _first_matches(products, words, after or _START, size)
    found = _chosen(rows)
    if len(found) < wanted and len(rows) == size:
        rows = _among(products, _tiers(products, words, rows[-1][:2], _GROWTH * size))
        found += _chosen(rows)
        if len(found) < wanted and len(rows) == _GROWTH * size:
            found += _rest(products, words, rows[-1][:2], wanted - len(found))
    return found[offset:wanted]


def first_fitting(products: ProductQuerySet, conditions: Sequence[Fits]) -> int | None:
    """The place of the first condition that some of the products fulfil; one query, seldom more."""
    parts = [
        _newest(products, place, _where(products, condition), _SAMPLE) for place, condition in enumerate(conditions)
    ]
    tried = _among(products, _one_after_another(parts))
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
    table, key = _source(products)
    where, params = _where(products, Fits(words))
    with connections[products.db].cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} WHERE {where}", params)  # noqa: S608  made of constants
        return [row[0] for row in cursor.fetchall()]


def _chosen(rows: Sequence[tuple[int, int, bool]]) -> list[Row]:
    return [(rank, key) for rank, key, is_among in rows if is_among]


def _first_matches(
    products: ProductQuerySet, words: Sequence[str], after: Row, size: int
) -> list[tuple[int, int, bool]]:
    """So many of the best matches after a row, and of each whether it is among the products; all where they are few."""
    newest, newest_params = _newest(products, _IS_FEW, _where(products, Fits(words)), _FEW)
    few = f"SELECT number, id FROM newest WHERE (SELECT COUNT(*) FROM newest) < {_FEW}"  # noqa: S608
    tiers = _tiers(products, words, after, size, f"(SELECT COUNT(*) FROM newest) = {_FEW}")  # noqa: S608
    matches, params = f"{few} UNION ALL {tiers[0]}", tiers[1]
    text = "(SELECT search_text FROM catalog_product AS few WHERE few.id = matches.id)"
    sql = (
        f"WITH newest (number, id) AS MATERIALIZED ({newest}) SELECT number, id, EXISTS ({{chosen}}),"  # noqa: S608
        f" CASE WHEN number = {_IS_FEW} THEN {text} END FROM ({{matches}}) AS matches"
    )
    rows = _read(_only_matches(products), sql, (matches, params), before=newest_params)
    if not rows or rows[0][0] != _IS_FEW:
        return [row[:3] for row in rows]
    ranked = ((misfit(text, words), -key, is_among) for _, key, is_among, text in rows)
    in_order = sorted((rank, key, is_among) for rank, key, is_among in ranked if rank is not None)
    return [(rank, -key, is_among) for rank, key, is_among in in_order if (rank, key) > (after[0], -after[1])]


def _among(products: ProductQuerySet, matches: Statement) -> list[tuple[int, int, bool]]:
    """The rows (number, key) that some SQL gives, in this order, and of each whether it is among the products."""
    sql = "SELECT number, id, EXISTS ({chosen}) FROM ({matches}) AS matches"
    return _read(_only_matches(products), sql, matches)


def _rest(products: ProductQuerySet, words: Sequence[str], after: Row, limit: int) -> list[Row]:
    """The best matches after a row where the products are few: all of them are read first."""
    chosen = products.order_by().values("pk")
    if _is_sqlite(products):
        # A negative limit is none: as many matches are read as it takes.
        sql = "WITH chosen (id) AS ({chosen}) SELECT number, id FROM ({matches}) AS matches WHERE id IN chosen LIMIT %s"
        tiers, params = _tiers(products, words, after, -1)
        return _read(chosen, sql, (tiers, [*params, limit]))
    sql = "WITH chosen (id) AS MATERIALIZED ({chosen}) SELECT number, id FROM ({matches}) AS matches"
    return _read(chosen, sql, _tiers(products, words, after, limit, "id IN (SELECT id FROM chosen)"))


def _only_matches(products: ProductQuerySet) -> QuerySet[Any, Any]:
    return products.order_by().filter(pk=RawSQL("matches.id", ())).values("pk")


def _read(chosen: QuerySet[Any, Any], sql: str, matches: Statement, before: Sequence[str | int] = ()) -> list[Any]:
    """The rows of some SQL over products that a query chooses and matches, in the order of the matches.

    The parameters `before` stand before those of both.
    """
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
        cursor.execute(sql, [*before, *chosen_params, *matches[1]])
        rows: list[Any] = cursor.fetchall()
    return rows


def _tiers(products: ProductQuerySet, words: Sequence[str], after: Row, size: int, only: str = "") -> Statement:
    """So many matches after a row; each tier is read only when those before it were too few, and only so far."""
    _table, key = _source(products)
    parts: list[Statement] = []
    for rank, where, params in match_tiers(words) if _is_sqlite(products) else like_tiers(words):
        if only and _is_sqlite(products):
            # The index is asked before any other condition; so it is asked for nothing, which takes no time.
            where = where.replace("%s", f"CASE WHEN {only} THEN %s ELSE '{NO_WORD}' END")
        elif only:
            where = f"{where} AND {only}"
        if rank == after[0]:
            parts.append(_newest(products, rank, (f"{where} AND {key} < %s", [*params, after[1]]), size))
        elif rank > after[0]:
            parts.append(_newest(products, rank, (where, [*params]), size))
    sql, all_params = _one_after_another(parts)
    return f"{sql} LIMIT %s", [*all_params, size]


def _one_after_another(parts: Sequence[Statement]) -> Statement:
    sql = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part_{number}" for number, (part, _) in enumerate(parts))  # noqa: S608
    return sql, [value for _, params in parts for value in params]


def _newest(products: ProductQuerySet, number: int, where: Statement, size: int) -> Statement:
    """A number and the keys of as many products as a condition gives, the newest first."""
    table, key = _source(products)
    sql = f"SELECT {number} AS number, {key} AS id FROM {table} WHERE {where[0]} ORDER BY {key} DESC LIMIT %s"  # noqa: S608
    return sql, [*where[1], size]


def _where(products: ProductQuerySet, condition: Fits) -> Statement:
    sql, params = condition.match() if _is_sqlite(products) else condition.like()
    return sql, [*params]


def _source(products: ProductQuerySet) -> tuple[str, str]:
    """Where words are looked for: a table and its key."""
    return (INDEX, "rowid") if _is_sqlite(products) else ("catalog_product", "id")


def _is_sqlite(products: ProductQuerySet) -> bool:
    return connections[products.db].vendor == "sqlite"
