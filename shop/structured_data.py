"""What machines read of a page: schema.org data as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.display import in_language
from shop.product_page import Pack, ProductPage

# As Django's json_script does: nothing in the data may end the script element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
SCHEMA = "https://schema.org"


def as_script(data: dict[str, Any]) -> SafeString:
    """The data as text for the inside of a script element."""
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  escaped above


def product_data(page: ProductPage) -> dict[str, Any]:
    """A schema.org Product: stars as an award, the maker as seller, an offer for every pack on sale."""
    product = page.product
    data: dict[str, Any] = {
        "@type": "Product",
        "name": in_language(product, "name"),
        "url": whole_address(product.get_absolute_url()),
        "category": in_language(product.product_set, "name"),
        "brand": {"@type": "Brand", "name": product.producer.name},
        "manufacturer": _maker(page),
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
    }
    if description := in_language(product, "description"):
        data["description"] = description
    if page.images:
        data["image"] = [whole_address(image.large_url) for image in page.images]
    if page.stars:
        data["award"] = f"OCOP {page.stars} sao"
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


def whole_address(path: str) -> str:
    """A path of ours with the site before it; an address elsewhere (pictures in an object store) as it is."""
    return f"{settings.SITE_URL}{path}" if path.startswith("/") else path


def _maker(page: ProductPage) -> dict[str, Any]:
    producer = page.product.producer
    return {
        "@type": "Organization",
        "name": producer.name,
        "url": whole_address(producer.get_absolute_url()),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "VN",
            "addressRegion": producer.province.name,
            **({"addressLocality": producer.commune.full_name} if producer.commune else {}),
        },
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
        "seller": {"@type": "Organization", "name": page.product.producer.name},
    }
    if variant.gtin:
        offer["gtin"] = variant.gtin
    return offer
