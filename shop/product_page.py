"""What the page of one product shows on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.display import in_language
from accounts.prepared import PreparedQuery, put_related
from accounts.site import whole_address
from catalog.hindrances import NotSellable
from catalog.models import Certificate, Product, ProductImage, Variant
from fairs.models import Fair
from geography.display import place_relations
from points_of_sale.cards import Card, read_cards
from points_of_sale.models import Outlet
from points_of_sale.shelves import free_packs_subquery
from shop.models import MAX_QUANTITY, DeliveryRate
from shop.pricing import quote_delivery

MORE_SHOWN = 4
OUTLETS_SHOWN = 5
FAIRS_SHOWN = 3
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Pack:
    """A pack on offer and how many of it can be ordered."""

    variant: Variant
    available: int

    @property
    def most(self) -> int:
        """The largest quantity one order may ask for."""
        return min(self.available, MAX_QUANTITY)


@dataclass(frozen=True)
class DeliveryRange:
    """What one parcel of a pack costs to send, from the nearest to the farthest address, in đồng and days."""

    fee_min: int
    fee_max: int
    days_min: int
    days_max: int


def usual_pack(packs: Sequence[Pack]) -> Pack | None:
    """Of a product's packs on offer the first that is there, else the first; None without any."""
    return next((pack for pack in packs if pack.available), packs[0] if packs else None)


def delivery_range(rates: Sequence[DeliveryRate], variant: Variant) -> DeliveryRange | None:
    """What sending one pack costs from the nearest to the farthest address; None without rates."""
    weight = variant.shipping_weight_grams
    quotes = [quote_delivery(rates, distance_km=rate.up_to_km, weight_grams=weight) for rate in rates]
    known = [quote for quote in quotes if quote is not None]
    if not known:
        return None
    fees = [quote.fee for quote in known]
    return DeliveryRange(
        min(fees), max(fees), min(quote.days_min for quote in known), max(quote.days_max for quote in known)
    )


def read_product(slug: str) -> Product | None:
    """The product with a page at this address, with all that belongs to one product by itself; two queries."""
    found: list[Product] = _PRODUCT.objects([slug])
    if not found:
        return None
    put_related(found[0], "certificates", _CERTIFICATES.objects([found[0].pk]))
    return found[0]


