"""What the home page and the pages of places tell, by the API: what bears stars, in all and by place, what was
recognised last, and what is found around a province or commune.
"""

from __future__ import annotations

from typing import Any

import graphene

from catalog.models import Product
from catalog.schema import ProducerType, ProductType
from fairs.schema import FairType
from geography.arguments import checked_text
from geography.enums import UnitLevel
from geography.graph import attach, clock
from geography.models import Unit
from geography.schema import UnitType
from points_of_sale.schema import OutletType
from shop.place_pages import ROWS_SHOWN, PlacePage
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


class StarredCommuneType(graphene.ObjectType):
    """A commune and its stars."""

    class Meta:
        name = "StarredCommune"
        description = "A commune and how many of its makers' products bear stars today."

    commune = graphene.Field(UnitType, required=True, description="The commune.")
    products = graphene.Int(required=True, description="How many products bear stars, 1 at least.")


class PlacePageType(graphene.ObjectType):
    """A place and what is around it."""

    class Meta:
        name = "PlacePage"
        description = "What the page of a province or commune tells beside its products, which `unit { products }` has."

    unit = graphene.Field(UnitType, required=True, description="The province or commune.")
    starred_count = graphene.Int(
        required=True, source="star_count", description="How many products of its makers bear stars today."
    )
    communes = graphene.List(
        graphene.NonNull(StarredCommuneType),
        required=True,
        description="The communes of a province that have such products, by name; of a commune itself.",
    )
    makers = graphene.List(
        graphene.NonNull(ProducerType),
        required=True,
        description=f"Makers there, those with most products first; at most {ROWS_SHOWN}. `producers` lists all.",
    )
    outlets = graphene.List(
        graphene.NonNull(OutletType),
        required=True,
        description="Outlets for visitors: those there first, then those elsewhere where goods from there are found; "
        f"at most {ROWS_SHOWN}.",
    )
    fairs = graphene.List(
        graphene.NonNull(FairType),
        required=True,
        description=f"The next fairs: those there first, then those with a maker from there; at most {ROWS_SHOWN}.",
    )


class StorefrontQuery:
    """What may be asked of the home page and the pages of places."""

    figures = graphene.Field(
        FiguresType, required=True, description="How much bears stars today, as the home page counts it."
    )
    recently_recognised = graphene.List(
        graphene.NonNull(ProductType),
        required=True,
        description="The products on sale whose certificates in force are the newest, the newest first; at most 8.",
    )

    place_page = graphene.Field(
        PlacePageType,
        code=graphene.String(required=True, description="The code of a province or commune of today: “91”, “31078”."),
        description="What is found around a province or commune of today; null for a code of none.",
    )

    @staticmethod
    def resolve_place_page(_root: object, info: graphene.ResolveInfo, code: str) -> PlacePage | None:
        """As its page."""
        at, on = clock(info)
        levels = [UnitLevel.PROVINCE, UnitLevel.COMMUNE]
        units = Unit.objects.in_force(on).filter(code=checked_text(code), level__in=levels)
        unit = units.select_related("parent").first()
        return PlacePage(unit, at) if unit is not None else None

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
