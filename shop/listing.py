"""Filtering and ordering products, for the list and wherever cards are shown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from catalog.querysets import ProductQuerySet
from points_of_sale.shelves import product_in_stock, stock_available_subquery
from shop.filters import PRICE_BANDS, PriceBand, ProductFilters, Sort

PAGE_SIZE = 24
ORDERS: Mapping[str, tuple[str, ...]] = {
    Sort.NEWEST: ("-published_at", "-pk"),
    Sort.STARS: ("-stars", "-published_at", "-pk"),
    Sort.CHEAPEST: ("price_from", "pk"),
    Sort.DEAREST: ("-price_from", "pk"),
    Sort.NAME: ("name", "pk"),
}


def with_properties(products: ProductQuerySet, on: datetime.date) -> ProductQuerySet:
    """The same products with what they are chosen, ordered and counted by: stars and stock."""
    return products.with_current_certificate(on).annotate(is_in_stock=product_in_stock())


def as_cards(products: ProductQuerySet, on: datetime.date) -> ProductQuerySet:
    """The same products with all that their cards show, `available` packs included."""
    return products.with_card_relations(on).annotate(available=stock_available_subquery())


def narrow(products: ProductQuerySet, filters: ProductFilters) -> ProductQuerySet:
    """Of with_properties() those that fit every filter."""
    conditions = {
        "product_set__group__slug": filters.group,
        "product_set__slug": filters.product_set,
        "stars__in": filters.stars,
        "producer__province__slug": filters.province,
        "producer__kind__in": filters.kinds,
        "is_in_stock": filters.in_stock,
    }
    products = products.filter(**{name: value for name, value in conditions.items() if value})
    bands = [_within(band) for band in PRICE_BANDS if band.key in filters.prices]
    return products.filter(reduce(or_, bands)) if bands else products


def in_order(products: ProductQuerySet, sort: str) -> ProductQuerySet:
    """In the order asked for; the best match is the order the search itself gives."""
    return products.order_by(*ORDERS[sort]) if sort in ORDERS else products


def _within(band: PriceBand) -> Q:
    wanted = Q(price_from__gte=band.low)
    return wanted if band.high is None else wanted & Q(price_from__lt=band.high)
