"""GraphQL of geography: administrative units old and new, places, and what a written address means."""

from __future__ import annotations

import datetime
from typing import Any

import graphene
from django.db.models import Q

from geography.addresses import MAX_RESOLUTIONS, Resolution, resolve_address
from geography.arguments import asked_province, checked_text
from geography.connections import ConnectionPage, checked_first, keyset_page, page_arguments, purpose_of
from geography.models import Unit
from geography.querysets import UnitQuerySet
from geography.schema.places import AddressMatchType, CommuneMatchType, PlaceType, place_field
from geography.schema.units import CoordinatesType, UnitConnection, UnitKindEnum, UnitLevelEnum, UnitType
from geography.search import CommuneFound, search_communes

__all__ = [
    "CoordinatesType",
    "PlaceType",
    "Query",
    "UnitKindEnum",
    "UnitLevelEnum",
    "UnitType",
    "place_field",
]

MAX_ADDRESS = 500
MAX_COMMUNE_TEXT = 100
MOST_FOUND = 100
_COMMUNE_ORDER = ("folded_name", "pk")


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
        within = Unit.objects.filter(Q(pk=province.pk) | Q(parent=province))
        units = units.filter(parent__in=within.values("pk"))
    if words:
        found = search_communes(words, on=day, province=province, limit=MOST_FOUND)
        units = units.filter(pk__in=[match.commune.pk for match in found])
    return units
