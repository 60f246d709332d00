"""Batches of fairs for GraphQL: who takes part, the goods of those, and the next fairs of a producer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value

from catalog.models import Product
from fairs.models import Fair, Participation
from geography.graph import Loader
from geography.loaders import RowsByParent, first_of_each, lists_in_order

PARTICIPANT_ORDER = ("booth", "producer__name", "pk")


class Participants(RowsByParent):
    """The first who take part in a fair (its pk), by booth; option `first`."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[int, Participation]]:
        """Those with a page of their own, one query."""
        shown = Participation.objects.shown().filter(fair__in=keys)
        ranked = first_of_each(shown, parent="fair", order=PARTICIPANT_ORDER, first=self.options["first"])
        return ((row.fair_id, row) for row in ranked.order_by("rank_in_parent"))


class FairsOfProducer(Loader):
    """The next fairs a producer (its pk) takes part in; option `first`."""

    def batch_load(self, keys: list[int]) -> list[list[Fair]]:
        """Two queries, however many producers."""
        first = self.options["first"]
        coming = Participation.objects.filter(producer__in=keys, fair__in=Fair.objects.coming(self.context.on))
        order = ("fair__starts_on", "fair")
        ranked = first_of_each(coming, parent="producer", order=order, first=first)
        found = ranked.values_list("producer", "fair", Value(value=False))
        return lists_in_order(keys, found, Fair.objects.next_first(), first)


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
