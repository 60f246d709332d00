"""What a program asks of the product list, checked: unlike an address, anything unknown is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import graphene
from django.utils.translation import gettext as _

from catalog.schema.enums import ProducerKindEnum
from geography.arguments import checked_text
from geography.graph import GraphError, RequestErrorCode, choices_enum
from shop.census import Reference
from shop.filters import BAND_KEYS, MAX_TEXT_LENGTH, STARS, ProductFilters, Sort, usual_sort

ProductSortEnum = choices_enum(
    Sort,
    "ProductSort",
    "The order of a list of products.",
    BEST="The best match for the words first; only with `text`, and then the usual one.",
    NEWEST="The last published first; the usual one without words.",
    STARS="The most stars first, of equals the last published.",
    CHEAPEST="The lowest price of a pack first; what has no price comes last.",
    DEAREST="The highest lowest price first; what has no price comes last.",
    NAME="By the Vietnamese name.",
)


class ProductFilterInput(graphene.InputObjectType):
    """What the products have to be."""

    class Meta:
        description = (
            "What the products have to be: each field given narrows the list, several values of one field widen it. "
            "The values are those of `facets`; an unknown one is refused with BAD_INPUT."
        )

    text = graphene.String(description="Words, with or without Vietnamese marks; at most 100 signs.")
    group = graphene.String(description="The slug of a product group.")
    set = graphene.String(description="The slug of a product set, of the group if one is given.")
    stars = graphene.List(graphene.NonNull(graphene.Int), description="Stars in force: 3, 4, 5.")
    province = graphene.String(description="The maker's province of today, by its slug or its code of 2 digits.")
    kinds = graphene.List(graphene.NonNull(ProducerKindEnum), description="Kinds of makers.")
    prices = graphene.List(
        graphene.NonNull(graphene.String),
        description="Bands of the lowest price: duoi-100, 100-300, 300-500, tren-500 (thousand đồng).",
    )
    in_stock = graphene.Boolean(description="True: only what can be ordered now.")


def read_filters(said: Mapping[str, Any] | None, sort: Sort | None, reference: Reference) -> ProductFilters:
    """The filters of an input. Raises GraphError (BAD_INPUT) for anything that is none."""
    said = said or {}
    text = " ".join(checked_text(said.get("text"), most=MAX_TEXT_LENGTH).split())
    if sort == Sort.BEST and not text:
        raise _refusal(_("The best match needs words to match."))
    group = _one(said, "group", {one.group.slug for one in reference.sets})
    sets = {one.slug for one in reference.sets if group in ("", one.group.slug)}
    return ProductFilters(
        text=text,
        group=group,
        product_set=_one(said, "set", sets),
        stars=_several(said, "stars", STARS),
        province=_province(said, reference),
        kinds=tuple(dict.fromkeys(kind.value for kind in said.get("kinds") or ())),
        prices=_several(said, "prices", BAND_KEYS),
        in_stock=bool(said.get("in_stock")),
        sort=sort.value if sort else usual_sort(has_text=bool(text)),
    )


def _province(said: Mapping[str, Any], reference: Reference) -> str:
    by_code = {unit.code: unit.slug for unit in reference.provinces}
    name = checked_text(said.get("province"))
    return by_code.get(name) or _one(said, "province", reference.province_by_slug)


def _one(said: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    value = checked_text(said.get(name))
    if value and value not in known:
        raise _unknown(name, value)
    return value


def _several(said: Mapping[str, Any], name: str, known: Iterable[Any]) -> tuple[Any, ...]:
    """The values in the order they are known in, each once."""
    known = tuple(known)
    values = said.get(name) or ()
    for value in values:
        if value not in known:
            raise _unknown(name, str(value))
    return tuple(value for value in known if value in values)


def _unknown(name: str, value: str) -> GraphError:
    return _refusal(_("“%(value)s” is no value of the filter %(name)s.") % {"value": value[:100], "name": name})


def _refusal(message: str) -> GraphError:
    return GraphError(message, RequestErrorCode.BAD_INPUT)
