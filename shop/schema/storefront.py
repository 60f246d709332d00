"""What the home page tells, by the API: how much bears stars, in all and by place, and what was recognised last."""

from __future__ import annotations

from typing import Any

import graphene

from catalog.models import Product
from catalog.schema import ProductType
from geography.enums import UnitLevel
from geography.graph import attach
from geography.models import Unit
from geography.schema import UnitType
from shop.prepared_products import read_products
from shop.storefront import Figures, StarredPlaces, recently_recognised


class FiguresType(graphene.ObjectType):
    """How much bears stars today."""

    class Meta:
        name = "Figures"
        description = "How much bears stars today in the whole country, at most five minutes old."

    products = graphene.Int(required=True, description="How many products bear stars.")
    makers = graphene.Int(required=True, description="How many makers have such a product.")
    communes = graphene.Int(required=True, description="How many communes have such a maker.")


class StorefrontQuery:
    """What may be asked of the home page."""

    figures = graphene.Field(
        FiguresType, required=True, description="How much bears stars today, as the home page counts it."
    )
    recently_recognised = graphene.List(
        graphene.NonNull(ProductType),
        required=True,
        description="The products on sale whose certificates in force are the newest, the newest first; at most 8.",
    )

    @staticmethod
    def resolve_figures(_root: object, info: graphene.ResolveInfo) -> Figures:
        """As the home page counts."""
        return StarredPlaces.recent(info.context.on).figures

    @staticmethod
    def resolve_recently_recognised(_root: object, info: graphene.ResolveInfo) -> list[Product]:
        """As the home page shows."""
        keys = [card.pk for card in recently_recognised(info.context.on)]
        return read_products(keys, frozenset(), info.context.on)


def _starred_count(unit: Unit, info: graphene.ResolveInfo) -> Any:
    """Of a province or commune in force; of any other unit there is no page, and so no count."""
    on = info.context.on
    if not unit.is_in_force(on):
        return None
    places = StarredPlaces.recent(on)
    if unit.level == UnitLevel.PROVINCE:
        return places.products_by_province[unit.pk]
    return places.products_by_commune.get(unit.pk, 0)


attach(
    UnitType,
    "starred_count",
    graphene.Field(
        graphene.Int,
        resolver=_starred_count,
        description="How many products of a province's or commune's makers bear stars today, at most five minutes old; "
        "null for units that no longer exist.",
    ),
)
