"""The six groups and 26 sets of products."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.display import in_language
from catalog.loaders import SetsOfGroup
from catalog.models import ProductGroup, ProductSet
from geography.graph import load, then
from geography.loaders import one


class ProductSetType(graphene.ObjectType):
    """One of the 26 sets."""

    class Meta:
        name = "ProductSet"
        description = "One of the 26 product sets of decision QĐ 148/QĐ-TTg."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in addresses and filters.")
    number = graphene.Int(required=True, description="Its number in the decision, 1 to 26.")
    name = graphene.String(required=True, description="The name in Vietnamese.")
    name_en = graphene.String(required=True, description="The name in English.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    is_alcohol = graphene.Boolean(required=True, description="Whether it is sold to people aged 18 or over only.")
    is_service = graphene.Boolean(required=True, description="Whether these are services, which are not sold as goods.")
    group = graphene.Field(lambda: ProductGroupType, required=True, description="The group it belongs to.")

    @staticmethod
    def resolve_display_name(product_set: ProductSet, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(product_set, "name")

    @staticmethod
    def resolve_group(product_set: ProductSet, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, product_set, "group")


class ProductGroupType(graphene.ObjectType):
    """One of the six groups."""

    class Meta:
        name = "ProductGroup"
        description = "One of the six product groups of decision QĐ 148/QĐ-TTg."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in addresses and filters.")
    number = graphene.Int(required=True, description="Its number in the decision, 1 to 6.")
    name = graphene.String(required=True, description="The name in Vietnamese.")
    name_en = graphene.String(required=True, description="The name in English.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    sets = graphene.List(graphene.NonNull(ProductSetType), required=True, description="Its sets, by number.")

    @staticmethod
    def resolve_display_name(group: ProductGroup, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(group, "name")

    @staticmethod
    def resolve_sets(group: ProductGroup, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, SetsOfGroup, group), lambda found: list(found.sets.all()))
