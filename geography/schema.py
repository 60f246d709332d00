"""GraphQL of geography: administrative units old and new, places, and what a written address means."""

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import Any

import graphene
from django.db.models import Q

from geography.addresses import MAX_RESOLUTIONS, Resolution, resolve_address
from geography.arguments import asked_province, checked_text
from geography.connections import (
    ConnectionPage,
    checked_first,
    keyset_page,
    make_connection,
    page_arguments,
    purpose_of,
)
from geography.distance import Point
from geography.enums import UnitKind, UnitLevel
from geography.graph import choices_enum, load, then
from geography.loaders import FormerNames, Predecessors, Successors, one, with_parents, with_units
from geography.models import FormerName, Place, Unit
from geography.querysets import UnitQuerySet
from geography.search import CommuneFound, search_communes
from geography.tables import UNRECORDED

MAX_ADDRESS = 500
MAX_COMMUNE_TEXT = 100
MOST_FOUND = 100
_COMMUNE_ORDER = ("folded_name", "pk")

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


class PlaceType(graphene.ObjectType):
    """Where something is; resolved from a row whose units are read (`geography.loaders.with_units`)."""

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
    now = graphene.String(required=True, source="place_now", description="Today's units: “xã Đức Linh, Lâm Đồng”.")
    before = graphene.String(
        required=True,
        source="place_before",
        description="The old units: “thị trấn Võ Xu, Đức Linh, Bình Thuận”; empty where none are kept.",
    )
    in_short = graphene.String(required=True, source="place_in_short", description="For cards: “Phú Quốc · An Giang”.")
    address = graphene.String(
        required=True, source="address_in_full", description="Street, today's units and the old ones in brackets."
    )
    centre = graphene.Field(
        CoordinatesType, source="centre", description="The centre of the commune; of the district or province without."
    )
    is_centre_exact = graphene.Boolean(required=True, description="Whether the centre is a commune's.")
    centre_note = graphene.String(
        required=True,
        source="centre_note",
        description="In the request's language, which other centre stands in for the commune's; empty where none does.",
    )


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


UnitConnection = make_connection(UnitType, "AdministrativeUnit")


class Query:
    """What may be asked about administrative units."""

    provinces = graphene.List(
        graphene.NonNull(UnitType),
        required=True,
        on=graphene.Date(description="The provinces of this day; today without it."),
        former=graphene.Boolean(
            default_value=False, description="Instead those that had ended by the day: the 63 of before 1 July 2025."
        ),
        description="The provinces and cities of central rank, by name.",
    )
    communes = graphene.Field(
        UnitConnection,
        required=True,
        province=graphene.String(description="Only those of a province: its code or slug."),
        text=graphene.String(
            description="Only those whose name, or an old commune's or district's there, begins so; accents do not "
            "matter. The 100 best."
        ),
        on=graphene.Date(description="The communes of this day; today without it."),
        **page_arguments(),
        description="Communes, wards and special zones, by name.",
    )
    search_communes = graphene.List(
        graphene.NonNull(CommuneMatchType),
        required=True,
        text=graphene.String(required=True, description="The beginning of a name, further words for what it lies in."),
        province=graphene.String(description="Only in a province: its code or slug."),
        first=graphene.Int(default_value=20, description="How many at most: 1 to 100."),
        description="Communes of today by any name people know, the best first; to choose an address by typing.",
    )
    unit = graphene.Field(
        UnitType,
        code=graphene.String(required=True, description="The official code: “91”, “31078”."),
        on=graphene.Date(description="Who bore the code on this day; without it today, or else who bore it last."),
        description="One province, district or commune, old or of today; null for a code that nobody bore.",
    )
    resolve_address = graphene.List(
        graphene.NonNull(AddressMatchType),
        required=True,
        text=graphene.String(required=True, description="An address as people write it, with old or new units."),
        province=graphene.String(description="The province of today known from elsewhere: its code or slug."),
        first=graphene.Int(default_value=MAX_RESOLUTIONS, description="How many at most; there are never more than 5."),
        description="The places an address may mean today, surest first; none when it names no unit.",
    )

    @staticmethod
    def resolve_provinces(
        root: object, info: graphene.ResolveInfo, *, former: bool, on: datetime.date | None = None
    ) -> list[Unit]:
        """All of them: there are fewer than a hundred."""
        day = on or info.context.on
        provinces = Unit.objects.provinces()
        chosen = provinces.filter(valid_until__lte=day) if former else provinces.in_force(day)
        return list(chosen.order_by("folded_name", "pk")[:MOST_FOUND])

    @staticmethod
    def resolve_communes(
        root: object, info: graphene.ResolveInfo, *, first: int | None = None, after: str | None = None, **asked: Any
    ) -> ConnectionPage:
        """By name, read by keyset."""
        day = asked.get("on") or info.context.on
        province = asked_province(asked.get("province"), on=day)
        words = checked_text(asked.get("text"), most=MAX_COMMUNE_TEXT)
        return keyset_page(
            _communes(day, province, words),
            order=_COMMUNE_ORDER,
            first=first,
            after=after,
            purpose=purpose_of("communes", province=province and province.code, text=words, on=day),
        )

    @staticmethod
    def resolve_search_communes(
        root: object, info: graphene.ResolveInfo, *, text: str, first: int | None = None, province: str | None = None
    ) -> list[CommuneFound]:
        """As the commune picker of the checkout finds them."""
        on = info.context.on
        words = checked_text(text, most=MAX_COMMUNE_TEXT)
        inside = asked_province(province, on=on)
        return search_communes(words, on=on, province=inside, limit=checked_first(first))

    @staticmethod
    def resolve_unit(
        root: object, info: graphene.ResolveInfo, *, code: str, on: datetime.date | None = None
    ) -> Unit | None:
        """The bearer of a code on a day, or the last one."""
        units = Unit.objects.filter(code=checked_text(code)).select_related("parent__parent")
        if on is not None:
            return units.in_force(on).first()
        return units.filter(valid_from__lte=info.context.on).order_by("-valid_from").first()

    @staticmethod
    def resolve_resolve_address(
        root: object, info: graphene.ResolveInfo, *, text: str, first: int | None = None, province: str | None = None
    ) -> list[Resolution]:
        """What the address resolver answers."""
        on = info.context.on
        address = checked_text(text, most=MAX_ADDRESS)
        inside = asked_province(province, on=on)
        return resolve_address(address, on=on, province=inside)[: checked_first(first)]


def _communes(day: datetime.date, province: Unit | None, words: str) -> UnitQuerySet:
    units = Unit.objects.communes().in_force(day)
    if province is not None:
        units = units.filter(Q(parent=province) | Q(parent__parent=province))
    if words:
        found = search_communes(words, on=day, province=province, limit=MOST_FOUND)
        units = units.filter(pk__in=[match.commune.pk for match in found])
    return units


def _former_names(unit: Unit) -> list[FormerName]:
    return sorted(unit.former_names.all(), key=lambda name: name.until, reverse=True)


def place_field(description: str) -> Any:
    """A field `place` of a type whose rows are a `geography.models.Place`."""
    return graphene.Field(PlaceType, required=True, resolver=_resolve_place, description=description)


def _resolve_place(row: Place, info: graphene.ResolveInfo) -> Any:
    return with_units(info, row)
