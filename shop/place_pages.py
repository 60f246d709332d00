"""What the pages of a province, a commune and a maker show on a day: one list of goods and what is around it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, Self, TypeVar

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.display import in_language
from accounts.memory import Memory
from accounts.paging import LongPaginator
from catalog.models import CatalogueVersion, Producer, Product
from catalog.querysets import ProductQuerySet
from fairs.models import Fair
from geography.enums import UnitLevel
from geography.models import Unit
from points_of_sale.cards import read_cards
from points_of_sale.models import Outlet
from shop.listing import PAGE_SIZE

ROWS_SHOWN = 6
MAKERS_PER_PAGE = 30
FORMER_SHOWN = 12


class _HasPlace(Protocol):
    def in_province(self, *provinces: Unit) -> Self: ...

    def in_commune(self, *communes: Unit) -> Self: ...


Placed = TypeVar("Placed", bound=_HasPlace)


@dataclass(frozen=True)
class CommuneCount:
    """A commune and how many of its products bear stars."""

    commune: Unit
    products: int


class PlacePage:
    """A province or commune in force, with what comes from there and what is found there."""

    def __init__(self, unit: Unit, at: datetime.datetime) -> None:
        """`unit` is a province or a commune."""
        self.unit = unit
        self.at = at
        self.on = timezone.localdate(at)
        self.is_province = unit.level == UnitLevel.PROVINCE

    @cached_property
    def paginator(self) -> LongPaginator:
        """The products from there: those on sale first, then what has a page but is not sold on the day."""
        products = self._goods.with_current_certificate(self.on)
        return _pages_of_cards(products, self.on)

    @cached_property
    def _stars(self) -> dict[int | None, int]:
        certified = self._goods.certified(self.on).order_by()
        return dict(certified.values_list("producer__commune_id").annotate(Count("pk")))

    @property
    def star_count(self) -> int:
        """How many products bear stars, those of unknown communes too."""
        return sum(self._stars.values())

    @property
    def starred_by_commune(self) -> dict[int, int]:
        """How many products bear stars, by the pk of the commune."""
        return {commune: products for commune, products in self._stars.items() if commune is not None}

    @cached_property
    def communes(self) -> list[CommuneCount]:
        """The communes of a province with stars, by name."""
        counts = self.starred_by_commune
        lit = Unit.objects.filter(pk__in=counts).order_by("folded_name")
        return [CommuneCount(commune, counts[commune.pk]) for commune in lit]

    @cached_property
    def makers(self) -> list[Producer]:
        """Some makers that sell from there, with `product_count` pages each, the busiest first."""
        makers = MakerCounts(self._goods)
        return makers.read(makers.keys[:ROWS_SHOWN])

    @cached_property
    def outlets(self) -> list[Outlet]:
        """Outlets open to everybody: those there first, then those elsewhere where goods from there are found."""
        outlets = Outlet.objects.listed().for_visitors().with_place()
        there = self._here(outlets).order_by("name", "pk")
        # Where enough lie there, what thousands of goods of a large province are found in need not be looked up.
        is_enough = there.values("pk")[:ROWS_SHOWN].count() == ROWS_SHOWN
        return with_opening((there if is_enough else outlets.concerning(self.unit))[:ROWS_SHOWN], self.at)

    @cached_property
    def fairs(self) -> list[Fair]:
        """The fairs that come next: those there first, then those elsewhere with a maker from there."""
        return list(Fair.objects.coming(self.on).concerning(self.unit).with_place()[:ROWS_SHOWN])

    @cached_property
    def predecessors(self) -> list[Unit]:
        """What a commune was made of on 1 July 2025, with districts and provinces of that time."""
        before = Unit.objects.filter(successions__successor=self.unit).exclude(pk=self.unit.pk)
        by_district = before.order_by("parent__folded_name", "parent", "folded_name")
        return list(by_district.select_related("parent__parent")[:FORMER_SHOWN])

    @property
    def _goods(self) -> ProductQuerySet:
        return Product.objects.published_of(self._here(Producer.objects.active()))

    def _here(self, rows: Placed) -> Placed:
        return rows.in_province(self.unit) if self.is_province else rows.in_commune(self.unit)


class MakerPage:
    """One maker, all its goods, and where they are found."""

    def __init__(self, producer: Producer, at: datetime.datetime) -> None:
        """`producer` comes with its place."""
        self.producer = producer
        self.at = at
        self.on = timezone.localdate(at)

    @cached_property
    def paginator(self) -> LongPaginator:
        """Its products: those with stars first, then those not sold on the day."""
        products = Product.objects.published().filter(producer=self.producer).with_current_certificate(self.on)
        return _pages_of_cards(products, self.on)

    @property
    def story(self) -> str:
        """Its story in the reader's language."""
        return in_language(self.producer, "story")

    @cached_property
    def outlets(self) -> list[Outlet]:
        """Its own premises first, then outlets where its goods are found."""
        outlets = Outlet.objects.listed().of_maker(self.producer).with_place()
        return with_opening(outlets[:ROWS_SHOWN], self.at)

    @cached_property
    def fairs(self) -> list[Fair]:
        """The next fairs it takes part in."""
        return list(Fair.objects.coming(self.on).of_producers([self.producer]).with_place()[:ROWS_SHOWN])


