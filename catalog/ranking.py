"""The best matches of a search, found tier by tier: a word that fits 30,000 products costs no more than a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from catalog.matching import INDEX, Fits, fit, like_tiers, match_tiers, words_asked

if TYPE_CHECKING:
    from catalog.querysets import ProductQuerySet

# How well a product fits, 0 the best, and its key: what the order of a search is made of.
Row = tuple[int, int]
_START: Row = (0, 2**62)
# Of the first so many matches and then of eight times as many it is asked whether they are among the products; where
# so few of them are that a page is still not full, all of the products that fit are ranked instead.
_SPARE = 32
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
    found: list[Row] = []
    after = after or _START
    for size in (2 * wanted + _SPARE, _GROWTH * (2 * wanted + _SPARE)):
        rows = _among(products, *_tiers(words, after, size, is_sqlite=_is_sqlite(products)))
        found += [(misfit, key) for misfit, key, is_among in rows if is_among]
        if len(found) >= wanted or len(rows) < size:
            return found[offset:wanted]
        after = rows[-1][:2]
    return (found + _ranked(products, words, after, wanted - len(found)))[offset:]


def first_fitting(products: ProductQuerySet, conditions: Sequence[Fits]) -> int | None:
    """The place of the first condition that some of the products fulfil; one query, seldom more."""
    is_sqlite = _is_sqlite(products)
    parts: list[str] = []
    params: list[str | int] = []
    for place, condition in enumerate(conditions):
        where, values = condition.match() if is_sqlite else condition.like()
        parts.append(_newest(place, where, is_sqlite=is_sqlite))
        params += [*values, _SAMPLE]
    tried = _among(products, " UNION ALL ".join(parts), params) if parts else []
    for place, condition in enumerate(conditions):
        sample = [is_among for number, _key, is_among in tried if number == place]
        if any(sample) or (len(sample) == _SAMPLE and products.filter(condition).exists()):
            return place
    return None


def _among(products: ProductQuerySet, matches: str, params: Sequence[str | int]) -> list[tuple[int, int, bool]]:
    """The rows (number, key) that some SQL gives, in this order, and of each whether it is among the products."""
    connection = connections[products.db]
    chosen = products.order_by().filter(pk=RawSQL("matches.id", ())).values("pk")
    try:
        chosen_sql, chosen_params = chosen.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    sql = f"SELECT number, id, EXISTS ({chosen_sql}) FROM ({matches}) AS matches ORDER BY number, id DESC"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*chosen_params, *params])
        rows: list[tuple[int, int, bool]] = cursor.fetchall()
    return rows


def _tiers(words: Sequence[str], after: Row, size: int, *, is_sqlite: bool) -> tuple[str, list[str | int]]:
    """So many matches after a row; each tier is read only when those before it were too few, and only so far."""
    parts: list[str] = []
    params: list[str | int] = []
    for misfit, where, values in match_tiers(words) if is_sqlite else like_tiers(words):
        if misfit == after[0]:
            parts.append(_newest(misfit, f"{where} AND {'rowid' if is_sqlite else 'id'} < %s", is_sqlite=is_sqlite))
            params += [*values, after[1], size]
        elif misfit > after[0]:
            parts.append(_newest(misfit, where, is_sqlite=is_sqlite))
            params += [*values, size]
    return f"{' UNION ALL '.join(parts)} LIMIT %s", [*params, size]


def _newest(number: int, where: str, *, is_sqlite: bool) -> str:
    """SQL for a number and the keys that a condition gives, the highest first; its last parameter is how many."""
    table, key = (INDEX, "rowid") if is_sqlite else ("catalog_product", "id")
    rows = f"SELECT {number} AS number, {key} AS id FROM {table} WHERE {where} ORDER BY {key} DESC LIMIT %s"  # noqa: S608
    return f"SELECT * FROM ({rows}) AS newest_{number}"  # noqa: S608


def _ranked(products: ProductQuerySet, words: Sequence[str], after: Row, limit: int) -> list[Row]:
    """The best matches after a row, by ranking all of the products that fit."""
    misfit, key = after
    rest = products.matching(words).alias(misfit=fit(words)).filter(Q(misfit__gt=misfit) | Q(misfit=misfit, pk__lt=key))
    return list(rest.order_by("misfit", "-pk").values_list("misfit", "pk")[:limit])


def _is_sqlite(products: ProductQuerySet) -> bool:
    return connections[products.db].vendor == "sqlite"
