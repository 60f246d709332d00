"""GraphQL of the catalogue: products, producers, certificates, groups and sets."""

from __future__ import annotations

import datetime

import graphene
from django.db.models import FilteredRelation

from catalog.codes import normalise_code
from catalog.lookup import MAX_TYPED
from catalog.models import Certificate, Producer, Product, ProductGroup, ProductSet
from catalog.querysets import ProductQuerySet, in_force_q
from catalog.schema.certificates import CertificateType
from catalog.schema.images import ImageType
from catalog.schema.producers import ProducerType
from catalog.schema.products import NotSellableType, PackType, ProductType
from catalog.schema.sets import ProductGroupType, ProductSetType
from geography.arguments import checked_text

__all__ = [
    "CertificateType",
    "ImageType",
    "NotSellableType",
    "PackType",
    "ProducerType",
    "ProductGroupType",
    "ProductSetType",
    "ProductType",
    "Query",
]


class Query:
    """What may be asked about the catalogue."""

    product = graphene.Field(
        ProductType,
        slug=graphene.String(required=True, description="Its name in addresses; one it once had is answered too."),
        description="One product with a page; null for a slug of none.",
    )
    producer = graphene.Field(
        ProducerType,
        slug=graphene.String(required=True, description="Its name in addresses; one it once had is answered too."),
        description="One producer with a page; null for a slug of none.",
    )
    certificate = graphene.Field(
        CertificateType,
        code=graphene.String(
            required=True, description="The public code, in any spelling: spaces, dots and dashes do not matter."
        ),
        description="One certificate, to verify what stands on a pack; null for a code of none.",
    )
    product_sets = graphene.List(
        graphene.NonNull(ProductSetType), required=True, description="The 26 sets of the programme, by number."
    )
    product_groups = graphene.List(
        graphene.NonNull(ProductGroupType), required=True, description="The six groups of the programme, by number."
    )

    @staticmethod
    def resolve_product(root: object, info: graphene.ResolveInfo, *, slug: str) -> Product | None:
        """As its page is found, with what is mostly asked of it."""
        wanted = checked_text(slug)
        listed = _listed(info.context.on)
        found = listed.filter(slug=wanted).first() or listed.formerly_at(wanted).first()
        if found is not None:
            found.__dict__.setdefault("current_certificate", None)
        return found

    @staticmethod
    def resolve_producer(root: object, info: graphene.ResolveInfo, *, slug: str) -> Producer | None:
        """As its page is found."""
        wanted = checked_text(slug)
        active = Producer.objects.active().with_place()
        return active.filter(slug=wanted).first() or active.formerly_at(wanted).first()

    @staticmethod
    def resolve_certificate(root: object, info: graphene.ResolveInfo, *, code: str) -> Certificate | None:
        """As the verification page finds it."""
        wanted = normalise_code(checked_text(code, most=MAX_TYPED))
        return Certificate.objects.with_product().filter(public_code=wanted).first() if wanted else None

    @staticmethod
    def resolve_product_sets(root: object, info: graphene.ResolveInfo) -> list[ProductSet]:
        """All of them."""
        return list(ProductSet.objects.select_related("group"))

    @staticmethod
    def resolve_product_groups(root: object, info: graphene.ResolveInfo) -> list[ProductGroup]:
        """All of them."""
        return list(ProductGroup.objects.all())


def _listed(on: datetime.date) -> ProductQuerySet:
    """Products with a page, each with its maker, place, set and the certificate in force joined."""
    current = FilteredRelation("certificates", condition=in_force_q(on, "certificates__"))
    joins = ("producer__commune", "producer__province", "product_set", "current_certificate")
    return Product.objects.published().annotate(current_certificate=current).select_related(*joins)
