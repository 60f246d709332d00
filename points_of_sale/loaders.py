"""Batches of the points of sale for GraphQL: stock, hours, and which outlet has which products."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from catalog.models import Product, Variant
from geography.graph import Loader
from geography.loaders import Found, Related, first_of_each, lists_in_order
from points_of_sale.models import Carried, Outlet, StockItem
from points_of_sale.shelves import available_for, product_counts, stock_available_subquery


class AvailablePacks(Loader):
    """How many of a pack (the key) can be ordered."""

    def batch_load(self, keys: list[Variant]) -> list[int]:
        """As the product page counts them."""
        counts = available_for(keys)
        return [counts[variant.pk] for variant in keys]


class AvailableOfProduct(Loader):
    """How many packs of a product can be ordered, by its pk."""

    def batch_load(self, keys: list[int]) -> list[int]:
        """As cards count them."""
        rows = Product.objects.filter(pk__in=keys).order_by()
        counts = dict(rows.values_list("pk", stock_available_subquery()))
        return [counts.get(key, 0) for key in keys]


class Hours(Related):
    """Outlets with their opening hours."""

    def lookups(self) -> tuple[str, ...]:
        """All stretches of the week."""
        return ("opening_hours",)


class ProductsFound(Loader):
    """How many products with a page are found at an outlet (the key)."""

    def batch_load(self, keys: list[Outlet]) -> list[int]:
        """As the list of outlets says it."""
        counts = product_counts(keys)
        return [counts[outlet.pk] for outlet in keys]


class OutletsWithProduct(Loader):
    """The first outlets for visitors that have a product (its pk), as its page names them; option `first`.

    Those of the maker's province come first.
    """

    def batch_load(self, keys: list[int]) -> list[list[Outlet]]:
        """Three queries, however many products."""
        visited = Outlet.objects.listed().for_visitors()
        carried = Carried.objects.filter(product__in=keys, outlet__in=visited)
        stock = StockItem.objects.in_stock().filter(variant__product__in=keys, outlet__in=visited)
        found = chain(self._nearest(carried, "product"), self._nearest(stock, "variant__product"))
        return lists_in_order(keys, found, Outlet.objects.order_by("name", "pk"), self.options["first"])

    def _nearest(self, rows: QuerySet[Any], product: str) -> Iterable[Found]:
        near_first = rows.annotate(is_elsewhere=~Q(outlet__province=F(f"{product}__producer__province")))
        order = ("is_elsewhere", "outlet__name", "outlet")
        ranked = first_of_each(near_first, parent=product, order=order, first=self.options["first"])
        return ranked.values_list(product, "outlet", "is_elsewhere")


class OutletsOfProducer(Loader):
    """A producer's own outlets, then the first for visitors where any of its goods is found; option `first`."""

    def batch_load(self, keys: list[int]) -> list[list[Outlet]]:
        """Four queries, however many producers."""
        listed = Outlet.objects.listed()
        published = Product.objects.published()
        carried = Carried.objects.filter(product__in=published, product__producer__in=keys)
        stock = StockItem.objects.in_stock().filter(variant__product__in=published, variant__product__producer__in=keys)
        own = first_of_each(
            listed.filter(producer__in=keys), parent="producer", order=("name", "pk"), first=self.options["first"]
        )
        found = chain(
            own.values_list("producer", "pk", Value(value=False)),
            self._elsewhere(carried, "product__producer"),
            self._elsewhere(stock, "variant__product__producer"),
        )
        return lists_in_order(keys, found, Outlet.objects.order_by("name", "pk"), self.options["first"])

    def _elsewhere(self, rows: QuerySet[Any], producer: str) -> Iterable[Found]:
        visited = rows.filter(outlet__in=Outlet.objects.listed().for_visitors())
        order = ("outlet__name", "outlet")
        ranked = first_of_each(visited, parent=producer, order=order, first=self.options["first"])
        return ranked.values_list(producer, "outlet", Value(value=True))


class ProductsAtOutlet(Loader):
    """The first products with a page that are found at an outlet (the key), by name; option `first`."""

    def batch_load(self, keys: list[Outlet]) -> list[list[Product]]:
        """Four queries, however many outlets: what `points_of_sale.shelves.products_at` chooses for each."""
        first, published = self.options["first"], Product.objects.published()
        makers = {outlet.producer_id: outlet.pk for outlet in keys if outlet.is_premises}
        others = [outlet.pk for outlet in keys if not outlet.is_premises]
        own = first_of_each(published.filter(producer__in=makers), parent="producer", order=("name", "pk"), first=first)
        carried = Carried.objects.filter(outlet__in=others, product__in=published)
        stock = StockItem.objects.in_stock().filter(outlet__in=others, variant__product__in=published)
        found = chain(
            ((makers[producer], product, False) for producer, product in own.values_list("producer", "pk")),
            self._on_shelves(carried, "product"),
            self._on_shelves(stock, "variant__product"),
        )
        return lists_in_order([outlet.pk for outlet in keys], found, Product.objects.order_by("name", "pk"), first)

    def _on_shelves(self, rows: QuerySet[Any], product: str) -> Iterable[Found]:
        order = (f"{product}__name", product)
        ranked = first_of_each(rows, parent="outlet", order=order, first=self.options["first"])
        return ranked.values_list("outlet", product, Value(value=False))
