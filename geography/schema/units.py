"""Provinces, districts and communes, old and of today."""

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import Any

import graphene

from geography.connections import make_connection
from geography.distance import Point
from geography.enums import UnitKind, UnitLevel
from geography.graph import choices_enum, load, then
from geography.loaders import FormerNames, Predecessors, Successors, one, with_parents
from geography.models import FormerName, Unit
from geography.tables import UNRECORDED

UnitLevelEnum = choices_enum(
    UnitLevel,
    "UnitLevel",
    "Where a unit stands in the hierarchy.",
    PROVINCE="A province or a city of central rank.",
    DISTRICT="A district; there are none since 1 July 2025.",
    COMMUNE="A commune, ward, township or special zone.",
)
UnitKindEnum = choices_enum(
    UnitKind,
    "UnitKind",
    "The official kind of a unit, which is written before its name.",
    MUNICIPALITY="A city of central rank (thành phố trực thuộc trung ương).",
    PROVINCE="A province (tỉnh).",
    PROVINCIAL_CITY="A city that belonged to a province, until 30 June 2025 (thành phố).",
    TOWN="A town of district rank, until 30 June 2025 (thị xã).",
    URBAN_DISTRICT="An urban district, until 30 June 2025 (quận).",
    RURAL_DISTRICT="A rural district, until 30 June 2025 (huyện).",
    COMMUNE="A commune (xã).",
    WARD="A ward (phường).",
    TOWNSHIP="A township, until 30 June 2025 (thị trấn).",
    SPECIAL_ZONE="A special zone (đặc khu).",
)


class CoordinatesType(graphene.ObjectType):
    """A point on the ground."""

    class Meta:
        name = "Coordinates"
        description = "A point on the ground (WGS 84)."

    latitude = graphene.Float(required=True, description="Degrees north of the equator.")
    longitude = graphene.Float(required=True, description="Degrees east of Greenwich.")

    @staticmethod
    def resolve_latitude(point: Point, info: graphene.ResolveInfo) -> float:
        """The first of the two."""
        return point[0]

    @staticmethod
    def resolve_longitude(point: Point, info: graphene.ResolveInfo) -> float:
        """The second."""
        return point[1]


class FormerNameType(graphene.ObjectType):
    """A name that a unit bore before, with the same territory."""

    class Meta:
        name = "FormerName"
        description = "A kind or name that a unit bore before, with the same territory."

    kind = graphene.Field(UnitKindEnum, required=True, description="The kind it was.")
    name = graphene.String(required=True, description="The name, without its kind.")
    until = graphene.Date(required=True, description="The first day of the next kind or name.")
    source = graphene.String(required=True, description="The decision that changed it.")


class UnitType(graphene.ObjectType):
    """A province, district or commune during the time it existed with one territory."""

    class Meta:
        name = "AdministrativeUnit"
        description = "A province, district or commune during the time it existed with one territory."

    id = graphene.ID(
        required=True, description="The code and the first day, which together name one unit: an old code is used anew."
    )
    code = graphene.String(required=True, description="The official code: 2 digits for provinces, 3 for districts, 5.")
    slug = graphene.String(required=True, description="Its name in the addresses of pages; unique at one time.")
    level = graphene.Field(UnitLevelEnum, required=True, description="Province, district or commune.")
    kind = graphene.Field(UnitKindEnum, required=True, description="The official kind.")
    name = graphene.String(required=True, description="The name in Vietnamese, without its kind: “Đức Linh”.")
    full_name = graphene.String(required=True, description="Kind and name in Vietnamese: “xã Đức Linh”.")
    name_in_full = graphene.String(
        required=True, description="With what it lies in: “thị trấn Võ Xu, Đức Linh, Bình Thuận”."
    )
    parent = graphene.Field(lambda: UnitType, description="What it lies in; null for a province.")
    province = graphene.Field(
        lambda: UnitType, required=True, description="The province it lies in, of its own time; itself for a province."
    )
    centre = graphene.Field(CoordinatesType, description="A point in its middle, where one is known.")
    valid_from = graphene.Date(description="The first day it existed; null where that is not recorded.")
    valid_until = graphene.Date(description="The first day it no longer existed; null while it exists.")
    is_in_force = graphene.Boolean(required=True, description="Whether it exists today.")
    former_names = graphene.List(
        graphene.NonNull(FormerNameType), required=True, description="Kinds and names it bore before."
    )
    predecessors = graphene.List(
        graphene.NonNull(lambda: UnitType),
        required=True,
        description="The units all or part of which became this one, by district; at most 100.",
    )
    successors = graphene.List(
        graphene.NonNull(lambda: UnitType),
        required=True,
        description="What it became, main unit first; of an old district, what its communes became. At most 100.",
    )

    @staticmethod
    def resolve_id(unit: Unit, info: graphene.ResolveInfo) -> str:
        """Never the number of the row."""
        return f"{unit.code}@{unit.valid_from:%Y-%m-%d}"

    @staticmethod
    def resolve_name_in_full(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """With its parents."""
        return then(with_parents(info, unit), attrgetter("name_in_full"))

    @staticmethod
    def resolve_parent(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, unit, "parent")

    @staticmethod
    def resolve_province(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """The last of its parents."""
        return then(with_parents(info, unit), attrgetter("province"))

    @staticmethod
    def resolve_valid_from(unit: Unit, info: graphene.ResolveInfo) -> datetime.date | None:
        """The day that stands for none is not told."""
        return None if unit.valid_from == UNRECORDED else unit.valid_from

    @staticmethod
    def resolve_is_in_force(unit: Unit, info: graphene.ResolveInfo) -> bool:
        """On the day of the request."""
        return unit.is_in_force(info.context.on)

    @staticmethod
    def resolve_former_names(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, FormerNames, unit), _former_names)

    @staticmethod
    def resolve_predecessors(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return load(info, Predecessors, unit.pk)

    @staticmethod
    def resolve_successors(unit: Unit, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return load(info, Successors, unit)


UnitConnection = make_connection(UnitType, "AdministrativeUnit")


def _former_names(unit: Unit) -> list[FormerName]:
    return sorted(unit.former_names.all(), key=lambda name: name.until, reverse=True)
