"""What to offer somebody whose cart is empty."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog.models import Product
from shop.filters import ProductFilters, Sort
from shop.listing import as_cards, in_order, narrow, with_properties

if TYPE_CHECKING:
    from geography.models import Unit

MAX_SUGGESTIONS = 4


def starred_products(*, on: datetime.date, province: Unit | None = None) -> Sequence[Product]:
    """The products in stock with the most stars: of a province, when one is known and has any."""
    stocked = narrow(with_properties(Product.objects.shown(on), on), ProductFilters(in_stock=True))
    best = in_order(as_cards(stocked, on), Sort.STARS)
    if province is not None and (near := list(best.in_province(province)[:MAX_SUGGESTIONS])):
        return near
    return list(best[:MAX_SUGGESTIONS])
