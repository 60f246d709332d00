"""Where things are, and the places that words may mean."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import graphene

from geography.graph import then
from geography.loaders import one, with_units
from geography.models import Place
from geography.schema.units import CoordinatesType, UnitType


class PlaceType(graphene.ObjectType):
    """Where something is; resolved from the row that has the place."""

    class Meta:
        name = "Place"
        description = (
            "Where something is: a street, the commune of today, and the old unit as people still write it. "
            "The province is always known, the commune not always. Names are in Vietnamese."
        )

    street = graphene.String(required=True, description="Street or hamlet; empty where none is known.")
    commune = graphene.Field(UnitType, description="The commune of today; null where it is not known.")
    province = graphene.Field(UnitType, required=True, description="The province of today.")
    former_unit = graphene.Field(UnitType, description="The commune or district as written before 1 July 2025.")
    now = graphene.String(required=True, description="Today's units: “xã Đức Linh, Lâm Đồng”.")
    before = graphene.String(
        required=True, description="The old units: “thị trấn Võ Xu, Đức Linh, Bình Thuận”; empty where none are kept."
    )
    in_short = graphene.String(required=True, description="For cards: “Phú Quốc · An Giang”.")
    address = graphene.String(required=True, description="Street, today's units and the old ones in brackets.")
    centre = graphene.Field(
        CoordinatesType, description="The centre of the commune; of the old unit or the province without."
    )
    is_centre_exact = graphene.Boolean(required=True, description="Whether the centre is a commune's.")
    centre_note = graphene.String(
        required=True,
        description="In the request's language, which other centre stands in for the commune's; empty where none does.",
    )

    @staticmethod
    def resolve_commune(place: Place, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, place, "commune")

    @staticmethod
    def resolve_province(place: Place, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, place, "province")

    @staticmethod
    def resolve_former_unit(place: Place, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, place, "former_unit")

    @staticmethod
    def resolve_now(place: Place, info: graphene.ResolveInfo) -> Any:
        """As pages say it."""
        return then(with_units(info, place), Place.place_now)

    @staticmethod
    def resolve_before(place: Place, info: graphene.ResolveInfo) -> Any:
        """As pages say it."""
        return then(with_units(info, place), Place.place_before)

    @staticmethod
    def resolve_in_short(place: Place, info: graphene.ResolveInfo) -> Any:
        """As cards say it."""
        return then(with_units(info, place), Place.place_in_short)

    @staticmethod
    def resolve_address(place: Place, info: graphene.ResolveInfo) -> Any:
        """As pages say it."""
        return then(with_units(info, place), Place.address_in_full)

    @staticmethod
    def resolve_centre(place: Place, info: graphene.ResolveInfo) -> Any:
        """As distances count from it."""
        return then(with_units(info, place), Place.centre)

    @staticmethod
    def resolve_is_centre_exact(place: Place, info: graphene.ResolveInfo) -> Any:
        """As pages say it."""
        return then(with_units(info, place), attrgetter("is_centre_exact"))

    @staticmethod
    def resolve_centre_note(place: Place, info: graphene.ResolveInfo) -> Any:
        """As pages say it."""
        return then(with_units(info, place), Place.centre_note)


class AddressMatchType(graphene.ObjectType):
    """One place a written address may mean."""

    class Meta:
        name = "AddressMatch"
        description = "One place that a written address may mean."

    unit = graphene.Field(UnitType, required=True, description="The unit as it is written, old or of today.")
    units = graphene.List(
        graphene.NonNull(UnitType),
        required=True,
        description="The units of today that it corresponds to, main first; several for a divided one.",
    )
    commune = graphene.Field(UnitType, description="The commune of today; null where only more is known than one.")
    province = graphene.Field(UnitType, required=True, description="The province of today.")
    former_unit = graphene.Field(
        UnitType, description="The old commune or district as written; null for a new address."
    )
    street = graphene.String(required=True, description="What is written before the units; empty for nothing.")
    confidence = graphene.Float(
        required=True, description="How sure the answer is, from 0 to 1: from 0.4 on it may be proposed."
    )
    is_sure = graphene.Boolean(required=True, description="Whether it may be taken over without asking (0.8 and more).")


class CommuneMatchType(graphene.ObjectType):
    """A commune found by a name."""

    class Meta:
        name = "CommuneMatch"
        description = "A commune of today found by its name or by an old one."

    commune = graphene.Field(UnitType, required=True, description="The commune of today.")
    former = graphene.Field(
        UnitType, description="The old commune or district whose name fitted; null when the commune's own did."
    )


def place_field(description: str) -> Any:
    """A field `place` of a type whose rows are a `geography.models.Place`: the row itself."""
    return graphene.Field(PlaceType, required=True, resolver=_itself, description=description)


def _itself(row: Place, info: graphene.ResolveInfo) -> Place:
    return row
