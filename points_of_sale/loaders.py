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
from points_of_sale.shelves import available_for, product_counts, products_at, stock_available_subquery


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
    """The first outlets for visitors that have a product (its pk), those in its maker's province first.

    Option `first`. One product alone takes one query, more take three, however many.
    """

    def batch_load(self, keys: list[int]) -> list[list[Outlet]]:
        """As the product's page names them."""
        first, visited = self.options["first"], Outlet.objects.listed().for_visitors()
        carried = Carried.objects.filter(product__in=keys)
        stock = StockItem.objects.in_stock().filter(variant__product__in=keys)
        if len(keys) == 1:
            home = Product.objects.filter(pk__in=keys).values("producer__province")
            found = visited.filter(_outlet_of(carried, stock)).annotate(is_elsewhere=~Q(province__in=home))
            return [list(found.order_by("is_elsewhere", "name", "pk")[:first])]
        pairs = chain(
            self._nearest(carried.filter(outlet__in=visited), "product"),
            self._nearest(stock.filter(outlet__in=visited), "variant__product"),
        )
        return lists_in_order(keys, pairs, Outlet.objects.order_by("name", "pk"), first)

    def _nearest(self, rows: QuerySet[Any], product: str) -> Iterable[Found]:
        near_first = rows.annotate(is_elsewhere=~Q(outlet__province=F(f"{product}__producer__province")))
        order = ("is_elsewhere", "outlet__name", "outlet")
        ranked = first_of_each(near_first, parent=product, order=order, first=self.options["first"])
        return ranked.values_list(product, "outlet", "is_elsewhere")


class OutletsOfProducer(Loader):
    """A producer's own outlets (its pk), then the first for visitors where any of its goods is found.

    Option `first`. One producer alone takes one query, more take four, however many.
    """

    def batch_load(self, keys: list[int]) -> list[list[Outlet]]:
        """As the producer's page names them."""
        first, listed = self.options["first"], Outlet.objects.listed()
        visited, published = listed.for_visitors(), Product.objects.published()
        carried = Carried.objects.filter(product__in=published, product__producer__in=keys)
        stock = StockItem.objects.in_stock().filter(variant__product__in=published, variant__product__producer__in=keys)
        if len(keys) == 1:
            elsewhere = visited.filter(_outlet_of(carried, stock)).values("pk")
            found = listed.filter(Q(producer__in=keys) | Q(pk__in=elsewhere))
            own_first = found.annotate(is_elsewhere=Q(producer__isnull=True) | ~Q(producer__in=keys))
            return [list(own_first.order_by("is_elsewhere", "name", "pk")[:first])]
        own = first_of_each(listed.filter(producer__in=keys), parent="producer", order=("name", "pk"), first=first)
        pairs = chain(
            own.values_list("producer", "pk", Value(value=False)),
            self._elsewhere(carried.filter(outlet__in=visited), "product__producer"),
            self._elsewhere(stock.filter(outlet__in=visited), "variant__product__producer"),
        )
        return lists_in_order(keys, pairs, Outlet.objects.order_by("name", "pk"), first)

    def _elsewhere(self, rows: QuerySet[Any], producer: str) -> Iterable[Found]:
        order = ("outlet__name", "outlet")
        ranked = first_of_each(rows, parent=producer, order=order, first=self.options["first"])
        return ranked.values_list(producer, "outlet", Value(value=True))


class ProductsAtOutlet(Loader):
    """The first products with a page that are found at an outlet (the key), by name; option `first`.

    One outlet alone takes one query, more take four, however many.
    """

    def batch_load(self, keys: list[Outlet]) -> list[list[Product]]:
        """What `points_of_sale.shelves.products_at` chooses for each."""
        first, published = self.options["first"], Product.objects.published()
        if len(keys) == 1:
            return [list(products_at(keys[0]).order_by("name", "pk")[:first])]
        makers = {outlet.producer_id: outlet.pk for outlet in keys if outlet.is_premises}
        others = [outlet.pk for outlet in keys if not outlet.is_premises]
        own = first_of_each(published.filter(producer__in=makers), parent="producer", order=("name", "pk"), first=first)
        carried = Carried.objects.filter(outlet__in=others, product__in=published)
        stock = StockItem.objects.in_stock().filter(outlet__in=others, variant__product__in=published)
        pairs = chain(
            ((makers[producer], product, False) for producer, product in own.values_list("producer", "pk")),
            self._on_shelves(carried, "product"),
            self._on_shelves(stock, "variant__product"),
        )
        return lists_in_order([outlet.pk for outlet in keys], pairs, Product.objects.order_by("name", "pk"), first)

    def _on_shelves(self, rows: QuerySet[Any], product: str) -> Iterable[Found]:
        order = (f"{product}__name", product)
        ranked = first_of_each(rows, parent="outlet", order=order, first=self.options["first"])
        return ranked.values_list("outlet", product, Value(value=False))


def _outlet_of(carried: QuerySet[Any], stock: QuerySet[Any]) -> Q:
    return Q(pk__in=carried.values("outlet")) | Q(pk__in=stock.values("outlet"))
