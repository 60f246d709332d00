"""Adding pictures to a product, ordering and removing them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.db.models import Max

from accounts.jobs import enqueue
from catalog.images import clean_picture, new_key, store_original
from catalog.models import Product, ProductImage
from catalog.operations.versions import raise_catalogue_version


def add_image(
    *, product: Product, file: IO[bytes], alt: str = "", is_illustrative: bool = False, at: datetime.datetime
) -> ProductImage:
    """Add an uploaded picture as the product's last; it is shown once a job has made its renditions.

    Raises catalog.images.UnusablePictureError.
    """
    # Decoding takes tenths of a second, so it is done before the transaction takes any lock.
    picture = clean_picture(file)
    image = ProductImage(
        product=product,
        key=new_key(),
        alt=alt,
        width=picture.width,
        height=picture.height,
        is_illustrative=is_illustrative,
    )
    store_original(image, picture)
    return _saved(image, at)


@transaction.atomic
def describe_image(*, image: ProductImage, alt: str, alt_en: str = "") -> ProductImage:
    """Say in words what a picture shows, for those who do not see it."""
    raise_catalogue_version()
    image.alt, image.alt_en = alt, alt_en
    image.save(update_fields=["alt", "alt_en"])
    return image


@transaction.atomic
def order_images(*, product: Product, images: Sequence[ProductImage]) -> None:
    """Put a product's pictures into this order; the first stands on cards. Pictures of other products are left."""
    raise_catalogue_version()
    for position, image in enumerate(images):
        product.images.filter(pk=image.pk).update(position=position)


@transaction.atomic
def remove_image(*, image: ProductImage) -> None:
    """Remove a picture; a job removes its files."""
    raise_catalogue_version()
    enqueue("catalog.tasks.delete_image_files", key=image.key, width=image.width)
    image.delete()


@transaction.atomic
def _saved(image: ProductImage, at: datetime.datetime) -> ProductImage:
    raise_catalogue_version()
    last = image.product.images.aggregate(last=Max("position"))["last"]
    image.position = 0 if last is None else last + 1
    image.save()
    Product.objects.filter(pk=image.product_id).update(updated_at=at)
    enqueue("catalog.tasks.render_image", image_id=image.pk)
    return image
