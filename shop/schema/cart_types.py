"""A cart as the API shows it: lines at today's prices, by maker, and the sums."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from catalog.models import Producer, Product, Variant
from catalog.schema import PackType, ProducerType, ProductType
from geography.graph import Dong
from geography.models import Unit
from geography.schema import UnitType
from shop.contents import Contents, Line, Parcel, read_contents
from shop.models import Cart
from shop.pricing import Breakdown, DeliveryQuote
from shop.schema.errors import LineProblemEnum


@dataclass(frozen=True)
class CartToday:
    """A cart and what it holds on a day."""

    cart: Cart
    contents: Contents

    @classmethod
    def read(cls, cart: Cart, *, on: datetime.date, destination: Unit | None = None) -> CartToday:
        """Read it in at most four queries; with a destination it says what delivery costs."""
        return cls(cart, read_contents(cart, on=on, destination=destination))


class VatType(graphene.ObjectType):
    """The VAT of one rate."""

    class Meta:
        name = "Vat"
        description = "The VAT of one rate that prices include."

    rate = graphene.Int(required=True, description="The rate in percent.")
    amount = graphene.Field(Dong, required=True, description="The VAT in đồng, included in the goods' total.")


class DeliveryQuoteType(graphene.ObjectType):
    """What one parcel costs to deliver."""

    class Meta:
        name = "DeliveryQuote"
        description = "What one parcel costs to deliver, and how long it takes."

    fee = graphene.Field(Dong, required=True, description="The fee in đồng, VAT included.")
    days_min = graphene.Int(required=True, description="Days it takes at least.")
    days_max = graphene.Int(required=True, description="Days it takes at most.")


class CartLineType(graphene.ObjectType):
    """Some packs in a cart."""

    class Meta:
        name = "CartLine"
        description = "Some packs in a cart, as they stand today; `sku` names the line."

    sku = graphene.String(required=True, description="The pack's article number.")
    product = graphene.Field(ProductType, required=True, description="Whose pack it is.")
    pack = graphene.Field(PackType, required=True, description="The pack.")
    quantity = graphene.Int(required=True, description="How many packs, 1 to 99.")
    unit_price = graphene.Field(Dong, required=True, description="Today's price of one pack in đồng, VAT included.")
    seen_price = graphene.Field(Dong, required=True, description="The price in đồng that was last agreed to.")
    price_changed = graphene.Boolean(
        required=True, description="Whether today's price has to be agreed to (confirmPrices) before ordering."
    )
    total = graphene.Field(Dong, required=True, description="Today's price of all packs in đồng.")
    available = graphene.Int(required=True, description="How many packs can be ordered.")
    problem = graphene.Field(LineProblemEnum, description="Why it cannot be ordered as it stands; null when it can.")
    problem_words = graphene.String(required=True, description="The same as a sentence; empty when it can be ordered.")

    @staticmethod
    def resolve_sku(line: Line, _info: graphene.ResolveInfo) -> str:
        """The pack's."""
        return line.variant.sku

    @staticmethod
    def resolve_product(line: Line, _info: graphene.ResolveInfo) -> Product:
        """Read with the line."""
        return line.product

    @staticmethod
    def resolve_pack(line: Line, _info: graphene.ResolveInfo) -> Variant:
        """Read with the line."""
        return line.variant

    @staticmethod
    def resolve_seen_price(line: Line, _info: graphene.ResolveInfo) -> int:
        """As the cart remembers it."""
        return line.row.seen_price


class ParcelType(graphene.ObjectType):
    """What one maker would send."""

    class Meta:
        name = "Parcel"
        description = "What one maker would send: one consignment of the order. Only lines without a problem count."

    producer = graphene.Field(ProducerType, required=True, description="The maker, who is the seller.")
    lines = graphene.List(graphene.NonNull(CartLineType), required=True, description="Its lines.")
    goods_total = graphene.Field(Dong, required=True, description="The goods in đồng, VAT included.")
    delivery = graphene.Field(DeliveryQuoteType, description="What delivery costs; null until a destination is known.")
    weight_grams = graphene.Int(required=True, description="The parcel's weight in grams.")
    distance_km = graphene.Int(description="Kilometres from the maker's commune centre to the destination's.")

    @staticmethod
    def resolve_producer(parcel: Parcel, _info: graphene.ResolveInfo) -> Producer:
        """Read with the lines."""
        return parcel.producer

    @staticmethod
    def resolve_delivery(parcel: Parcel, _info: graphene.ResolveInfo) -> DeliveryQuote | None:
        """Of the destination asked for."""
        return parcel.quote


