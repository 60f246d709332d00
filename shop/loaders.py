"""Batches for the shop's GraphQL: what belongs to many orders, makers, places and products, each read at once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Coalesce

from catalog.models import Product, Variant
from catalog.querysets import ProductQuerySet
from geography.connections import after_position
from geography.graph import Loader
from geography.loaders import Related, first_of_each
from points_of_sale.shelves import available_for
from shop.models import DeliveryRate
from shop.product_page import MORE_SHOWN, Pack, usual_pack

BY_STARS = ("-stars_or_none", "name", "pk")
"""The order of a maker's or a place's products: those with stars first, then those not sold on the day."""


class OrderParts(Related):
    """Orders with what each maker supplies: lines, steps, and how to reach the maker."""

    def lookups(self) -> Sequence[str]:
        """As OrderQuerySet.with_consignments() reads them."""
        return ("consignments__producer", "consignments__lines", "consignments__events")


class ProductsOf(Loader):
    """The products with a page of a maker, commune or province (its key), one more than `first`, in BY_STARS.

    `by` is where a product has the key; `after` a position in the order, or None.
    """

    def batch_load(self, keys: list[int]) -> list[list[Product]]:
        """Two queries, however many makers or places: which, and the products themselves."""
        by, first, after = self.options["by"], self.options["first"], self.options["after"]
        rows = _with_stars(Product.objects.published().filter(**{f"{by}__in": keys}), self.context.on)
        if after is not None:
            rows = rows.filter(after_position(BY_STARS, after))
        if len(keys) == 1:
            return [list(rows.order_by(*BY_STARS)[: first + 1])]
        # Keys alone are ranked: of a whole province's goods that is all that is carried about.
        ranked = first_of_each(rows, parent=by, order=BY_STARS, first=first + 1)
        of_which = dict(ranked.values_list("pk", by))
        found: dict[int, list[Product]] = defaultdict(list)
        for product in _with_stars(Product.objects.filter(pk__in=list(of_which)), self.context.on).order_by(*BY_STARS):
            found[of_which[product.pk]].append(product)
        return [found[key] for key in keys]


class MoreFromMaker(Loader):
    """Other products of a product's maker that are on sale, as its page shows them; the key is the product."""

    def batch_load(self, keys: list[Product]) -> list[list[Product]]:
        """Two queries, however many products."""
        makers = {product.producer_id for product in keys}
        rows = Product.objects.sellable(self.context.on).filter(producer__in=makers)
        found: dict[int, list[Product]] = defaultdict(list)
        order = ("name", "pk")
        ranked = first_of_each(rows, parent="producer", order=order, first=MORE_SHOWN + 1).values_list("pk", flat=True)
        for product in Product.objects.filter(pk__in=list(ranked)).order_by(*order):
            found[product.producer_id].append(product)
        return [[other for other in found[one.producer_id] if other != one][:MORE_SHOWN] for one in keys]


class UsualPack(Loader):
    """The pack that a product's page begins with; the key is the product's."""

    def batch_load(self, keys: list[int]) -> list[Variant | None]:
        """Two queries, however many products."""
        packs: dict[int, list[Variant]] = defaultdict(list)
        for variant in Variant.objects.on_offer().filter(product__in=keys):
            packs[variant.product_id].append(variant)
        available = available_for([variant for offered in packs.values() for variant in offered])
        usual = (usual_pack([Pack(variant, available[variant.pk]) for variant in packs[key]]) for key in keys)
        return [pack.variant if pack else None for pack in usual]


class Rates(Loader):
    """The table of delivery rates, whatever the key."""

    def batch_load(self, keys: list[object]) -> list[list[DeliveryRate]]:
        """One query."""
        rates = list(DeliveryRate.objects.all())
        return [rates for _key in keys]


def _with_stars(products: ProductQuerySet, on: datetime.date) -> ProductQuerySet:
    """The same products with what BY_STARS asks for."""
    return products.with_current_certificate(on).annotate(stars_or_none=Coalesce("stars", Value(0)))
