"""How much of a product can be ordered, and which products are found at an outlet.

Orders are supplied from producers' own premises today, so only free packs there can be ordered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.models import Product
from points_of_sale.models import Carried, Outlet, StockItem

if TYPE_CHECKING:
    from catalog.models import Variant
    from catalog.querysets import ProductQuerySet


def available_for(variants: Iterable[Variant]) -> dict[int, int]:
    """How many packs of each variant can be ordered, by the variant's pk; 0 where there is none. One query."""
    counts = dict.fromkeys((variant.pk for variant in variants), 0)
    free = StockItem.objects.orderable().filter(variant__in=counts).order_by()
    counts |= dict(free.values_list("variant").annotate(free=Sum(F("on_hand") - F("reserved"))))
    return counts


def stock_available_subquery(product: str = "pk") -> Coalesce:
    """For annotating products: how many packs on offer can be ordered; `product` is where the query has its pk."""
    free = StockItem.objects.orderable().filter(variant__product=OuterRef(product), variant__is_active=True).order_by()
    total = free.values("variant__product").annotate(total=Sum(F("on_hand") - F("reserved"))).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def product_in_stock(product: str = "pk") -> Exists:
    """For filtering or annotating products: whether any pack on offer can be ordered."""
    free = StockItem.objects.orderable()
    return Exists(free.filter(variant__product=OuterRef(product), variant__is_active=True))


def products_at(outlet: Outlet) -> ProductQuerySet:
    """The products with a public page that are found at an outlet: at premises all of their producer's."""
    products = Product.objects.published()
    if outlet.is_premises:
        return products.filter(producer=outlet.producer)
    carried = Exists(Carried.objects.filter(outlet=outlet, product=OuterRef("pk")))
    in_stock = Exists(StockItem.objects.in_stock().filter(outlet=outlet, variant__product=OuterRef("pk")))
    return products.filter(carried | in_stock)


def product_counts(outlets: Collection[Outlet]) -> dict[int, int]:
    """How many products `products_at` has for each outlet, by the outlet's pk. Two queries, however many outlets."""
    counts = {outlet.pk: 0 for outlet in outlets}
    published = Product.objects.published()
    makers = [outlet.pk for outlet in outlets if outlet.is_premises]
    premises = Outlet.objects.filter(pk__in=makers, producer__products__in=published).order_by()
    counts |= dict(premises.values_list("pk").annotate(found=Count("producer__products", distinct=True)))
    others = [outlet.pk for outlet in outlets if not outlet.is_premises]
    carried = Carried.objects.filter(outlet__in=others, product__in=published).values_list("outlet", "product")
    in_stock = StockItem.objects.in_stock().filter(outlet__in=others, variant__product__in=published)
    found = carried.union(in_stock.values_list("outlet", "variant__product"))
    return counts | Counter(outlet for outlet, _product in found)
