"""What a floor reads: one query for the cards of a page, one for a product."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Sum

from accounts.display import money
from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.models import Product, ProductImage
from catalog.querysets import ProductQuerySet, in_force_q
from points_of_sale.models import StockItem

PAGE_SIZE = 24
_NAMES = ("slug", "name")
_PLACE = {
    "maker": F("producer__name"),
    "commune": F("producer__commune__name"),
    "province": F("producer__province__name"),
}
_SHOWN = (*_NAMES, *_PLACE, "picture")


def card_rows(on: datetime.date, *, start: int = 0, keys: Sequence[int] = (), **filters: Any) -> list[dict[str, Any]]:
    """The rows of one page of cards, the newest first, or of the products with these keys; one query."""
    if keys:
        found = {row["pk"]: row for row in _as_rows(_with_certificate(on).filter(pk__in=keys))}
        return [_with_texts(found[key], number) for number, key in enumerate(keys)]
    page = shown_products(on).filter(**filters).order_by("-published_at", "-pk")
    return [_with_texts(row, number) for number, row in enumerate(_as_rows(page)[start : start + PAGE_SIZE])]


def product_row(slug: str) -> dict[str, Any]:
    """One product with the texts that its page repeats; one query."""
    product = Product.objects.filter(slug=slug)
    row = product.values(*_NAMES, "description", "story", "storage", "price_from", **_PLACE).get()
    return {"texts": {**row, "price_from": money(row["price_from"])}}


def shown_products(on: datetime.date) -> ProductQuerySet:
    """What lists show, its certificate in force joined as `current`."""
    is_speciality = Q(listing_basis=ListingBasis.LOCAL_SPECIALITY, product_set__is_service=False)
    published = {"status": ProductStatus.PUBLISHED, "producer__status": ProducerStatus.ACTIVE}
    return _with_certificate(on).filter(Q(current__isnull=False) | is_speciality, **published)


def _with_certificate(on: datetime.date) -> ProductQuerySet:
    current = FilteredRelation("certificates", condition=in_force_q(on, "certificates__"))
    return Product.objects.alias(current=current)


def _as_rows(products: ProductQuerySet) -> Any:
    pictures = ProductImage.objects.filter(product=OuterRef("pk"), rendered_at__isnull=False).order_by("position", "pk")
    stock = StockItem.objects.orderable().filter(variant__product=OuterRef("pk"), variant__is_active=True).order_by()
    free = stock.values("variant__product").annotate(free=Sum(F("on_hand") - F("reserved"))).values("free")
    return products.values(
        "pk",
        *_NAMES,
        "price_from",
        "price_to",
        "listing_basis",
        stars=F("current__stars"),
        is_service=F("product_set__is_service"),
        picture=Subquery(pictures.values("key")[:1]),
        available=Subquery(free, output_field=IntegerField()),
        **_PLACE,
    )


def _with_texts(row: dict[str, Any], number: int) -> dict[str, Any]:
    """With all that a card says as text, and of what kind the card is."""
    available = row["available"]
    texts = {name: row[name] for name in _SHOWN}
    texts["price"] = money(row["price_from"])
    texts["left"] = f"Còn {available}" if available else ""
    price = (row["price_from"] is None, row["price_from"] != row["price_to"])
    stock = "service" if row["is_service"] else "some" if available else "none"
    kind = (number == 0, row["picture"] is None, row["stars"], row["listing_basis"], price, stock)
    return {"texts": texts, "kind": str(kind), **texts}
