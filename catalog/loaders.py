"""Batches of the catalogue for GraphQL: certificates, packs, pictures and counts of many products at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Prefetch

from catalog.models import Product, ProductImage, Variant
from geography.graph import Loader
from geography.loaders import Related


class Certificates(Related):
    """Products with all their certificates, the newest first."""

    def lookups(self) -> tuple[str, ...]:
        """As the product page reads them."""
        return ("certificates",)


class ForSale(Related):
    """Products with all that says whether they may be sold."""

    def lookups(self) -> tuple[str, ...]:
        """What `Product.why_not_sellable` looks at."""
        return ("producer", "product_set", "certificates")


class Packs(Related):
    """Products with `packs_on_offer`."""

    def lookups(self) -> tuple[Prefetch[str], ...]:
        """In the maker's order."""
        return (Prefetch("variants", Variant.objects.on_offer(), "packs_on_offer"),)


class FirstImage(Related):
    """Products whose `card_image` needs no more query."""

    def lookups(self) -> tuple[Prefetch[str], ...]:
        """As cards read it."""
        first = ProductImage.objects.ready().order_by("position", "pk")[:1]
        return (Prefetch("images", first, "card_images"),)


class Images(Related):
    """Products with `ready_images`."""

    def lookups(self) -> tuple[Prefetch[str], ...]:
        """Those whose renditions are made."""
        return (Prefetch("images", ProductImage.objects.ready().order_by("position", "pk"), "ready_images"),)


class SetsOfGroup(Related):
    """Groups with their sets."""

    def lookups(self) -> tuple[str, ...]:
        """By their number in the decision."""
        return ("sets",)


class ProductCount(Loader):
    """How many products with a page a producer has, by its pk."""

    def batch_load(self, keys: list[Any]) -> list[int]:
        """Counts as the list of makers says them."""
        rows = Product.objects.published().filter(producer__in=keys).order_by().values_list("producer")
        counts = dict(rows.annotate(Count("pk")))
        return [counts.get(key, 0) for key in keys]


class Starred(Loader):
    """(how many products of a producer bear stars today, the most stars of one; 0 without any), by its pk."""

    def batch_load(self, keys: list[Any]) -> list[tuple[int, int]]:
        """As fairs say it of who takes part."""
        on = self.context.on
        starred = Product.objects.published().certified(on).with_current_certificate(on).filter(producer__in=keys)
        rows = starred.order_by().values_list("producer").annotate(count=Count("pk"), most=Max("stars"))
        found = {producer: (count, most) for producer, count, most in rows}
        return [found.get(key, (0, 0)) for key in keys]