class ProductPage:
    """One product on a day; what is not shown is not read."""

    def __init__(self, product: Product, *, on: datetime.date, chosen_sku: str = "") -> None:
        """`chosen_sku` is the pack asked for; an unknown one means the first."""
        self.product = product
        self.on = on
        self._chosen_sku = chosen_sku

    @cached_property
    def packs(self) -> list[Pack]:
        """The packs on offer, with stock."""
        return [Pack(variant, variant.free) for variant in _VARIANTS.objects([self.product.pk])]

    @cached_property
    def pack(self) -> Pack | None:
        """The pack asked for, else the first that is there, else the first."""
        asked = [pack for pack in self.packs if pack.variant.sku == self._chosen_sku]
        return next(iter(asked), None) or usual_pack(self.packs)

    @cached_property
    def images(self) -> list[ProductImage]:
        """The pictures that can be shown."""
        return _IMAGES.objects([self.product.pk])

    @cached_property
    def certificates(self) -> list[Certificate]:
        """Every certificate of the product, the newest first; read with the product."""
        return list(self.product.certificates.all())

    @cached_property
    def certificate(self) -> Certificate | None:
        """The certificate in force; without one the last that speaks for or against the product."""
        if self.certificate_in_force is not None:
            return self.certificate_in_force
        if self.hindrance is not None and self.hindrance.certificate is not None:
            return self.hindrance.certificate
        return next(iter(self.certificates), None)

    @cached_property
    def certificate_in_force(self) -> Certificate | None:
        """The certificate whose stars the product bears."""
        return self.product.certificate_in_force(self.on)

    @property
    def stars(self) -> int | None:
        """The stars in force."""
        return self.certificate_in_force.stars if self.certificate_in_force else None

    @property
    def certificate_words(self) -> str:
        """Who recognised the product, by which decision, and what it once had when that is over."""
        certificate = self.certificate
        if certificate is None:
            return ""
        number = certificate.decision_number
        had = "" if self.certificate_in_force else _("it had %(stars)s stars") % {"stars": certificate.stars}
        parts = (certificate.issuing_authority, _("decision %(number)s") % {"number": number} if number else "", had)
        return capfirst(" · ".join(part for part in parts if part))

    @cached_property
    def hindrance(self) -> NotSellable | None:
        """Why the product cannot be bought on the day, apart from stock."""
        return self.product.why_not_sellable(self.on)

    @property
    def can_be_bought(self) -> bool:
        """Whether the buy button stands on the page."""
        return self.hindrance is None and self.pack is not None and self.pack.available > 0

    @cached_property
    def outlets(self) -> list[Outlet]:
        """Outlets that carry the product, those of its own province first."""
        home = self.product.producer.province_id
        near_first = sorted(_CARRIERS.read([self.product.pk]), key=lambda row: row[1] != home)
        keys = [outlet for outlet, _province in near_first[:OUTLETS_SHOWN]]
        found: list[Outlet] = _OUTLETS.objects(keys) if keys else []
        return sorted(found, key=lambda outlet: keys.index(outlet.pk))

    @cached_property
    def fairs(self) -> list[Fair]:
        """The next fairs the maker takes part in."""
        announced: list[Fair] = _FAIRS.objects([self.product.producer_id])
        return [fair for fair in announced if not fair.dates.are_over(self.on)][:FAIRS_SHOWN]

    @cached_property
    def more_from_maker(self) -> list[Card]:
        """Other products of the maker that are on sale."""
        keys = [key for (key,) in _OF_MAKER.read([self.product.producer_id], self.on) if key != self.product.pk]
        return read_cards(keys[:MORE_SHOWN], self.on)

    @cached_property
    def delivery(self) -> DeliveryRange | None:
        """What sending one pack costs; None without packs or rates."""
        return delivery_range(_RATES.objects([0]), self.pack.variant) if self.pack else None

    @property
    def content_words(self) -> str:
        """What a pack holds: "520 ml", "6 pieces"."""
        if self.pack is None:
            return ""
        variant = self.pack.variant
        return f"{variant.content_quantity} {variant.get_content_unit_display()}"

    @property
    def shelf_life_words(self) -> str | Promise:
        """How long it keeps: "24 months", "10 days"; the date itself is on the pack."""
        days = self.product.shelf_life_days
        if days is None:
            return ""
        months = round(days / DAYS_A_MONTH)
        if months >= 2 and (days == months * 30 or abs(days - months * DAYS_A_MONTH) < 2):
            return _("%(months)d months from production") % {"months": months}
        return _("%(days)d days from production") % {"days": days}

    @property
    def picture_address(self) -> str:
        """The first picture with the site before it, for whoever shows the page elsewhere; empty without pictures."""
        return whole_address(self.images[0].large_url) if self.images else ""

    @property
    def picture_words(self) -> str:
        """What the first picture shows, for those who do not see it."""
        return (in_language(self.images[0], "alt") if self.images else "") or in_language(self.product, "name")

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_language(self.product, "description")

    @property
    def story(self) -> str:
        """The story in the reader's language."""
        return in_language(self.product, "story")

    @property
    def data(self) -> list[tuple[str, str | Promise]]:
        """What has to be said of goods sold at a distance, as far as it is known (NĐ 55/2024/NĐ-CP, Art. 22)."""
        product, pack = self.product, self.pack
        vat = _("%(rate)s %% VAT, included in the price") % {"rate": product.vat_rate}
        rows: list[tuple[str, str | Promise]] = [
            (_("Product set"), in_language(product.product_set, "name")),
            (_("Origin"), capfirst(product.producer.place_now())),
            (_("Content"), self.content_words),
            (_("Ingredients"), in_language(product, "ingredients")),
            (_("How to use"), in_language(product, "usage")),
            (_("Storage"), in_language(product, "storage")),
            (_("Shelf life"), self.shelf_life_words),
            (_("Tax"), (vat if product.vat_rate else _("free of VAT")) if pack else ""),
            (_("Barcode"), pack.variant.gtin or "" if pack else ""),
            (_("Article number"), pack.variant.sku if pack else ""),
            (_("Offer"), _("The price holds for orders placed while it is shown.") if pack else ""),
        ]
        return [(term, value) for term, value in rows if value]


_PRODUCT: PreparedQuery[str] = PreparedQuery(
    lambda slugs, on: (
        Product.objects.published()
        .filter(slug=slugs[0])
        .select_related("product_set__group", *place_relations("producer"))
        .order_by()
    )
)
_CERTIFICATES: PreparedQuery[int] = PreparedQuery(lambda products, on: Certificate.objects.filter(product__in=products))
_VARIANTS: PreparedQuery[int] = PreparedQuery(
    lambda products, on: Variant.objects.filter(product__in=products).on_offer().annotate(free=free_packs_subquery())
)
_IMAGES: PreparedQuery[int] = PreparedQuery(
    lambda products, on: ProductImage.objects.ready().filter(product__in=products)
)
# By their keys first: with all that an address joins, PostgreSQL looks for what carries the product last of all.
_CARRIERS: PreparedQuery[int] = PreparedQuery(
    lambda products, on: (
        Outlet.objects.listed()
        .for_visitors()
        .carrying(*products)
        .order_by("name", "pk")
        .values_list("pk", "province_id")
    )
)
_OUTLETS: PreparedQuery[int] = PreparedQuery(
    lambda outlets, on: Outlet.objects.filter(pk__in=outlets).with_place().order_by(), most=OUTLETS_SHOWN
)
_FAIRS: PreparedQuery[int] = PreparedQuery(
    lambda producers, on: Fair.objects.announced().of_producers(producers).with_place().next_first()
)
_OF_MAKER: PreparedQuery[int] = PreparedQuery(
    lambda producers, on: (
        Product.objects.sellable(on)
        .filter(producer__in=producers)
        .sorted_late("name", "pk")
        .values_list("pk")[: MORE_SHOWN + 1]
    )
)
_RATES: PreparedQuery[int] = PreparedQuery(lambda _, on: DeliveryRate.objects.all())
