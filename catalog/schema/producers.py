"""Producers, as their pages tell them."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.display import in_language
from accounts.site import whole_address
from catalog.loaders import ProductCount, Starred
from catalog.models import Producer
from catalog.schema.enums import ProducerKindEnum
from geography.graph import load, then
from geography.schema import place_field


class ProducerType(graphene.ObjectType):
    """The seller of its goods."""

    class Meta:
        name = "Producer"
        description = "A producer (chủ thể): the maker and seller of its goods."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in the address of its page.")
    url = graphene.String(required=True, description="The address of its page.")
    name = graphene.String(required=True, description="The name in Vietnamese.")
    name_en = graphene.String(required=True, description="The name in English; empty where there is none.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    kind = graphene.Field(ProducerKindEnum, required=True, description="The kind of entity.")
    kind_words = graphene.String(required=True, description="The same in the request's language.")
    place = place_field("Where it is.")
    phone = graphene.String(required=True, description="In E.164 (+84901234567) or a hotline; empty where not given.")
    tax_number = graphene.String(required=True, description="The tax number; empty where not given.")
    registration_number = graphene.String(
        required=True, description="The business registration number; empty where not given."
    )
    story = graphene.String(required=True, description="Its story in the request's language; empty where none is told.")
    product_count = graphene.Int(required=True, description="How many of its products have a page.")
    starred_count = graphene.Int(required=True, description="How many of its products bear stars today.")
    most_stars = graphene.Int(description="The most stars that one of its products bears today; null without any.")

    @staticmethod
    def resolve_url(producer: Producer, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(producer.get_absolute_url())

    @staticmethod
    def resolve_display_name(producer: Producer, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(producer, "name")

    @staticmethod
    def resolve_kind_words(producer: Producer, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return producer.get_kind_display()

    @staticmethod
    def resolve_story(producer: Producer, info: graphene.ResolveInfo) -> str:
        """As its page tells it."""
        return in_language(producer, "story")

    @staticmethod
    def resolve_product_count(producer: Producer, info: graphene.ResolveInfo) -> Any:
        """As it was counted with the row, else in a batch."""
        counted = getattr(producer, "product_count", None)
        return load(info, ProductCount, producer.pk) if counted is None else counted

    @staticmethod
    def resolve_starred_count(producer: Producer, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Starred, producer.pk), lambda found: found[0])

    @staticmethod
    def resolve_most_stars(producer: Producer, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Starred, producer.pk), lambda found: found[1] or None)
