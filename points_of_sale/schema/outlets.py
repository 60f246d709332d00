"""Outlets as their pages show them: their kinds, their hours, what is found there."""

from __future__ import annotations

import datetime
from typing import Any

import graphene

from accounts.site import whole_address
from catalog.models import Product
from catalog.schema import ProducerType, ProductType
from catalog.schema.enums import DatePrecisionEnum
from geography.connections import (
    ConnectionPage,
    checked_first,
    keyset_page,
    make_connection,
    page_arguments,
    page_of,
    purpose_of,
)
from geography.graph import choices_enum, described_enum, load, then
from geography.loaders import one
from geography.schema import place_field
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.hours import OpeningState
from points_of_sale.loaders import Hours, ProductsAtOutlet, ProductsFound
from points_of_sale.models import Outlet
from points_of_sale.shelves import products_at

BY_NAME = ("name", "pk")

OutletKindEnum = choices_enum(
    OutletKind,
    "OutletKind",
    "What an outlet is.",
    PREMISES="A producer's own premises.",
    OCOP_SHOP="A shop of OCOP goods.",
    SHOWROOM="A showroom.",
    SPECIALITY_SHOP="A shop of local specialities.",
    SUPERMARKET="A supermarket or mall.",
    MARKET="A market.",
    REST_STOP="A rest stop or station.",
    TOURIST_SITE="A tourist site, hotel or restaurant.",
    POST_OFFICE="A post office.",
    BOOTH="A booth at a fair; listed with the fair only.",
)
OutletStatusEnum = choices_enum(
    OutletStatus,
    "OutletStatus",
    "Whether an outlet can be visited.",
    PLANNED="It is not open yet.",
    OPEN="It is in operation; its hours say when.",
    CLOSED="It has closed for good; such outlets are not listed.",
)
OpeningEnum = described_enum(
    "Opening",
    "Whether somebody who comes now finds the door open.",
    OPEN="It is open.",
    SHUT="It is shut and opens again.",
    UNKNOWN="The opening hours are not known.",
)


OutletProductConnection = make_connection(ProductType, "OutletProduct")


class OpeningHoursType(graphene.ObjectType):
    """One stretch of a weekday."""

    class Meta:
        name = "OpeningHours"
        description = "One stretch of one weekday in which an outlet is open; a day may have several. Vietnamese time."

    weekday = graphene.Int(required=True, description="The ISO weekday: 1 is Monday, 7 is Sunday.")
    opens_at = graphene.Time(required=True, description="From this time on.")
    closes_at = graphene.Time(required=True, description="Until just before this time.")


class DayHoursType(graphene.ObjectType):
    """Days with the same hours, in words."""

    class Meta:
        name = "DayHours"
        description = "Days that share their hours, in words of the request's language."

    days = graphene.String(required=True, description="The days: “Monday – Friday”.")
    hours = graphene.String(required=True, description="Their hours: “7:30–17:00”, or that it is closed.")


class OpeningStateType(graphene.ObjectType):
    """What holds at the moment."""

    class Meta:
        name = "OpeningState"
        description = "Whether an outlet is open at the moment of the request, and until when."

    opening = graphene.Field(OpeningEnum, required=True, description="Open, shut or not known.")
    words = graphene.String(required=True, description="A short line in the request's language: “Open until 17:00”.")
    until = graphene.Time(description="When it closes, or when it opens again; null where no hours are known.")
    days_ahead = graphene.Int(required=True, description="How many days ahead that is; 0 is today.")

    @staticmethod
    def resolve_opening(state: OpeningState, info: graphene.ResolveInfo) -> str:
        """By its name."""
        return state.opening.name


