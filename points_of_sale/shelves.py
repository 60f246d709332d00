"""What of the catalogue can be ordered: packs free at producers' own premises, from where orders are supplied today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from points_of_sale.models import StockItem

if TYPE_CHECKING:
    from catalog.models import Variant


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
