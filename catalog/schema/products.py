"""Products and their packs, and what ties certificates to them."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.display import in_language
from accounts.site import whole_address
from catalog.hindrances import NotSellable
from catalog.loaders import Certificates, FirstImage, ForSale, Images, Packs
from catalog.models import Certificate, Producer, Product, Variant
from catalog.schema.certificates import CertificateType
from catalog.schema.enums import ContentUnitEnum, HindranceEnum
from catalog.schema.images import ImageType
from catalog.schema.producers import ProducerType
from catalog.schema.sets import ProductSetType
from geography.graph import Dong, attach, load, then
from geography.loaders import one


class PackType(graphene.ObjectType):
    """A pack with its price."""

    class Meta:
        name = "Pack"
        description = "A pack of a product, with its price."

    id = graphene.ID(required=True, source="sku", description="The SKU.")
    sku = graphene.String(required=True, description="The article number, which carts and orders name a pack by.")
    name = graphene.String(required=True, source="pack", description="As on the shelf, in Vietnamese: “chai 520 ml”.")
    name_en = graphene.String(required=True, source="pack_en", description="In English; empty where there is none.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    content_quantity = graphene.Int(required=True, description="The content, counted in contentUnit.")
    content_unit = graphene.Field(ContentUnitEnum, required=True, description="Grams, millilitres or pieces.")
    shipping_weight_grams = graphene.Int(required=True, description="The weight in a parcel, in grams.")
    gtin = graphene.String(description="The barcode number; null where there is none.")
    price = graphene.Field(Dong, required=True, description="The price in đồng, VAT included.")

    @staticmethod
    def resolve_display_name(variant: Variant, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(variant, "pack")


class NotSellableType(graphene.ObjectType):
    """What stands between a product and the cart."""

    class Meta:
        name = "NotSellable"
        description = "Why a product cannot be bought today, apart from stock."

    reason = graphene.Field(HindranceEnum, required=True, description="The reason, for programs.")
    words = graphene.String(required=True, description="The reason as a sentence in the request's language.")
    certificate = graphene.Field(CertificateType, description="The certificate that speaks against it, if one does.")


class ProductType(graphene.ObjectType):
    """A product as its page shows it."""

    class Meta:
        name = "Product"
        description = "A product as its page shows it. Its stars are those of the certificate in force."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in the address of its page.")
    url = graphene.String(required=True, description="The address of its page.")
    name = graphene.String(required=True, description="The name in Vietnamese.")
    name_en = graphene.String(required=True, description="The name in English; empty where there is none.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    description = graphene.String(required=True, description="In the request's language; empty where there is none.")
    story = graphene.String(required=True, description="In the request's language; empty where none is told.")
    ingredients = graphene.String(required=True, description="In the request's language; empty where not known.")
    usage = graphene.String(required=True, description="How to use it, in the request's language; empty if not known.")
    storage = graphene.String(
        required=True, description="How to keep it, in the request's language; empty if not known."
    )
    shelf_life_days = graphene.Int(description="How many days it keeps from production; null where not known.")
    vat_rate = graphene.Int(required=True, description="The VAT included in its prices, in percent.")
    travel_limit_km = graphene.Int(
        description="Fresh goods: how far they are delivered, in km between commune centres; null without a limit."
    )
    product_set = graphene.Field(ProductSetType, required=True, description="The set of the programme it belongs to.")
    producer = graphene.Field(ProducerType, required=True, description="Who makes and sells it.")
    packs = graphene.List(graphene.NonNull(PackType), required=True, description="The packs on offer, in their order.")
    price_from = graphene.Field(Dong, description="The lowest price of a pack on offer, in đồng; null without packs.")
    price_to = graphene.Field(Dong, description="The highest one.")
    image = graphene.Field(ImageType, description="Its first picture; null without one.")
    images = graphene.List(graphene.NonNull(ImageType), required=True, description="Its pictures, in their order.")
    stars = graphene.Int(description="The stars it bears today, 3 to 5; null without a certificate in force.")
    certificate = graphene.Field(CertificateType, description="The certificate in force today; null without one.")
    certificates = graphene.List(
        graphene.NonNull(CertificateType), required=True, description="All its certificates, the newest first."
    )
    is_local_speciality = graphene.Boolean(
        required=True, description="Whether an officer lets it be sold without stars."
    )
    is_sellable = graphene.Boolean(required=True, description="Whether it may be sold today; stock is told by packs.")
    not_sellable = graphene.Field(NotSellableType, description="Why it may not be sold today; null when it may.")
    is_illustrative = graphene.Boolean(
        required=True, description="Whether set, pack, price and words are a demonstration's and not the maker's."
    )

    @staticmethod
    def resolve_url(product: Product, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(product.get_absolute_url())

    @staticmethod
    def resolve_display_name(product: Product, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(product, "name")

    @staticmethod
    def resolve_description(product: Product, info: graphene.ResolveInfo) -> str:
        """As its page says it."""
        return in_language(product, "description")

    @staticmethod
    def resolve_story(product: Product, info: graphene.ResolveInfo) -> str:
        """As its page tells it."""
        return in_language(product, "story")

    @staticmethod
    def resolve_ingredients(product: Product, info: graphene.ResolveInfo) -> str:
        """As its page says them."""
        return in_language(product, "ingredients")

    @staticmethod
    def resolve_usage(product: Product, info: graphene.ResolveInfo) -> str:
        """As its page says it."""
        return in_language(product, "usage")

    @staticmethod
    def resolve_storage(product: Product, info: graphene.ResolveInfo) -> str:
        """As its page says it."""
        return in_language(product, "storage")

    @staticmethod
    def resolve_product_set(product: Product, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, product, "product_set")

    @staticmethod
    def resolve_producer(product: Product, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, product, "producer")

    @staticmethod
    def resolve_packs(product: Product, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Packs, product), lambda found: found.packs_on_offer)

    @staticmethod
    def resolve_image(product: Product, info: graphene.ResolveInfo) -> Any:
        """As cards show it."""
        if hasattr(product, "card_images"):
            return product.card_image
        return then(load(info, FirstImage, product), lambda found: found.card_image)

    @staticmethod
    def resolve_images(product: Product, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Images, product), lambda found: found.ready_images)

    @staticmethod
    def resolve_stars(product: Product, info: graphene.ResolveInfo) -> Any:
        """As they were read with the row, else by its certificates."""
        if hasattr(product, "stars"):
            return product.stars
        in_force = ProductType.resolve_certificate(product, info)
        return then(in_force, lambda certificate: certificate.stars if certificate else None)

    @staticmethod
    def resolve_certificate(product: Product, info: graphene.ResolveInfo) -> Any:
        """As a list has joined it, else in a batch."""
        if hasattr(product, "current_certificate"):
            return product.current_certificate
        day = info.context.on
        return then(load(info, Certificates, product), lambda found: found.certificate_in_force(day))

    @staticmethod
    def resolve_certificates(product: Product, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, Certificates, product), lambda found: list(found.certificates.all()))

    @staticmethod
    def resolve_is_sellable(product: Product, info: graphene.ResolveInfo) -> Any:
        """As its page decides it."""
        return then(_hindrance(product, info), lambda hindrance: hindrance is None)

    @staticmethod
    def resolve_not_sellable(product: Product, info: graphene.ResolveInfo) -> Any:
        """As its page says it."""
        return _hindrance(product, info)


def _hindrance(product: Product, info: graphene.ResolveInfo) -> Any:
    day = info.context.on

    def judged(found: Product) -> NotSellable | None:
        return found.why_not_sellable(day)

    return then(load(info, ForSale, product), judged)


# ---- what a certificate is of; named even when it is no longer listed, as the verification page does


def _product(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    """The product with its maker and set."""
    return then(one(info, certificate, "product"), lambda product: load(info, ForSale, product))


def _listed_product(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    return then(_product(certificate, info), lambda product: product if product.is_listed else None)


def _active_producer(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    def active(product: Product) -> Producer | None:
        return product.producer if product.producer.is_active else None

    return then(_product(certificate, info), active)


def _others(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    def others(product: Product) -> list[Certificate]:
        return [other for other in product.certificates.all() if other != certificate]

    return then(_product(certificate, info), others)


def _product_name(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    return then(_product(certificate, info), lambda product: in_language(product, "name"))


def _producer_name(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    return then(_product(certificate, info), lambda product: in_language(product.producer, "name"))


def _product_set(certificate: Certificate, info: graphene.ResolveInfo) -> Any:
    return then(_product(certificate, info), lambda product: product.product_set)


attach(
    CertificateType,
    "product_name",
    graphene.Field(
        graphene.String,
        required=True,
        resolver=_product_name,
        description="The name of the product in the request's language, listed or not.",
    ),
)
attach(
    CertificateType,
    "producer_name",
    graphene.Field(
        graphene.String,
        required=True,
        resolver=_producer_name,
        description="The name of the maker in the request's language, active or not.",
    ),
)
attach(
    CertificateType,
    "product_set",
    graphene.Field(ProductSetType, required=True, resolver=_product_set, description="The set of the product."),
)
attach(
    CertificateType,
    "product",
    graphene.Field(
        ProductType, resolver=_listed_product, description="The product; null when it is not listed at the moment."
    ),
)
attach(
    CertificateType,
    "producer",
    graphene.Field(
        ProducerType, resolver=_active_producer, description="The maker; null when it does not sell here at the moment."
    ),
)
attach(
    CertificateType,
    "other_certificates",
    graphene.Field(
        graphene.List(graphene.NonNull(CertificateType)),
        required=True,
        resolver=_others,
        description="The other certificates of the product, the newest first.",
    ),
)