def _pages_of_cards(products: ProductQuerySet, on: datetime.date) -> LongPaginator:
    """Pages of these products, which come with their stars: the most first."""
    keys = products.sorted_late("-stars", "name", "pk").values_list("pk", flat=True)
    return LongPaginator(keys, PAGE_SIZE, counted=products, show=lambda page: read_cards(page, on))


def with_opening(outlets: QuerySet[Outlet], at: datetime.datetime) -> list[Outlet]:
    """These outlets, each with `opening` at a moment for its row; one query more for their hours."""
    found: list[Any] = list(outlets.prefetch_related("opening_hours"))
    for outlet in found:
        outlet.opening = outlet.opening_state(at)
    return found


def list_makers(number: str, *, province: Unit | None) -> Page[Any]:
    """One page of makers that sell, of one province or of all, with `product_count` pages each.

    Raises Http404 for a page that does not exist.
    """
    makers = MakerCounts.today()
    keys = makers.keys_in(province) if province is not None else makers.keys
    return LongPaginator(keys, MAKERS_PER_PAGE, counted=len(keys), show=makers.read).read_page(number)


class MakerCounts:
    """The makers of some products, those with most first, and how many each has."""

    def __init__(self, products: ProductQuerySet) -> None:
        """`products` have a public page (one query)."""
        counted = products.values_list("producer", "producer__province", "producer__commune")
        rows = list(counted.annotate(count=Count("pk")).order_by("-count", "producer__name", "producer"))
        self.keys = [pk for pk, _province, _commune, _count in rows]
        self._places = {pk: {province, commune} for pk, province, commune, _count in rows}
        self._counts = {pk: count for pk, _province, _commune, count in rows}

    @classmethod
    def today(cls) -> MakerCounts:
        """Of all that has a page, since the catalogue last changed."""
        return _maker_counts.get(CatalogueVersion.current(), lambda: cls(Product.objects.published()))

    def keys_in(self, *units: Unit) -> list[int]:
        """Those of provinces and communes, in all of them at once."""
        wanted = {unit.pk for unit in units}
        return [pk for pk in self.keys if wanted <= self._places[pk]]

    def count_of(self, key: int) -> int:
        """How many products with a page one of them has."""
        count: int = self._counts[key]
        return count

    def read(self, keys: list[int]) -> list[Any]:
        """These makers in this order, with place and `product_count`; one query."""
        found: list[Any] = list(Producer.objects.active().filter(pk__in=keys).select_related("commune", "province"))
        for maker in found:
            maker.product_count = self._counts[maker.pk]
        found.sort(key=lambda maker: keys.index(maker.pk))
        return found


_maker_counts: Memory[MakerCounts] = Memory(seconds=settings.LISTS_KEPT_SECONDS, most=1)
