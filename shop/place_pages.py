"""What the pages of a province, a commune and a maker show on a day: one list of goods and what is around it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, Q

from accounts.paging import LongPaginator
from accounts.templatetags.display import in_language
from catalog.models import Producer, Product
from fairs.models import Fair
from geography.enums import UnitLevel
from geography.models import Unit
from points_of_sale.models import Outlet
from shop.listing import PAGE_SIZE, as_cards

ROWS_SHOWN = 6
MAKERS_PER_PAGE = 30
FORMER_SHOWN = 12
_BY_STARS = (F("stars").desc(nulls_last=True), "name", "pk")


@dataclass(frozen=True)
class CommuneCount:
    """A commune and how many of its products bear stars."""

    commune: Unit
    products: int


class PlacePage:
    """A province or commune in force, with what comes from there and what is found there."""

    def __init__(self, unit: Unit, on: datetime.date) -> None:
        """`unit` is a province or a commune."""
        self.unit = unit
        self.on = on
        self.is_province = unit.level == UnitLevel.PROVINCE

    @cached_property
    def paginator(self) -> LongPaginator:
        """The products from there: those on sale first, then what has a page but is not sold on the day."""
        products = self._of_makers_here(Product.objects.published(), "producer__").with_current_certificate(self.on)
        return LongPaginator(as_cards(products.order_by(*_BY_STARS), self.on), PAGE_SIZE, counted=products)

    @cached_property
    def star_count(self) -> int:
        """How many products bear stars, those of unknown communes too."""
        return self._of_makers_here(Product.objects.published().certified(self.on), "producer__").count()

    @cached_property
    def starred_by_commune(self) -> dict[int, int]:
        """How many products bear stars, by the pk of the commune."""
        certified = self._of_makers_here(Product.objects.published().certified(self.on), "producer__").order_by()
        known = certified.filter(producer__commune__isnull=False).values_list("producer__commune_id")
        return dict(known.annotate(Count("pk")))

    @cached_property
    def communes(self) -> list[CommuneCount]:
        """The communes of a province with stars, by name."""
        counts = self.starred_by_commune
        lit = Unit.objects.filter(pk__in=counts).order_by("folded_name")
        return [CommuneCount(commune, counts[commune.pk]) for commune in lit]

    @cached_property
    def makers(self) -> Sequence[Producer]:
        """Some makers there, with `product_count` pages each, the busiest first."""
        return _with_product_count(self._of_makers_here(Producer.objects.active()))[:ROWS_SHOWN]

    @cached_property
    def outlets(self) -> Sequence[Outlet]:
        """Outlets there that are open to everybody."""
        outlets = Outlet.objects.listed().exclude(pk__in=Outlet.objects.premises())
        return self._here(outlets).select_related("commune", "province")[:ROWS_SHOWN]

    @cached_property
    def fairs(self) -> Sequence[Fair]:
        """The fairs that come next there."""
        return self._here(Fair.objects.coming(self.on)).select_related("commune", "province")[:ROWS_SHOWN]

    @cached_property
    def predecessors(self) -> list[Unit]:
        """What a commune was made of on 1 July 2025, with districts and provinces of that time."""
        before = Unit.objects.filter(successions__successor=self.unit).exclude(pk=self.unit.pk)
        return list(before.select_related("parent__parent").order_by("folded_name")[:FORMER_SHOWN])

    def _here(self, rows: Any) -> Any:
        return rows.filter(province=self.unit) if self.is_province else rows.filter(commune=self.unit)

    def _of_makers_here(self, rows: Any, prefix: str = "") -> Any:
        return rows.filter(**{f"{prefix}{'province' if self.is_province else 'commune'}": self.unit})


class MakerPage:
    """One maker, all its goods, and where they are found."""

    def __init__(self, producer: Producer, on: datetime.date) -> None:
        """`producer` comes with its place."""
        self.producer = producer
        self.on = on

    @cached_property
    def paginator(self) -> LongPaginator:
        """Its products: those with stars first, then those not sold on the day."""
        products = Product.objects.published().filter(producer=self.producer).with_current_certificate(self.on)
        return LongPaginator(as_cards(products.order_by(*_BY_STARS), self.on), PAGE_SIZE, counted=products)

    @property
    def story(self) -> str:
        """Its story in the reader's language."""
        return in_language(self.producer, "story")

    @cached_property
    def outlets(self) -> Sequence[Outlet]:
        """Its own premises first, then outlets that carry its goods."""
        wanted = Q(producer=self.producer) | Q(carried__product__producer=self.producer)
        found = Outlet.objects.listed().filter(wanted).distinct().select_related("commune", "province")
        return sorted(found[: ROWS_SHOWN * 2], key=lambda outlet: outlet.producer_id != self.producer.pk)[:ROWS_SHOWN]

    @cached_property
    def fairs(self) -> Sequence[Fair]:
        """The next fairs it takes part in."""
        coming = Fair.objects.coming(self.on).filter(participations__producer=self.producer)
        return coming.select_related("commune", "province")[:ROWS_SHOWN]


def list_makers(number: str, *, province: Unit | None) -> Page[Any]:
    """One page of makers that sell, of one province or of all, with `product_count` pages each.

    Raises Http404 for a page that does not exist.
    """
    makers = Producer.objects.active()
    if province is not None:
        makers = makers.in_province(province)
    rows = _with_product_count(makers).filter(product_count__gt=0)
    return LongPaginator(rows, MAKERS_PER_PAGE).read_page(number)


def _with_product_count(makers: Any) -> Any:
    published = Q(products__in=Product.objects.published())
    counted = makers.annotate(product_count=Count("products", filter=published))
    return counted.select_related("commune", "province").order_by("-product_count", "name")
