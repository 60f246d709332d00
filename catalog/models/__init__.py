"""The catalogue: producers, products, certificates."""

from catalog.models.certificates import Certificate
from catalog.models.producers import Membership, Producer
from catalog.models.products import FormerSlug, Product, ProductGroup, ProductImage, ProductSet, SearchWord, Variant

__all__ = [
    "Certificate",
    "FormerSlug",
    "Membership",
    "Producer",
    "Product",
    "ProductGroup",
    "ProductImage",
    "ProductSet",
    "SearchWord",
    "Variant",
]
