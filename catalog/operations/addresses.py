"""Addresses of products and producers: unique, and never taken from somebody who once had them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from catalog.codes import slugify
from catalog.models import FormerSlug, Producer, Product

PRODUCT_SLUG_LENGTH = 120
PRODUCER_SLUG_LENGTH = 100


def free_product_slug(product: Product) -> str:
    """An address for a product by its name; of two with one name the second adds its province, the next a number."""

    def is_taken(slug: str) -> bool:
        former = FormerSlug.objects.filter(product__isnull=False, slug=slug).exclude(product=product.pk)
        return former.exists() or Product.objects.filter(slug=slug).exclude(pk=product.pk).exists()

    base = slugify(product.name, max_length=PRODUCT_SLUG_LENGTH, otherwise="san-pham")
    return _first_free(base, product.producer.province.slug, PRODUCT_SLUG_LENGTH, is_taken)


def free_producer_slug(producer: Producer) -> str:
    """An address for a producer by its name; of two with one name the second adds its province, the next a number."""

    def is_taken(slug: str) -> bool:
        former = FormerSlug.objects.filter(producer__isnull=False, slug=slug).exclude(producer=producer.pk)
        return former.exists() or Producer.objects.filter(slug=slug).exclude(pk=producer.pk).exists()

    base = slugify(producer.name, max_length=PRODUCER_SLUG_LENGTH, otherwise="chu-the")
    return _first_free(base, producer.province.slug, PRODUCER_SLUG_LENGTH, is_taken)


def move(thing: Product | Producer, *, slug: str) -> None:
    """Give a product or producer another address; the old one redirects from now on. The caller saves it."""
    if slug == thing.slug:
        return
    thing.former_slugs.filter(slug=slug).delete()
    thing.former_slugs.get_or_create(slug=thing.slug)
    thing.slug = slug


def _first_free(base: str, province: str, max_length: int, is_taken: Callable[[str], bool]) -> str:
    return next(slug for slug in _candidates(base, province, max_length) if not is_taken(slug))


def _candidates(base: str, province: str, max_length: int) -> Iterator[str]:
    yield base
    yield f"{base}-{province}"[:max_length].rstrip("-")
    for number in itertools.count(2):
        yield f"{base[: max_length - 6]}-{number}"
