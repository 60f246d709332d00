"""The product list for programs: pages that start after a product, each as cheap as the first, in the list's order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from accounts.paging import EXACT_COUNT
from catalog.models import Product
from catalog.search import best_rows
from geography.connections import after_position
from shop.filters import STARS, Sort
from shop.listing import NEWEST, ORDERS, narrow, tiers
from shop.prepared_products import newest_keys
from shop.results import ProductSearch

# What a cursor holds: the part of the list, and the product's values of that part's order; the key comes last.
Position = Sequence[Any]


class ProductKeyset:
    """The keys of a list's products after a position, and the position of each product."""

    def __init__(self, search: ProductSearch, on: datetime.date) -> None:
        """`search` has checked its filters."""
        self._search = search
        self._on = on
        self._filters = search.filters
        self._misfits: dict[int, int] = {}

    @property
    def length(self) -> int:
        """How many values a position has, one more for most stars than for lowest price."""
        return 2 if self._filters.sort == Sort.BEST else 1 + len(ORDERS[self._filters.sort])

    @property
    def needs_stars(self) -> bool:
        """Whether a product's place depends on its stars."""
        return self._filters.sort == Sort.STARS

    def keys(self, after: Position | None, limit: int) -> list[int]:
        """The next keys: of a short list from the whole of it, of a long one in the order of an index."""
        if self._filters.sort == Sort.BEST:
            return self._best(after, limit)
        if self._filters.asks_nothing and self._filters.sort == Sort.NEWEST and after is None:
            return newest_keys(limit, self._on)
        if not self._filters.asks_nothing:
            pages = self._search.paginator
            if pages.count <= EXACT_COUNT:
                whole: list[int] = list(pages.object_list[0 : pages.count])
                if after is None or after[-1] in whole:
                    start = 0 if after is None else whole.index(after[-1]) + 1
                    return whole[start : start + limit]
        return self._after(after, limit)

    def position(self, product: Product) -> Position:
        """Where a product stands; of the best matches only those that `keys` has given."""
        if self._filters.sort == Sort.BEST:
            return self._misfits[product.pk], product.pk
        part = self._part(product)
        values = [getattr(product, column.lstrip("-")) for column in self._columns(part)]
        return [part, *[None] * (self.length - 1 - len(values)), *values]

    def _best(self, after: Position | None, limit: int) -> list[int]:
        text = self._search.corrected_text or self._filters.text
        among = narrow(replace(self._filters, text="", sort=Sort.NEWEST.value), self._on)
        rows = best_rows(among, text, limit=limit, after=(after[0], after[1]) if after else None)
        self._misfits.update((key, misfit) for misfit, key in rows)
        return [key for _misfit, key in rows]

    def _after(self, after: Position | None, limit: int) -> list[int]:
        asked = replace(self._filters, text=self._search.corrected_text or self._filters.text)
        found: list[int] = []
        for part, products in enumerate(tiers(asked, self._on)):
            if after is not None and part < after[0]:
                continue
            if after is not None and part == after[0]:
                columns = self._columns(part)
                products = products.filter(after_position(columns, after[-len(columns) :]))
            found += products.values_list("pk", flat=True)[: limit - len(found)]
            if len(found) == limit:
                break
        return found

    def _part(self, product: Product) -> int:
        """Which of `tiers()` it is in."""
        if self.needs_stars:
            order = list(self._filters.stars or STARS)
            stars = getattr(product, "stars", None)
            return order.index(stars) if stars in order else len(order)
        is_by_price = self._filters.sort in (Sort.CHEAPEST, Sort.DEAREST)
        return 1 if is_by_price and product.price_from is None else 0

    def _columns(self, part: int) -> Sequence[str]:
        if self.needs_stars:
            return NEWEST
        # Of what has no price only the rest of the order is left.
        return ORDERS[self._filters.sort][part:]
