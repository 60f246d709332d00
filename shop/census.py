"""A count of the whole shop, at most five minutes old: which product has which of the properties one can choose by.

Each property's products are one long number with a bit for each product, so that any combination of filters is
counted in microseconds, also among a hundred thousand products (docs/decisions/lists.md).
"""

from __future__ import annotations

import datetime
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from accounts.memory import Memory
from catalog.models import Product, ProductSet
from geography.models import Unit
from points_of_sale.shelves import product_in_stock
from shop.filters import PARAMETERS, PRICE_BANDS, ProductFilters

# Counts beside the choices may be this old (docs/decisions), and so may the names of sets and provinces there.
KEPT_SECONDS = 300
WORDS_KEPT = 64
COUNTS_KEPT = 256
ROWS_AT_ONCE = 5_000
# What narrows the list: all but the words and the order.
PROPERTIES = tuple(name for name in PARAMETERS if name not in {"text", "sort"})
_LOWS = [band.low for band in PRICE_BANDS]


class _Row(NamedTuple):
    """A product's properties as the query reads them; the price in đồng."""

    product: int
    product_set: int
    stars: int | None
    province: int
    kind: str
    price: int | None
    is_in_stock: bool


@dataclass(frozen=True)
class Reference:
    """What filters are resolved against: the product sets with their groups, and the provinces of today."""

    sets: tuple[ProductSet, ...]
    provinces: tuple[Unit, ...]

    @cached_property
    def set_by_pk(self) -> dict[int, ProductSet]:
        """The sets by their numbers."""
        return {one.pk: one for one in self.sets}

    @cached_property
    def province_by_pk(self) -> dict[int, Unit]:
        """The provinces by their keys."""
        return {unit.pk: unit for unit in self.provinces}

    @cached_property
    def province_by_slug(self) -> dict[str, Unit]:
        """The provinces by their names in addresses."""
        return {unit.slug: unit for unit in self.provinces}

    @classmethod
    def load(cls, on: datetime.date) -> Reference:
        """Both as they were at most five minutes ago (two queries, or none)."""
        return _references.get(on, lambda: cls._read(on))

    @classmethod
    def _read(cls, on: datetime.date) -> Reference:
        sets = ProductSet.objects.select_related("group").order_by("number")
        return cls(tuple(sets), tuple(Unit.objects.provinces().in_force(on).order_by("folded_name")))


class Census:
    """The products that lists show on a day, by their properties; sets of products are numbers, bit by bit."""

    def __init__(self, rows: Iterable[_Row], reference: Reference, version: int) -> None:
        """`rows` come in the order of the products' keys; `version` is what the catalogue had before they were read."""
        self.version = version
        self._keys = array("q")
        places: Mapping[tuple[str, str], array[int]] = defaultdict(lambda: array("L"))
        for place, row in enumerate(rows):
            self._keys.append(row.product)
            for trait in _traits(row, reference):
                places[trait].append(place)
        self.everything = (1 << len(self._keys)) - 1
        self._having = {trait: _bits(found, len(self._keys)) for trait, found in places.items()}
        self._found: Memory[int] = Memory(seconds=KEPT_SECONDS, most=WORDS_KEPT)
        self._counted: Memory[dict[str, dict[str, int]]] = Memory(seconds=KEPT_SECONDS, most=COUNTS_KEPT)

    @classmethod
    def recent(cls, on: datetime.date, *, version: int) -> Census:
        """The count taken at most five minutes ago, else one taken now, in a version of the catalogue (one query)."""
        return _censuses.get(on, lambda: cls.take(on, version=version))

    @classmethod
    def take(cls, on: datetime.date, *, version: int) -> Census:
        """Count the whole shop; `version` is the catalogue's, read before."""
        names = ("pk", "product_set_id", "stars", "producer__province_id", "producer__kind", "price_from", "in_stock")
        products = Product.objects.shown(on).with_current_certificate(on).annotate(in_stock=product_in_stock())
        rows = products.order_by("pk").values_list(*names).iterator(ROWS_AT_ONCE)
        return cls(map(_Row._make, rows), Reference.load(on), version)

    def having(self, name: str, values: Iterable[str]) -> int:
        """The products with one of these values of a property."""
        return reduce(or_, (self._having.get((name, value), 0) for value in values), 0)

    def fitting(self, filters: ProductFilters, among: int | None = None, *, but: Collection[str] = ()) -> int:
        """The products that fit all filters `but` some, of all or `among` some."""
        left = self.everything if among is None else among
        for name in PROPERTIES:
            wanted = filters.texts(name)
            if wanted and name not in but:
                left &= self.having(name, wanted)
        return left

    def counts(
        self, filters: ProductFilters, among: int | None, options: Mapping[str, Iterable[str]]
    ) -> dict[str, dict[str, int]]:
        """How many products each choice (by property and value) would leave `among` some; None is all.

        A property's own filter does not count against its own choices.
        """
        return self._counted.get((filters, among), lambda: self._count(filters, among, options))

    def _count(
        self, filters: ProductFilters, among: int | None, options: Mapping[str, Iterable[str]]
    ) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for name, values in options.items():
            # A set belongs to one group, so the chosen set must not hide the other groups.
            left = self.fitting(filters, among, but={name, "product_set"} if name == "group" else {name})
            counts[name] = {value: (left & self._having.get((name, value), 0)).bit_count() for value in values}
        return counts

    def matching(self, words: str, read: Callable[[], Iterable[int]]) -> int:
        """The products that words find; `read` finds them, where it was not done in the last five minutes."""
        return self._found.get(words, lambda: self._among(read()))

    def _among(self, products: Iterable[int]) -> int:
        keys = self._keys
        found = array("L")
        for product in products:
            place = bisect_left(keys, product)
            if place < len(keys) and keys[place] == product:
                found.append(place)
        return _bits(found, len(keys))


_references: Memory[Reference] = Memory(seconds=KEPT_SECONDS, most=2)
_censuses: Memory[Census] = Memory(seconds=KEPT_SECONDS, most=1)


def _traits(row: _Row, reference: Reference) -> Iterable[tuple[str, str]]:
    """A product's properties as the filters spell them."""
    # A set or province may be newer than what was read of them minutes ago; then nothing is chosen by it yet.
    if row.product_set in reference.set_by_pk:
        product_set = reference.set_by_pk[row.product_set]
        yield "group", product_set.group.slug
        yield "product_set", product_set.slug
    yield "stars", str(row.stars or "")
    if row.province in reference.province_by_pk:
        yield "province", reference.province_by_pk[row.province].slug
    yield "kinds", row.kind
    if row.price is not None:
        yield "prices", PRICE_BANDS[bisect_right(_LOWS, row.price) - 1].key
    if row.is_in_stock:
        yield "in_stock", "1"


def _bits(places: Iterable[int], length: int) -> int:
    bits = bytearray(length // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")
