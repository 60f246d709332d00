"""GraphQL of the points of sale: outlets with hours and goods, and the stock of packs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import graphene

from accounts.paging import EXACT_COUNT
from catalog.models import Producer, Product, Variant
from catalog.schema import PackType, ProducerType, ProductType
from geography.arguments import asked_commune, asked_province, checked_text
from geography.connections import (
    ConnectionPage,
    checked_first,
    keyset_page,
    make_connection,
    page_arguments,
    purpose_of,
)
from geography.graph import attach, load
from geography.models import Unit
from geography.schema import UnitType
from points_of_sale.enums import OutletKind
from points_of_sale.filters import MAX_TEXT_LENGTH, Option, OutletFilters, OutletSearch
from points_of_sale.loaders import AvailableOfProduct, AvailablePacks, OutletsOfProducer, OutletsWithProduct
from points_of_sale.models import Outlet
from points_of_sale.querysets import OutletQuerySet
from points_of_sale.schema.outlets import BY_NAME, OutletKindEnum, OutletType

__all__ = ["OutletType", "Query", "options_field"]


class FilterOptionType(graphene.ObjectType):
    """A choice of a filter."""

    class Meta:
        name = "FilterOption"
        description = "A value that a filter of outlets or fairs may take."

    value = graphene.String(required=True, description="The value as the argument takes it.")
    words = graphene.String(required=True, description="What to call it, in the request's language.")
    count = graphene.Int(description="How many rows it has; null where that is not counted.")


def options_field(description: str) -> graphene.List:
    """The choices of a filter of a list."""
    return graphene.List(graphene.NonNull(FilterOptionType), required=True, description=description)


OutletConnection = make_connection(
    OutletType,
    "Outlet",
    total_count=graphene.Int(required=True, description="How many there are in all, up to 1,000; 1001 for any more."),
    places_searched=graphene.List(
        graphene.NonNull(UnitType),
        required=True,
        description="What the words of `place` may mean, surest first: the places searched in; empty for no place.",
    ),
    is_place_ambiguous=graphene.Boolean(
        required=True, description="Whether more places bear this name than were searched: name the province too."
    ),
    provinces=options_field("For `province`: those with outlets of the kind asked for, by name, with how many."),
    kinds=options_field("For `kind`: those of which there are outlets in the country, with how many."),
)


class OutletPage(ConnectionPage):
    """A page of outlets with what was searched."""

    def __init__(self, page: ConnectionPage, search: OutletSearch, listed: OutletQuerySet) -> None:
        """`listed` are the outlets of all pages."""
        super().__init__(page.edges, has_next_page=page.has_next_page, has_previous_page=page.has_previous_page)
        self.search = search
        self.listed = listed

    @property
    def total_count(self) -> int:
        """Counted only where it is asked for."""
        return self.listed.order_by().values("pk")[: EXACT_COUNT + 1].count()

    @property
    def places_searched(self) -> list[Unit]:
        """As the page says them."""
        return self.search.places

    @property
    def is_place_ambiguous(self) -> bool:
        """As the page says it."""
        return self.search.is_place_ambiguous

    @property
    def provinces(self) -> list[Option]:
        """As the page offers them."""
        return self.search.provinces

    @property
    def kinds(self) -> list[Option]:
        """As the page offers them, by the names of the enum."""
        return [replace(option, value=OutletKind(option.value).name) for option in self.search.kinds]


class Query:
    """What may be asked about outlets."""

    outlet = graphene.Field(
        OutletType,
        slug=graphene.String(required=True, description="Its name in addresses."),
        description="One outlet with a page; null for a slug of none.",
    )
    outlets = graphene.Field(
        OutletConnection,
        place=graphene.String(
            description="In a commune, district or province as people write it, with old names or new ones."
        ),
        province=graphene.String(description="In a province of today: its code or slug."),
        commune=graphene.String(description="In a commune of today: its code or slug."),
        kind=graphene.Argument(
            OutletKindEnum, description="Of this kind; without it all but producers' premises, which are no shops."
        ),
        **page_arguments(),
        description="Outlets, by name.",
    )

    @staticmethod
    def resolve_outlet(root: object, info: graphene.ResolveInfo, *, slug: str) -> Outlet | None:
        """As its page is found."""
        return Outlet.objects.listed().filter(slug=checked_text(slug)).first()

    @staticmethod
    def resolve_outlets(
        root: object, info: graphene.ResolveInfo, *, first: int | None = None, after: str | None = None, **asked: Any
    ) -> ConnectionPage:
        """As the list of outlets finds them, read by keyset."""
        on = info.context.on
        province = asked_province(asked.get("province"), on=on)
        commune = asked_commune(asked.get("commune"), on=on)
        filters = OutletFilters(
            place=" ".join(checked_text(asked.get("place"), most=MAX_TEXT_LENGTH).split()),
            province=province.slug if province else "",
            kind=asked["kind"].value if asked.get("kind") else "",
        )
        search = OutletSearch(filters, on)
        rows = search.outlets if commune is None else search.outlets.in_commune(commune)
        purpose = purpose_of("outlets", filters=str(filters), commune=commune and commune.code)
        page = keyset_page(rows, order=BY_NAME, first=first, after=after, purpose=purpose)
        return OutletPage(page, search, rows)


# ---- what is attached to types of the catalogue


def _available_packs(variant: Variant, info: graphene.ResolveInfo) -> Any:
    return load(info, AvailablePacks, variant)


def _available_of_product(product: Product, info: graphene.ResolveInfo) -> Any:
    counted = getattr(product, "available", None)
    return load(info, AvailableOfProduct, product.pk) if counted is None else counted


def _outlets_of_product(product: Product, info: graphene.ResolveInfo, *, first: int | None = None) -> Any:
    return load(info, OutletsWithProduct, product.pk, first=checked_first(first))


def _outlets_of_producer(producer: Producer, info: graphene.ResolveInfo, *, first: int | None = None) -> Any:
    return load(info, OutletsOfProducer, producer.pk, first=checked_first(first))


def _outlet_list(resolver: Any, description: str) -> graphene.Field:
    return graphene.Field(
        graphene.List(graphene.NonNull(OutletType)),
        required=True,
        first=graphene.Int(default_value=5, description="How many at most: 1 to 100."),
        resolver=resolver,
        description=description,
    )


attach(
    PackType,
    "available",
    graphene.Field(
        graphene.Int, required=True, resolver=_available_packs, description="How many packs can be ordered now."
    ),
)
attach(
    ProductType,
    "available",
    graphene.Field(
        graphene.Int,
        required=True,
        resolver=_available_of_product,
        description="How many packs on offer can be ordered now, of all kinds together.",
    ),
)
attach(
    ProductType,
    "outlets",
    _outlet_list(_outlets_of_product, "Outlets that have it, those in its maker's province first; no premises."),
)
attach(
    ProducerType,
    "outlets",
    _outlet_list(_outlets_of_producer, "Its own outlets, then those for visitors where any of its goods is found."),
)