class OutletType(graphene.ObjectType):
    """A point of sale as its page shows it."""

    class Meta:
        name = "Outlet"
        description = "A point of sale: where OCOP goods can be seen and bought."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in the address of its page.")
    url = graphene.String(required=True, description="The address of its page.")
    name = graphene.String(required=True, description="The name, in Vietnamese.")
    kind = graphene.Field(OutletKindEnum, required=True, description="What it is.")
    kind_words = graphene.String(required=True, description="The same in the request's language.")
    status = graphene.Field(OutletStatusEnum, required=True, description="Planned or open.")
    place = place_field("Where it is.")
    operator_name = graphene.String(required=True, description="Who runs it; empty where not known.")
    phone = graphene.String(required=True, description="In E.164 or a hotline; empty where not known.")
    producer = graphene.Field(ProducerType, description="Whose premises these are; null for other kinds.")
    opened_on = graphene.Date(description="Since when it is open; null where not known.")
    opened_on_precision = graphene.Field(DatePrecisionEnum, description="How exactly that is known; null without it.")
    opened_words = graphene.String(required=True, description="The same as pages say it; empty where not known.")
    hours = graphene.List(
        graphene.NonNull(OpeningHoursType), required=True, description="The week; empty where it is not known."
    )
    hours_by_days = graphene.List(
        graphene.NonNull(DayHoursType), required=True, description="The week in words; empty where it is not known."
    )
    hours_note = graphene.String(required=True, description="A note on the hours; empty without one.")
    opening = graphene.Field(OpeningStateType, required=True, description="Whether it is open now, and until when.")
    is_open = graphene.Boolean(required=True, description="Whether it is known to be open now.")
    note = graphene.String(required=True, description="A note on it; empty without one.")
    is_illustrative = graphene.Boolean(required=True, description="Whether it was made up for a demonstration.")
    source_url = graphene.String(required=True, description="Where this was published; empty where not known.")
    product_count = graphene.Int(required=True, description="How many products with a page are found there.")
    products = graphene.Field(
        OutletProductConnection,
        required=True,
        **page_arguments(),
        description="The products with a page that are found there, by name: at premises all of their producer's, "
        "elsewhere those it is said to carry or has packs of.",
    )

    @staticmethod
    def resolve_url(outlet: Outlet, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(outlet.get_absolute_url())

    @staticmethod
    def resolve_kind_words(outlet: Outlet, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return outlet.get_kind_display()

    @staticmethod
    def resolve_producer(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """Of premises only, as its page names it."""
        return one(info, outlet, "producer") if outlet.is_premises else None

    @staticmethod
    def resolve_opened_on_precision(outlet: Outlet, info: graphene.ResolveInfo) -> str | None:
        """Of no day there is none."""
        return outlet.opened_on_precision if outlet.opened_on else None

    @staticmethod
    def resolve_hours(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Hours, outlet), lambda found: list(found.opening_hours.all()))

    @staticmethod
    def resolve_hours_by_days(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Hours, outlet), lambda found: found.hours_by_days())

    @staticmethod
    def resolve_opening(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """At the moment of the request."""
        at: datetime.datetime = info.context.at
        return then(load(info, Hours, outlet), lambda found: found.opening_state(at))

    @staticmethod
    def resolve_is_open(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """At the moment of the request."""
        at: datetime.datetime = info.context.at
        return then(load(info, Hours, outlet), lambda found: found.is_open(at))

    @staticmethod
    def resolve_product_count(outlet: Outlet, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return load(info, ProductsFound, outlet)

    @staticmethod
    def resolve_products(
        outlet: Outlet, info: graphene.ResolveInfo, *, first: int | None = None, after: str | None = None
    ) -> Any:
        """The beginning in a batch; a cursor is of one outlet's list, so what comes after it is asked for once."""
        size, purpose = checked_first(first), purpose_of("outlet products", outlet=outlet.slug)
        if after is not None:
            return keyset_page(products_at(outlet), order=BY_NAME, first=size, after=after, purpose=purpose)

        def page(found: list[Product]) -> ConnectionPage:
            return page_of(found, size, order=BY_NAME, purpose=purpose, after=None)

        return then(load(info, ProductsAtOutlet, outlet, first=size + 1), page)
