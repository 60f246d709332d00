"""Products for the API's lists, read by queries that are written once: to build and compile them costs Django more than
the database needs to answer them (docs/decisions/lists.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from django.db.models import FilteredRelation, QuerySet

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


def read_products(keys: Sequence[int], joins: frozenset[str], on: datetime.date) -> list[Product]:
    """Products by their keys in this order, with some of JOINS; one query for a page.

    With `current_certificate`, each has it and its `stars`, None without a certificate in force.
    """
    if not keys:
        return []
    found = {product.pk: product for product in _rows(joins).objects(keys, on)}
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
def _rows(joins: frozenset[str]) -> PreparedQuery[int]:
    return PreparedQuery(partial(_products, joins), most=AT_ONCE)


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
