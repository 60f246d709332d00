"""What machines read of a product's page: schema.org data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.display import in_language
from accounts.site import whole_address
from points_of_sale.structured_data import SCHEMA, postal_address
from shop.product_page import Pack, ProductPage


def product_data(page: ProductPage) -> dict[str, Any]:
    """A schema.org Product: stars as an award, the maker as seller, an offer for every pack on sale."""
    product = page.product
    data: dict[str, Any] = {
        "@type": "Product",
        "name": in_language(product, "name"),
        "url": whole_address(product.get_absolute_url()),
        "category": in_language(product.product_set, "name"),
        "brand": {"@type": "Brand", "name": in_language(product.producer, "name")},
        "manufacturer": _maker(page),
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
    }
    if description := in_language(product, "description"):
        data["description"] = description
    if page.images:
        data["image"] = [whole_address(image.large_url) for image in page.images]
    if page.stars:
        data["award"] = _("OCOP %(stars)s stars") % {"stars": page.stars}
    if page.hindrance is None and page.packs:
        data["offers"] = [_offer(page, pack) for pack in page.packs]
    return data


def breadcrumb_data(crumbs: Sequence[tuple[object, str]]) -> dict[str, Any]:
    """A schema.org BreadcrumbList of (words, address) pairs; the last has no address."""
    items = []
    for position, (words, address) in enumerate(crumbs, start=1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": str(words)}
        if address:
            item["item"] = whole_address(address)
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _maker(page: ProductPage) -> dict[str, Any]:
    producer = page.product.producer
    return {
        "@type": "Organization",
        "name": in_language(producer, "name"),
        "url": whole_address(producer.get_absolute_url()),
        "address": postal_address(producer),
    }


def _offer(page: ProductPage, pack: Pack) -> dict[str, Any]:
    variant = pack.variant
    offer = {
        "@type": "Offer",
        "name": in_language(variant, "pack"),
        "sku": variant.sku,
        "price": str(variant.price),
        "priceCurrency": "VND",
        "availability": f"{SCHEMA}/{'InStock' if pack.available else 'OutOfStock'}",
        "itemCondition": f"{SCHEMA}/NewCondition",
        "seller": {"@type": "Organization", "name": in_language(page.product.producer, "name")},
    }
    if variant.gtin:
        offer["gtin"] = variant.gtin
    return offer
