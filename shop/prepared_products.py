"""Products for the API's lists, read by queries that are written once: to build and compile them costs Django more than
the database needs to answer them (docs/decisions/lists.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]  # unknown to the stubs

from accounts.prepared import PreparedQuery
from catalog.models import Product
from catalog.querysets import in_force_q
from shop.listing import NEWEST

# A page as most programs ask for it; a longer one is read in parts.
AT_ONCE = 20
# What is read with a product where it is asked for, by the fields of the API.
JOINS = {
    "producer": ("producer__commune", "producer__province", "producer__former_unit__parent__parent"),
    "productSet": ("product_set",),
    "certificate": ("current_certificate",),
    "stars": ("current_certificate",),
}


class _PreparedRows:
    """Rows with what is joined to them, of up to AT_ONCE keys, made as a queryset's own iteration makes them."""

    def __init__(self, write: Callable[[Sequence[int], datetime.date], QuerySet[Any]]) -> None:
        """`write` makes the queryset of some keys on a day; it is called once or twice for each kind of database."""
        self._query: PreparedQuery[int] = PreparedQuery(write, most=AT_ONCE)
        compiler = write([0], datetime.date.max).query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.as_sql()  # which works out what is selected
        self._compiler = compiler
        self._converters = compiler.get_converters([column[0] for column in compiler.select])
        whole = compiler.klass_info
        fields = whole["select_fields"]
        self._part = slice(fields[0], fields[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._part]]
        self._model = whole["model"]
        self._joined = get_related_populators(whole, compiler.select, DEFAULT_DB_ALIAS)

    def read(self, keys: Sequence[int], on: datetime.date) -> list[Any]:
        """The rows there are, in no order."""
        found = []
        for row in self._compiler.apply_converters(self._query.read(keys, on), self._converters):
            thing = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._part])
            for joined in self._joined:
                joined.populate(row, thing)
            found.append(thing)
        return found


def read_products(keys: Sequence[int], joins: frozenset[str], on: datetime.date) -> list[Product]:
    """Products by their keys in this order, with some of JOINS; one query for a page.

    With `current_certificate`, each has it and its `stars`, None without a certificate in force.
    """
    if not keys:
        return []
    found = {product.pk: product for product in _rows(joins).read(keys, on)}
    products: list[Any] = [found[key] for key in keys if key in found]
    if "current_certificate" in joins:
        for product in products:
            certificate = product.__dict__.setdefault("current_certificate", None)
            product.stars = certificate.stars if certificate else None
    return products


def newest_keys(limit: int, on: datetime.date) -> list[int]:
    """The keys of the first products of the list when nothing is asked of it."""
    return [key for (key,) in _newest(limit).read([0], on)]


@cache
def _rows(joins: frozenset[str]) -> _PreparedRows:
    return _PreparedRows(partial(_products, joins))


def _products(joins: frozenset[str], keys: Sequence[int], on: datetime.date) -> QuerySet[Product]:
    products = Product.objects.filter(pk__in=keys).order_by()
    if "current_certificate" in joins:
        current = FilteredRelation("certificates", condition=in_force_q(on, "certificates__"))
        products = products.annotate(current_certificate=current)
    return products.select_related(*sorted(joins)) if joins else products


@cache
def _newest(limit: int) -> PreparedQuery[int]:
    return PreparedQuery(
        lambda _keys, on: Product.objects.shown(on).order_by(*NEWEST).values_list("pk")[:limit], most=1
    )
