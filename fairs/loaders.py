"""Batches of fairs for GraphQL: who takes part, the goods of those, and the next fairs of a producer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from catalog.models import Product
from fairs.models import Fair, Participation
from geography.loaders import RowsByParent, first_of_each

PARTICIPANT_ORDER = ("booth", "producer__name", "pk")


class Participants(RowsByParent):
    """The first who take part in a fair (its pk), by booth; option `first`."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[int, Participation]]:
        """Those with a page of their own, one query."""
        shown = Participation.objects.shown().filter(fair__in=keys)
        ranked = first_of_each(shown, parent="fair", order=PARTICIPANT_ORDER, first=self.options["first"])
        return ((row.fair_id, row) for row in ranked.order_by("rank_in_parent"))


class FairsOfProducer(RowsByParent):
    """The next fairs a producer (its pk) takes part in; option `first`."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[int, Fair]]:
        """One query, however many producers."""
        theirs = Fair.objects.coming(self.context.on).annotate(maker=F("participations__producer"))
        of_them: Any = theirs.filter(maker__in=keys)
        ranked = first_of_each(of_them, parent="maker", order=("starts_on", "pk"), first=self.options["first"])
        return ((fair.maker, fair) for fair in ranked.order_by("rank_in_parent"))


class ProductsAtFair(RowsByParent):
    """The first products on sale of those who take part in a fair (its pk), most stars first; option `first`."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[int, Product]]:
        """One query, however many fairs."""
        on = self.context.on
        sold = Product.objects.sellable(on).with_current_certificate(on)
        there = sold.annotate(fair=F("producer__participations__fair")).filter(fair__in=keys)
        order = ("-stars", "name", "pk")
        ranked: Any = first_of_each(there, parent="fair", order=order, first=self.options["first"])
        return ((product.fair, product) for product in ranked.order_by("rank_in_parent"))
