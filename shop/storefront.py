"""What the home page shows on a day."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import get_language

from accounts.memory import Memory
from catalog.models import Certificate, Product
from fairs.models import Fair
from geography.models import Unit
from points_of_sale.cards import Card, read_cards
from points_of_sale.models import Outlet
from shop.census import KEPT_SECONDS
from shop.lit_map import LitMap, light_country
from shop.place_pages import with_opening

RECENT_SHOWN = 8
RECENT_READ = 24
FAIRS_SHOWN = 3
OUTLETS_SHOWN = 3


class Figures(NamedTuple):
    """How much bears stars today."""

    products: int
    makers: int
    communes: int


@dataclass(frozen=True)
class ProvinceCount:
    """A province and how many of its products bear stars."""

    province: Unit
    products: int


class StarredPlaces:
    """Where the products with stars in force come from: the lit dots and the counts beside them."""

    def __init__(self, on: datetime.date) -> None:
        """`on` is the day the stars have to be in force."""
        self.on = on
        self._maps: dict[str | None, LitMap] = {}

    @classmethod
    def recent(cls, on: datetime.date) -> StarredPlaces:
        """As they were at most five minutes ago, like every count on a list."""
        return _places.get(on, lambda: cls(on))

    @property
    def map(self) -> LitMap:
        """The map of the country in the language of the page."""
        language = get_language()
        if language not in self._maps:
            self._maps[language] = light_country(self.products_by_commune, on=self.on)
        return self._maps[language]

    @cached_property
    def _rows(self) -> list[tuple[int | None, int, int, int]]:
        certified = Product.objects.published().certified(self.on).order_by()
        rows = certified.values_list("producer__commune_id", "producer__province_id")
        return list(rows.annotate(Count("pk"), Count("producer", distinct=True)))

    @cached_property
    def products_by_commune(self) -> dict[int, int]:
        """How many products bear stars, by the pk of the commune; only communes with any."""
        return {commune: products for commune, _, products, _ in self._rows if commune is not None}

    @cached_property
    def products_by_province(self) -> Counter[int]:
        """How many products bear stars, by the pk of the province."""
        counts: Counter[int] = Counter()
        for _, province, products, _ in self._rows:
            counts[province] += products
        return counts

    @cached_property
    def figures(self) -> Figures:
        """The sums over the country."""
        return Figures(
            sum(products for _, _, products, _ in self._rows),
            sum(makers for _, _, _, makers in self._rows),
            len(self.products_by_commune),
        )

    @cached_property
    def provinces(self) -> list[ProvinceCount]:
        """All provinces of the day by name, each with its count: the map in words."""
        counts = self.products_by_province
        provinces = Unit.objects.provinces().in_force(self.on).order_by("folded_name")
        return [ProvinceCount(province, counts[province.pk]) for province in provinces]


def recently_recognised(on: datetime.date) -> list[Card]:
    """The products on sale whose certificates in force are the newest, as cards."""
    newest = Certificate.objects.in_force(on).order_by("-valid_from", "-pk").values_list("product", flat=True)
    cards: list[Card] = []
    start = 0
    while len(cards) < RECENT_SHOWN and (keys := list(newest[start : start + RECENT_READ])):
        # Only products with a page have cards, and only goods can be bought; nearly all of them are both.
        cards += [card for card in read_cards(keys, on) if card.may_be_bought]
        start += RECENT_READ
    return cards[:RECENT_SHOWN]


def next_fairs(on: datetime.date) -> list[Fair]:
    """The fairs that come next, anywhere."""
    return list(Fair.objects.coming(on).with_place()[:FAIRS_SHOWN])


def some_outlets(at: datetime.datetime) -> list[Outlet]:
    """A few places to go to, those that carried most five minutes ago first, each with its opening at a moment."""
    outlets = Outlet.objects.listed().for_visitors()
    busiest = outlets.annotate(product_count=Count("carried")).order_by("-product_count", "name")
    keys = _busiest.get("", lambda: list(busiest.values_list("pk", flat=True)[:OUTLETS_SHOWN]))
    return sorted(with_opening(outlets.filter(pk__in=keys).with_place(), at), key=lambda outlet: keys.index(outlet.pk))


_places: Memory[StarredPlaces] = Memory(seconds=KEPT_SECONDS, most=1)
_busiest: Memory[list[int]] = Memory(seconds=KEPT_SECONDS, most=1)
