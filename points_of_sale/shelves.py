"""How much of a product can be ordered, and which products are found at an outlet.

Orders are supplied from producers' own premises today, so only free packs there can be ordered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.enums import ProducerStatus, ProductStatus
from catalog.models import Product
from points_of_sale.models import Carried, Outlet, StockItem

if TYPE_CHECKING:
    from catalog.models import Variant
    from catalog.querysets import ProductQuerySet
    from points_of_sale.querysets import StockItemQuerySet


def available_for(variants: Iterable[Variant]) -> dict[int, int]:
    """How many packs of each variant can be ordered, by the variant's pk; 0 where there is none. One query."""
    counts = dict.fromkeys((variant.pk for variant in variants), 0)
    free = StockItem.objects.orderable().filter(variant__in=counts).order_by()
    counts |= dict(free.values_list("variant").annotate(free=Sum(F("on_hand") - F("reserved"))))
    return counts


def free_packs_subquery() -> Coalesce:
    """For annotating variants: how many packs of each can be ordered."""
    return _sum_of_free(StockItem.objects.orderable().filter(variant=OuterRef("pk")), "variant")


def stock_available_subquery() -> Coalesce:
    """For annotating products: how many packs on offer can be ordered."""
    free = StockItem.objects.orderable().filter(variant__product=OuterRef("pk"), variant__is_active=True)
    return _sum_of_free(free, "variant__product")


def _sum_of_free(items: StockItemQuerySet, whole: str) -> Coalesce:
    total = items.order_by().values(whole).annotate(total=Sum(F("on_hand") - F("reserved"))).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def product_in_stock() -> Exists:
    """For filtering or annotating products: whether any pack on offer can be ordered."""
    free = StockItem.objects.orderable()
    return Exists(free.filter(variant__product=OuterRef("pk"), variant__is_active=True))


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
    premises = {outlet.producer_id: outlet.pk for outlet in outlets if outlet.is_premises}
    others = [outlet.pk for outlet in outlets if not outlet.is_premises]
    in_stock = StockItem.objects.in_stock().filter(outlet__in=others).values_list("outlet", "variant__product")
    found = set(Carried.objects.filter(outlet__in=others).values_list("outlet", "product").union(in_stock))
    # Their states are looked at here: asked for them, SQLite goes through all that is published, not to these few.
    any_of_them = Q(pk__in={product for _outlet, product in found}) | Q(producer__in=premises)
    states = Product.objects.filter(any_of_them).values_list("pk", "producer", "status", "producer__status")
    makers = {pk: maker for pk, maker, *state in states if state == [ProductStatus.PUBLISHED, ProducerStatus.ACTIVE]}
    counts = Counter({outlet.pk: 0 for outlet in outlets})
    counts.update(premises[maker] for maker in makers.values() if maker in premises)
    counts.update(outlet for outlet, product in found if product in makers)
    return counts
