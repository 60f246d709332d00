"""What the cards of products show, read for a whole page at once and with as little work as can be."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse

from accounts.prepared import PreparedQuery
from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.models import Product, ProductImage
from catalog.models.images import Renditions
from points_of_sale.shelves import stock_available_subquery

# As many cards as the longest list has; fewer take the same query.
CARDS_AT_ONCE = 24
_SLUG = "slug-of-a-product"


class Named(NamedTuple):
    """A commune or province by its name."""

    name: str


class CardMaker(NamedTuple):
    """The maker as a card names it."""

    name: str
    name_en: str
    commune: Named | None
    province: Named


@dataclass(frozen=True, slots=True)
class CardPicture(Renditions):
    """A product's first picture; the widths are in pixels."""

    key: str
    width: int
    height: int

    @property
    def is_ready(self) -> bool:
        """Always: others are not read."""
        return True


class Card(NamedTuple):
    """A product with a public page, as its card shows it on a day.

    Prices are in đồng, None without a pack on offer; `available` packs can be ordered; without stars in force `stars`
    is None.
    """

    pk: int
    slug: str
    name: str
    name_en: str
    stars: int | None
    price_from: int | None
    price_to: int | None
    is_local_speciality: bool
    may_be_bought: bool
    available: int
    address: str
    producer: CardMaker
    card_image: CardPicture | None

    def get_absolute_url(self) -> str:
        """The product's public page, in the language it was read in."""
        return self.address


def read_cards(products: Iterable[int], on: datetime.date) -> list[Card]:
    """The cards of these products (by pk), in their order; those without a public page are left out. Two queries."""
    keys = list(products)
    if not keys:
        return []
    pictures = _first_pictures(keys)
    address = reverse("product", args=[_SLUG])
    cards = {
        row[0]: _card(row, address.replace(_SLUG, row[1]), pictures.get(row[0]))
        for row in _GOODS.read(keys, on)
        if row[-2:] == (ProductStatus.PUBLISHED, ProducerStatus.ACTIVE)
    }
    return [cards[key] for key in keys if key in cards]


def _first_pictures(keys: Sequence[int]) -> dict[int, CardPicture]:
    first: dict[int, CardPicture] = {}
    for product, key, width, height in _PICTURES.read(keys):
        first.setdefault(product, CardPicture(key, width, height))
    return first


def _card(row: tuple[Any, ...], address: str, picture: CardPicture | None) -> Card:
    pk, slug, name, name_en, stars, price_from, price_to, basis, is_service, available, *maker = row
    maker_name, maker_name_en, commune, province, *_states = maker
    is_speciality = basis == ListingBasis.LOCAL_SPECIALITY
    return Card(
        pk,
        slug,
        name,
        name_en,
        stars,
        price_from,
        price_to,
        is_speciality,
        (stars is not None or is_speciality) and not is_service,
        available,
        address,
        CardMaker(maker_name, maker_name_en, Named(commune) if commune else None, Named(province)),
        picture,
    )


# The states are looked at here: asked for them, SQLite goes through all that is published, not to these few.
_GOODS: PreparedQuery[int] = PreparedQuery(
    lambda keys, on: (
        Product.objects.filter(pk__in=keys)
        .with_current_certificate(on)
        .annotate(available=stock_available_subquery())
        .order_by()
        .values_list(
            "pk",
            "slug",
            "name",
            "name_en",
            "stars",
            "price_from",
            "price_to",
            "listing_basis",
            "product_set__is_service",
            "available",
            "producer__name",
            "producer__name_en",
            "producer__commune__name",
            "producer__province__name",
            "status",
            "producer__status",
        )
    ),
    most=CARDS_AT_ONCE,
)
_PICTURES: PreparedQuery[int] = PreparedQuery(
    lambda keys, on: (
        ProductImage.objects.ready()
        .filter(product__in=keys)
        .order_by("product", "position", "pk")
        .values_list("product", "key", "width", "height")
    ),
    most=CARDS_AT_ONCE,
)
