"""What to offer somebody whose cart is empty."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from catalog.models import CatalogueVersion
from points_of_sale.cards import Card, read_cards
from shop.census import Census
from shop.filters import ProductFilters, Sort
from shop.listing import FoundProducts

if TYPE_CHECKING:
    from geography.models import Unit

MAX_SUGGESTIONS = 4


def starred_products(*, on: datetime.date, province: Unit | None = None) -> Sequence[Card]:
    """The products in stock with the most stars: of a province, when one is known and has any."""
    filters = ProductFilters(in_stock=True, sort=Sort.STARS)
    version = CatalogueVersion.current()
    census = Census.recent(on, version=version)
    places = [province.slug, ""] if province is not None else [""]
    for place in places:
        asked = replace(filters, province=place)
        expected = census.fitting(asked).bit_count()
        if best := FoundProducts(asked, on, expected=expected, version=version)[0:MAX_SUGGESTIONS]:
            return read_cards(best, on)
    return []
