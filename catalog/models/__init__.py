"""The catalogue: producers, products, certificates."""

from catalog.models.certificates import Certificate
from catalog.models.images import ProductImage
from catalog.models.producers import Membership, Producer
from catalog.models.products import Product, ProductEvent, ProductGroup, ProductSet, Variant
from catalog.models.traces import CatalogueVersion, FormerSlug, SearchWord

__all__ = [
    "CatalogueVersion",
    "Certificate",
    "FormerSlug",
    "Membership",
    "Producer",
    "Product",
    "ProductEvent",
    "ProductGroup",
    "ProductImage",
    "ProductSet",
    "SearchWord",
    "Variant",
]