class CartType(graphene.ObjectType):
    """A cart."""

    class Meta:
        name = "Cart"
        description = "A cart at today's prices. A guest's is known by its token alone; an account has one open cart."

    id = graphene.ID(required=True, description="A name for caches: the token, or `mine` for the account's cart.")
    token = graphene.String(description="The secret of a guest's cart; null for an account's, which needs none.")
    is_ordered = graphene.Boolean(required=True, description="Whether it has become an order.")
    lines = graphene.List(graphene.NonNull(CartLineType), required=True, description="All lines, by maker.")
    parcels = graphene.List(graphene.NonNull(ParcelType), required=True, description="The same lines by maker.")
    packs = graphene.Int(required=True, description="How many packs lie in it.")
    destination = graphene.Field(UnitType, description="The commune the delivery was worked out for.")
    goods_total = graphene.Field(
        Dong, required=True, description="The lines that can be ordered, in đồng, VAT included."
    )
    delivery_total = graphene.Field(Dong, description="Delivery in đồng; null until a destination is known.")
    total = graphene.Field(
        Dong, required=True, description="Goods and, once the destination is known, delivery, in đồng: `expectedTotal`."
    )
    vat = graphene.List(graphene.NonNull(VatType), required=True, description="The VAT within the goods' total.")
    needs_adult = graphene.Boolean(required=True, description="Whether alcohol is in it: the buyer must be 18.")
    can_be_ordered = graphene.Boolean(
        required=True, description="Whether it holds something, no line has a problem and every price is agreed to."
    )

    @staticmethod
    def resolve_id(today: CartToday, _info: graphene.ResolveInfo) -> str:
        """The public name."""
        return "mine" if today.cart.user_id is not None else today.cart.token

    @staticmethod
    def resolve_token(today: CartToday, _info: graphene.ResolveInfo) -> str | None:
        """A guest's only."""
        return None if today.cart.user_id is not None else today.cart.token

    @staticmethod
    def resolve_is_ordered(today: CartToday, _info: graphene.ResolveInfo) -> bool:
        """By its time of ordering."""
        return today.cart.ordered_at is not None

    @staticmethod
    def resolve_lines(today: CartToday, _info: graphene.ResolveInfo) -> Sequence[Line]:
        """In the order of the parcels."""
        return today.contents.lines

    @staticmethod
    def resolve_parcels(today: CartToday, _info: graphene.ResolveInfo) -> Sequence[Parcel]:
        """One for each maker."""
        return today.contents.parcels

    @staticmethod
    def resolve_packs(today: CartToday, _info: graphene.ResolveInfo) -> int:
        """Problems or not."""
        return sum(line.quantity for line in today.contents.lines)

    @staticmethod
    def resolve_destination(today: CartToday, _info: graphene.ResolveInfo) -> Unit | None:
        """As asked for."""
        return today.contents.destination

    @staticmethod
    def resolve_goods_total(today: CartToday, _info: graphene.ResolveInfo) -> int:
        """The sum of the lines."""
        return today.contents.breakdown.goods_total

    @staticmethod
    def resolve_delivery_total(today: CartToday, _info: graphene.ResolveInfo) -> int | None:
        """The sum of the parcels' fees."""
        return None if today.contents.destination is None else today.contents.breakdown.delivery_total

    @staticmethod
    def resolve_total(today: CartToday, _info: graphene.ResolveInfo) -> int:
        """What the buyer pays."""
        return today.contents.breakdown.total

    @staticmethod
    def resolve_vat(today: CartToday, _info: graphene.ResolveInfo) -> list[Any]:
        """By rate."""
        return vat_rows(today.contents.breakdown)

    @staticmethod
    def resolve_needs_adult(today: CartToday, _info: graphene.ResolveInfo) -> bool:
        """By the product sets."""
        return today.contents.needs_adult

    @staticmethod
    def resolve_can_be_ordered(today: CartToday, _info: graphene.ResolveInfo) -> bool:
        """What placeOrder would ask, but for the destination."""
        contents = today.contents
        return bool(contents.lines) and not contents.blocked and not contents.changed


def vat_rows(sums: Breakdown) -> list[Any]:
    """The VAT of a sum by rate."""
    return [VatType(rate=rate, amount=amount) for rate, amount in sums.vat_by_rate.items()]
