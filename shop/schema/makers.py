"""The makers that sell, and what the shop adds to makers, places, products and packs of the apps below."""

from __future__ import annotations

from functools import partial
from typing import Any

import graphene

from catalog.models import Producer, Product, Variant
from catalog.schema import PackType, ProducerType, ProductType
from geography.arguments import asked_commune, asked_province
from geography.connections import (
    ConnectionPage,
    Edge,
    checked_first,
    make_connection,
    page_arguments,
    page_of,
    purpose_of,
    read_cursor,
)
from geography.enums import UnitLevel
from geography.graph import Dong, attach, clock, load, then
from geography.models import Unit
from geography.schema import UnitType
from shop.loaders import BY_STARS, MoreFromMaker, ProductsOf, Rates, UsualPack
from shop.place_pages import MakerCounts
from shop.product_page import delivery_range
from shop.schema.products import ListedProductConnection


class DeliveryRangeType(graphene.ObjectType):
    """What one parcel costs to send."""

    class Meta:
        name = "DeliveryRange"
        description = "What one parcel of a pack costs to send, from the nearest to the farthest address."

    fee_min = graphene.Field(Dong, required=True, description="To the nearest address, in đồng, VAT included.")
    fee_max = graphene.Field(Dong, required=True, description="To the farthest address, in đồng.")
    days_min = graphene.Int(required=True, description="Days it takes at least.")
    days_max = graphene.Int(required=True, description="Days it takes at most.")


ProducerConnection = make_connection(
    ProducerType,
    "Producer",
    total_count=graphene.Field(graphene.Int, required=True, description="How many makers there are."),
)


class ListedMakers(ConnectionPage):
    """A page of makers, and how many there are."""

    def __init__(self, edges: list[Edge], *, total: int, has_next_page: bool, has_previous_page: bool) -> None:
        """`total` is of the whole list."""
        super().__init__(edges, has_next_page=has_next_page, has_previous_page=has_previous_page)
        self.total_count = total


class MakersQuery:
    """What may be asked about makers in general."""

    producers = graphene.Field(
        ProducerConnection,
        province=graphene.String(description="Only of a province of today: its code or slug."),
        commune=graphene.String(description="Only of a commune of today: its code or slug."),
        **page_arguments(),
        description="The makers that sell, those with most products first.",
    )

    @staticmethod
    def resolve_producers(
        _root: object,
        info: graphene.ResolveInfo,
        province: str | None = None,
        commune: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> ListedMakers:
        """As the list of makers. Raises GraphError (BAD_INPUT, BAD_CURSOR)."""
        size = checked_first(first)
        on = clock(info)[1]
        asked = [unit for unit in (asked_province(province, on=on), asked_commune(commune, on=on)) if unit is not None]
        makers = MakerCounts.today()
        keys = makers.keys_in(*asked) if asked else makers.keys
        purpose = purpose_of("producers", (), places=[unit.pk for unit in asked])
        start = 0
        if after is not None:
            count, key = read_cursor(purpose, after, 2)
            # A maker that has left the list since: go on where it stood, and rather name one twice than leave one out.
            stood = (place for place, other in enumerate(keys) if makers.count_of(other) <= count)
            start = keys.index(key) + 1 if key in keys else next(stood, len(keys))
        rows = makers.read(keys[start : start + size])
        edges = [Edge(maker, (maker.product_count, maker.pk), purpose) for maker in rows]
        return ListedMakers(
            edges, total=len(keys), has_next_page=start + size < len(keys), has_previous_page=after is not None
        )


def _products_of(
    row: Producer | Unit,
    info: graphene.ResolveInfo,
    first: int | None = None,
    after: str | None = None,
    *,
    by: str = "",
) -> Any:
    size = checked_first(first)
    purpose = purpose_of("products of", BY_STARS, by=by, key=row.pk)
    position = tuple(read_cursor(purpose, after, len(BY_STARS))) if after is not None else None
    rows = load(info, ProductsOf, row.pk, by=by, first=size, after=position)
    return then(rows, lambda found: page_of(found, size, order=BY_STARS, purpose=purpose, after=after))


def _products_from(unit: Unit, info: graphene.ResolveInfo, first: int | None = None, after: str | None = None) -> Any:
    """Of a province or commune in force; of any other unit there is no page, and so no list."""
    columns = {UnitLevel.PROVINCE: "producer__province_id", UnitLevel.COMMUNE: "producer__commune_id"}
    if not unit.is_in_force(info.context.on) or unit.level not in columns:
        return None
    return _products_of(unit, info, first, after, by=columns[UnitLevel(unit.level)])


def _more_from_maker(product: Product, info: graphene.ResolveInfo) -> Any:
    return load(info, MoreFromMaker, product)


def _estimate(variant: Variant | None, info: graphene.ResolveInfo) -> Any:
    if variant is None:
        return None
    return then(load(info, Rates, "all"), lambda rates: delivery_range(rates, variant))


def _usual_estimate(product: Product, info: graphene.ResolveInfo) -> Any:
    return then(load(info, UsualPack, product.pk), lambda variant: _estimate(variant, info))


attach(
    ProducerType,
    "products",
    graphene.Field(
        ListedProductConnection,
        required=True,
        **page_arguments(),
        resolver=partial(_products_of, by="producer_id"),
        description="Its products with a page: those with most stars first, then those not sold today.",
    ),
)
attach(
    UnitType,
    "products",
    graphene.Field(
        ListedProductConnection,
        **page_arguments(),
        resolver=_products_from,
        description="The products of a province's or commune's makers, those with most stars first, then those not "
        "sold today; null for units that no longer exist.",
    ),
)
attach(
    ProductType,
    "more_from_maker",
    graphene.Field(
        graphene.List(graphene.NonNull(ProductType)),
        required=True,
        resolver=_more_from_maker,
        description="Up to four other products of its maker that are on sale, by name.",
    ),
)
attach(
    PackType,
    "delivery_estimate",
    graphene.Field(
        DeliveryRangeType, resolver=_estimate, description="What sending one pack costs; null without rates."
    ),
)
attach(
    ProductType,
    "delivery_estimate",
    graphene.Field(
        DeliveryRangeType,
        resolver=_usual_estimate,
        description="What sending one costs: of its first pack that is in stock, else its first; null without packs "
        "or rates.",
    ),
)
