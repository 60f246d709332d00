"""Saving products and packs, and a listing's way from draft to shop.

Who may do so is for the door to ask (accounts.permissions); errors are sentences in the reader's language.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.codes import new_public_code
from catalog.enums import ProductEventKind, ProductStatus
from catalog.models import Product, ProductEvent, Variant
from catalog.operations.addresses import free_product_slug, move
from catalog.operations.searching import refresh_search_text
from catalog.operations.versions import raise_catalogue_version

if TYPE_CHECKING:
    from accounts.models import User


class ProductStatusError(Exception):
    """The listing is not in a state from which this step can be taken."""


class ProductNotReadyError(Exception):
    """Something a buyer has to know is missing from the listing."""


@transaction.atomic
def save_product(*, product: Product, at: datetime.datetime) -> Product:
    """Save a new or changed product; with a new name it gets a new address, and the old one redirects.

    Expects clean fields (a form's, or after `full_clean()`). Status is changed by the other operations only.
    """
    raise_catalogue_version()
    if product.pk is None:
        product.slug = product.slug or free_product_slug(product)
        product.created_at = at
    else:
        before = Product.objects.select_for_update().get(pk=product.pk)
        product.slug, product.status, product.published_at = before.slug, before.status, before.published_at
        if product.name != before.name:
            move(product, slug=free_product_slug(product))
        product.price_from, product.price_to = before.price_from, before.price_to
    product.updated_at = at
    product.save()
    refresh_search_text(products=[product])
    product.refresh_from_db(fields=["search_text"])
    return product


@transaction.atomic
def save_variant(*, variant: Variant, at: datetime.datetime) -> Variant:
    """Save a new or changed pack; one without a SKU gets a random one. Orders keep the price they were given."""
    raise_catalogue_version()
    variant.sku = variant.sku or f"SQ-{new_public_code()}"
    variant.gtin = variant.gtin or None
    variant.save()
    Product.objects.filter(pk=variant.product_id).write_prices(updated_at=at)
    return variant


@transaction.atomic
def submit_product(*, product: Product, at: datetime.datetime, by: User | None = None) -> Product:
    """Hand a draft in for review. Raises ProductStatusError, ProductNotReadyError."""
    locked = _locked(product, to=ProductStatus.IN_REVIEW)
    _check_ready(locked)
    return _step(product, ProductStatus.IN_REVIEW, ProductEvent(kind=ProductEventKind.SUBMITTED, at=at, by=by))


@transaction.atomic
def return_product(*, product: Product, note: str, at: datetime.datetime, by: User | None = None) -> Product:
    """Give a product in review back to its maker, saying why. Raises ProductStatusError."""
    _locked(product, to=ProductStatus.DRAFT)
    event = ProductEvent(kind=ProductEventKind.RETURNED, note=note[:300], at=at, by=by)
    return _step(product, ProductStatus.DRAFT, event)


@transaction.atomic
def publish_product(*, product: Product, at: datetime.datetime, by: User | None = None) -> Product:
    """Put a product on show, from draft, review or suspension. Raises ProductStatusError, ProductNotReadyError.

    Whether it may be sold is decided by its certificate (`sellable(on)`), not here.
    """
    locked = _locked(product, to=ProductStatus.PUBLISHED)
    _check_ready(locked)
    product.published_at = locked.published_at or at
    return _step(product, ProductStatus.PUBLISHED, ProductEvent(kind=ProductEventKind.PUBLISHED, at=at, by=by))


@transaction.atomic
def suspend_product(*, product: Product, note: str, at: datetime.datetime, by: User | None = None) -> Product:
    """Take a published product off the shop, saying why. Raises ProductStatusError."""
    _locked(product, to=ProductStatus.SUSPENDED)
    event = ProductEvent(kind=ProductEventKind.SUSPENDED, note=note[:300], at=at, by=by)
    return _step(product, ProductStatus.SUSPENDED, event)


def _locked(product: Product, *, to: ProductStatus) -> Product:
    raise_catalogue_version()
    locked = Product.objects.select_for_update(of=("self",)).select_related("product_set").get(pk=product.pk)
    if not ProductStatus(locked.status).may_become(to):
        raise ProductStatusError(_("This product is %(status)s already.") % {"status": locked.get_status_display()})
    return locked


def _check_ready(product: Product) -> None:
    if not product.product_set.is_service and not product.variants.on_offer().exists():
        raise ProductNotReadyError(_("Add a pack with a price first."))


def _step(product: Product, status: ProductStatus, event: ProductEvent) -> Product:
    product.status = status
    product.updated_at = event.at
    product.save(update_fields=["status", "published_at", "updated_at"])
    event.product = product
    event.save()
    return product
