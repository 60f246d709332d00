"""Which products a list holds, in which order: keys first, without anything that only showing them needs."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from accounts.memory import Memory
from accounts.paging import EXACT_COUNT
from catalog.models import Producer, Product
from catalog.querysets import ProductQuerySet
from catalog.search import best_rows
from points_of_sale.shelves import product_in_stock
from shop.census import Reference
from shop.filters import PRICE_BANDS, STARS, PriceBand, ProductFilters, Sort

PAGE_SIZE = 24
# A list that had no more than this when it was last counted is read whole, and so counted anew.
FEW = EXACT_COUNT + 200
LISTS_REMEMBERED = 256
NEWEST = ("-published_at", "-pk")
ORDERS: Mapping[str, tuple[str, ...]] = {
    Sort.NEWEST: NEWEST,
    Sort.STARS: ("-stars", *NEWEST),
    Sort.CHEAPEST: ("price_from", "pk"),
    Sort.DEAREST: ("-price_from", "-pk"),
    Sort.NAME: ("name", "pk"),
}


class FoundProducts:
    """The keys of the products that fit, in the order asked for; what is not asked for is not read.

    Kept for a minute, or until the catalogue changes: only stock changes without that.
    """

    def __init__(
        self,
        filters: ProductFilters,
        on: datetime.date,
        *,
        expected: int,
        version: int,
        counted_in: int | None = None,
    ) -> None:
        """`filters` name only sets, groups and provinces there are; `expected` is how many a recent count had.

        `version` is the catalogue's, and `counted_in` the one of that count.
        """
        self._filters = filters
        self._on = on
        self._expected = expected
        self._version = version
        # The whole list has an index for every order, and changes only with the catalogue: it need not be read whole.
        self._is_counted = filters.asks_nothing and counted_in == self._version

    def __getitem__(self, part: slice) -> list[int]:
        """Some of the keys: of the whole list where it is short, else read in the order of an index."""
        if self._whole is not None:
            return list(self._whole[part])
        return list(self._keep((part.start, part.stop), lambda: self._read(part)))

    @property
    def count(self) -> int:
        """How many products there are; any number above EXACT_COUNT for more."""
        if self._is_counted:
            return self._expected
        return FEW if self._whole is None else len(self._whole)

    @cached_property
    def _whole(self) -> array[int] | None:
        """All keys, where they are few; None where they are more."""
        if self._expected > FEW or self._is_counted:
            return None
        whole = self._keep("whole", self._read_whole)
        return whole if len(whole) <= FEW else None

    def _keep(self, part: object, read: Callable[[], Iterable[int]]) -> array[int]:
        key = (self._version, self._on, self._filters, part)
        return _lists.get(key, lambda: array("q", read()))

    def _read_whole(self) -> Iterable[int]:
        products = narrow(self._filters, self._on, by_producer=bool(self._filters.province))
        if self._filters.sort == Sort.BEST:
            return [key for _misfit, key in best_rows(products, self._filters.text, limit=FEW + 1)]
        if self._filters.sort in ORDERS:
            products = _with_stars(products, self._filters, self._on)
            products = products.sorted_late(*ORDERS[self._filters.sort])
        return products.values_list("pk", flat=True)[: FEW + 1]

    def _read(self, part: slice) -> Iterable[int]:
        """One part after another of the list, each in the order of an index, as far as it is asked for."""
        start, wanted = part.start, part.stop - part.start
        if self._filters.sort == Sort.BEST:
            everything = narrow(replace(self._filters, text=""), self._on)
            yield from (key for _, key in best_rows(everything, self._filters.text, limit=wanted, offset=start))
            return
        for products in tiers(self._filters, self._on):
            found = list(products.values_list("pk", flat=True)[start : start + wanted])
            yield from found
            wanted -= len(found)
            if not wanted:
                return
            start = 0 if found else start - products.order_by().count()


_lists: Memory[array[int]] = Memory(seconds=settings.LISTS_KEPT_SECONDS, most=LISTS_REMEMBERED)


def narrow(filters: ProductFilters, on: datetime.date, *, by_producer: bool = False) -> ProductQuerySet:
    """The products that lists show on a day and that fit every filter and the words.

    `by_producer` is the better way to the few of a province.
    """
    reference = Reference.load(on)
    products = Product.objects.all()
    provinces = [reference.province_by_slug[filters.province]] if filters.province else []
    if provinces and by_producer:
        products = products.shown_of(Producer.objects.active().in_province(*provinces), on)
    else:
        products = products.shown(on).in_province(*provinces) if provinces else products.shown(on)
    if filters.stars:
        products = products.bearing(filters.stars, on)
    products = products.filter(**_conditions(filters, reference))
    if filters.in_stock:
        products = products.filter(product_in_stock())
    bands = [_within(band) for band in PRICE_BANDS if band.key in filters.prices]
    products = products.filter(reduce(or_, bands)) if bands else products
    return products.search(filters.text) if filters.text else products


def _conditions(filters: ProductFilters, reference: Reference) -> dict[str, object]:
    conditions: dict[str, object] = {}
    if filters.group or filters.product_set:
        conditions["product_set__in"] = [
            one.pk
            for one in reference.sets
            if filters.group in ("", one.group.slug) and filters.product_set in ("", one.slug)
        ]
    if filters.kinds:
        conditions["producer__kind__in"] = filters.kinds
    return conditions


def tiers(filters: ProductFilters, on: datetime.date) -> Iterator[ProductQuerySet]:
    """The list in parts that follow one another, each in the order of an index."""
    products = narrow(filters, on)
    if filters.sort == Sort.STARS:
        for stars in (one for one in STARS if not filters.stars or one in filters.stars):
            yield products.bearing([stars], on).order_by(*NEWEST)
        if not filters.stars:
            yield products.not_certified(on).order_by(*NEWEST)
    elif filters.sort in (Sort.CHEAPEST, Sort.DEAREST):
        yield products.filter(price_from__isnull=False).order_by(*ORDERS[filters.sort])
        yield products.filter(price_from__isnull=True).order_by(*ORDERS[filters.sort][1:])
    else:
        yield products.order_by(*ORDERS[filters.sort])


def _with_stars(products: ProductQuerySet, filters: ProductFilters, on: datetime.date) -> ProductQuerySet:
    return products.with_current_certificate(on) if filters.sort == Sort.STARS else products


def _within(band: PriceBand) -> Q:
    wanted = Q(price_from__gte=band.low)
    return wanted if band.high is None else wanted & Q(price_from__lt=band.high)
